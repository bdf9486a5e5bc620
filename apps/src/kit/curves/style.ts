import 'uplot/dist/uPlot.min.css';
import '../../../style/kit.css';
