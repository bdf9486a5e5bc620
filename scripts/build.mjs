/** `npm run build`: lays build/ out as it is installed (labextension, kernelspec, server configuration). */
import './setup/require-node.mjs';

const { buildAll } = await import('./phases/prepare.mjs');
const { endAllOnSignal } = await import('./setup/command.mjs');
const { reportFailure } = await import('./setup/user-error.mjs');

endAllOnSignal();
await buildAll().catch(error => (process.exitCode = reportFailure(error)));
