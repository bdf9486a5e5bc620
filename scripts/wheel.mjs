/**
 * `npm run wheel`: packs labextension, kernel and server configuration into dist/daisy_lab-*.whl.
 *
 *   npm run wheel -- --python python    use this Python for packing, and make no private environment (images do so)
 */
import './setup/require-node.mjs';

const { parseArgs } = await import('node:util');
const { endAllOnSignal } = await import('./setup/command.mjs');
const { runPhase, runPhases } = await import('./setup/phase.mjs');
const { reportFailure } = await import('./setup/user-error.mjs');
const { npmPackages } = await import('./phases/npm-packages.mjs');
const { buildAll } = await import('./phases/prepare.mjs');
const { pythonEnvironment } = await import('./phases/python-environment.mjs');
const { wheelPhase } = await import('./phases/wheel.mjs');

endAllOnSignal();
try {
  const { python } = parseArgs({ options: { python: { type: 'string' } } }).values;
  await runPhases([npmPackages, ...(python ? [] : [pythonEnvironment()])]);
  await buildAll();
  await runPhase(wheelPhase(python));
} catch (error) {
  process.exitCode = reportFailure(error);
}
