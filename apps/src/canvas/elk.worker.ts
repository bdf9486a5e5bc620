/** The layout engine in a thread of its own: a thousand steps take it seconds. */
import 'elkjs/lib/elk-worker.min.js';
