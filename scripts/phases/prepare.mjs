/** Everything between a fresh clone and a checkout that can start: the same phases for `npm start`, `npm test` and `npm run wheel`. */
import { runPhase, runPhases } from '../setup/phase.mjs';
import { buildPhases } from './compilation.mjs';
import { demonstrationPhases } from './demonstration-data.mjs';
import { npmPackages } from './npm-packages.mjs';
import { preconditions } from './preconditions.mjs';
import { pythonEnvironment } from './python-environment.mjs';

/** Installs what is missing, without building: the packages of both worlds side by side. */
export async function install() {
  await runPhase(preconditions);
  await Promise.all([runPhase(npmPackages), runPhase(pythonEnvironment())]);
}

/** Lays build/ out as it is installed. */
export const buildAll = () => runPhases(buildPhases);

/** Installs, builds, and makes the demonstration data. */
export async function prepare() {
  await install();
  await buildAll();
  await runPhases(demonstrationPhases);
}
