import '../../style/kit.css';
import '../../style/hdf5.css';
