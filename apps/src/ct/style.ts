import '../../style/ct.css';
import '../../style/ct-narrow.css';
