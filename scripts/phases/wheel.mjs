/** The py3-none-any wheel: what build/ holds, packed for `pip install`. */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, runCommand } from '../setup/command.mjs';
import { environment, inRoot } from '../setup/paths.mjs';
import { pythonOf } from './python-environment.mjs';

const dist = inRoot('dist');
const isOurs = name => /^daisy_lab-.*\.whl$/.test(name);

/** The wheel in dist/. */
export const wheelFile = () => join(dist, readdirSync(dist).find(isOurs) ?? 'daisy_lab.whl');

/** @param {string} [python] what runs the build back end; one that has hatchling needs no network */
export const wheelPhase = (python = pythonOf(environment)) => ({
  title: 'Wheel',
  run: async () => {
    mkdirSync(dist, { recursive: true });
    for (const name of readdirSync(dist).filter(isOurs)) rmSync(join(dist, name));
    const { code } = await runCommand(python, ['-c', 'import hatchling']);
    const isolation = code === 0 ? ['--no-build-isolation'] : [];
    await mustRun(
      'Packing the wheel',
      python,
      ['-m', 'pip', 'wheel', '--no-deps', ...isolation, '--wheel-dir', dist, inRoot()],
      {
        log: 'wheel.log',
      },
    );
    return `${wheelFile()}, ${(statSync(wheelFile()).size / 1e6).toFixed(1)} MB`;
  },
});
