/** A Python environment inside the checkout: JupyterLab and the kernel's Node in exact versions. Nothing outside is touched. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../setup/command.mjs';
import { environment, inRoot } from '../setup/paths.mjs';
import { findPython } from './preconditions.mjs';

const windows = process.platform === 'win32';
export const requirements = inRoot('scripts/requirements.txt');
export const constraints = inRoot('scripts/constraints.txt');

/** The folder of an environment's programs. */
export const programsOf = folder => join(folder, windows ? 'Scripts' : 'bin');

/** The Python of an environment. */
export const pythonOf = folder => join(programsOf(folder), windows ? 'python.exe' : 'python');

/** The package.json of an environment, see {@link makeEnvironment}. */
export const scopeOf = folder => join(folder, 'package.json');

/**
 * Makes an empty environment, replacing what was there.
 *
 * JupyterLab runs CommonJS scripts of its own (its yarn, its check of Node's version). The checkout's package.json, which says
 * "module", would reach them: a package.json in the environment ends its reach.
 */
export async function makeEnvironment(folder, log) {
  const [program, ...args] = findPython().command;
  rmSync(folder, { recursive: true, force: true });
  await mustRun('Making the Python environment', program, [...args, '-m', 'venv', folder], { log });
  writeFileSync(scopeOf(folder), '{ "type": "commonjs" }\n');
}

const pipOptions = ['--disable-pip-version-check', '--no-input', '--no-compile'];

/** `pip install` in an environment, with the pinned versions. Python compiles on its own what is imported, which is little of it. */
export const pipInstall = (folder, args, log) =>
  mustRun(
    'Installing the Python packages',
    pythonOf(folder),
    ['-m', 'pip', 'install', ...pipOptions, '--constraint', constraints, ...args],
    { log },
  );

/** The environment that `npm start` uses. */
export const pythonEnvironment = () => ({
  title: 'Python environment',
  inputs: [requirements, constraints],
  facts: [findPython().version.slice(0, 2).join('.')],
  outputs: [pythonOf(environment), scopeOf(environment)],
  stampFile: join(environment, 'daisy-stamp'),
  run: async () => {
    await makeEnvironment(environment, 'venv.log');
    await pipInstall(environment, ['--requirement', requirements], 'pip.log');
    return 'JupyterLab 4.6.6';
  },
});
