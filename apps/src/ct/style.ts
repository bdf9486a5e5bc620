import '../../style/ct.css';
