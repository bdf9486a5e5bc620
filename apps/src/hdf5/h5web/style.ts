import '@h5web/app/styles.css';
import '../../../style/h5web.css';
