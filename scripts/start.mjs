/**
 * `npm start`: from a fresh clone to JupyterLab with Daisy in it.
 *
 *   check Node, Python, disk -> npm packages -> Python environment -> build -> demonstration data -> JupyterLab -> browser
 *
 * Runs before anything is installed, so it imports Node's own modules only. Whatever has not changed is skipped.
 */
import './setup/require-node.mjs';

const { startDaisy } = await import('./phases/start-daisy.mjs');
process.exitCode = await startDaisy(process.argv.slice(2));
