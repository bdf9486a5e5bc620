/** Programs of others that the tests compare with. They are not needed: without them, such tests are skipped and say so. */
import { rmSync } from 'node:fs';
import { mustRun } from '../setup/command.mjs';
import { environment, inRoot, oracles } from '../setup/paths.mjs';
import { findPython } from './preconditions.mjs';
import { pythonOf } from './python-environment.mjs';

const requirements = inRoot('scripts/test/oracles.txt');

export const oraclesPhase = () => ({
  title: 'Programs to compare with',
  inputs: [requirements],
  facts: [findPython().version.slice(0, 2).join('.')],
  outputs: [pythonOf(oracles)],
  run: async () => {
    const [program, ...args] = findPython().command;
    const pip = ['-m', 'pip', '--python', pythonOf(oracles), 'install', '--disable-pip-version-check', '--no-input'];
    rmSync(oracles, { recursive: true, force: true });
    try {
      await mustRun('Making their environment', program, [...args, '-m', 'venv', '--without-pip', oracles], {
        log: 'oracles.log',
      });
      await mustRun('Installing them', pythonOf(environment), [...pip, '--no-compile', '--requirement', requirements], {
        log: 'oracles.log',
      });
    } catch (error) {
      rmSync(oracles, { recursive: true, force: true });
      return `not installed, tests beside them are skipped (${error.message})`;
    }
    return 'h5py, tifffile, fabio, astropy';
  },
});
