import '../../style/kit.css';
import '../../style/workbench.css';
