/** Where things lie in a checkout. `build/` has the layout of the installed data files, so nothing is linked or installed to try it. */
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(fileURLToPath(new URL('../..', import.meta.url)));
export const inRoot = (...parts) => join(root, ...parts);

export const build = inRoot('build');
export const inBuild = (...parts) => join(build, ...parts);

export const logs = inBuild('logs');
export const environment = inRoot('.venv');
/** The environment of programs that tests compare with. */
export const oracles = inBuild('oracles');
export const labextension = inBuild('share/jupyter/labextensions/@daisy-lab/jupyterlab');
export const kernelspec = inBuild('share/jupyter/kernels/daisy-typescript');
export const demoFolder = inBuild('demo');
export const demoScan = 'phantom-256x64x181.h5';
