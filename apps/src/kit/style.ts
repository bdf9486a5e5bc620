import '../../style/kit.css';
