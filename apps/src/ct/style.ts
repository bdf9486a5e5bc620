import '../../style/ct.css';
import '../../style/ct-narrow.css';
import '../../style/ct-steps.css';
