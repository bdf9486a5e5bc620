import '@xyflow/react/dist/style.css';
import '../../style/canvas.css';
