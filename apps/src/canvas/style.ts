import '@xyflow/react/dist/style.css';
import '../../style/canvas.css';
import '../../style/canvas-cards.css';
