import '../../../style/h5web.css';
