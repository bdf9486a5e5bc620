/** From sources to build/: WASM kernels, types and JavaScript, labextension, kernelspec, server configuration. */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../setup/command.mjs';
import { inBuild, inRoot, kernelspec, labextension } from '../setup/paths.mjs';
import { chartPage } from './chart-page.mjs';

const packages = [
  'kernel-runtime/core',
  'kernel-runtime/compute',
  'kernel-runtime/techniques',
  'kernel-runtime/runtime',
  'apps',
  'extension',
];
const lockfile = inRoot('package-lock.json');
const kernelPackages = packages.slice(0, 4);
const inEach = (folders, ...names) => folders.flatMap(folder => names.map(name => inRoot(folder, name)));
const node = (...args) => [process.execPath, args];

/** The compiler's own script knows whether its sources changed. */
const wasm = {
  title: 'WASM kernels',
  run: async () => {
    const said = await mustRun('Building the WASM kernels', ...node('kernel-runtime/compute/scripts/build-wasm.mjs'), {
      log: 'build-wasm.log',
    });
    return said.includes('up to date') ? 'unchanged, skipped' : '';
  },
};

const types = {
  title: 'TypeScript',
  inputs: [
    ...inEach(packages, 'src', 'tsconfig.json', 'package.json'),
    inRoot('tsconfig.base.json'),
    inRoot('tsconfig.json'),
    lockfile,
  ],
  outputs: inEach(packages, 'lib/index.js'),
  run: async () => {
    await mustRun('Compiling TypeScript', ...node('node_modules/typescript/bin/tsc', '-b'), { log: 'tsc.log' });
  },
};

/**
 * Sharing ranges come from the oldest supported JupyterLab (core-meta-oldest), so that no 4.6 release warns about versions.
 * The builder needs the extension's folder as working directory: its licence plugin fails elsewhere, after emptying the output.
 */
const labextensionBundle = {
  title: 'JupyterLab extension',
  inputs: [
    ...inEach(['extension', 'apps'], 'src', 'style', 'schema', 'assets', 'package.json'),
    ...inEach(kernelPackages.slice(0, 3), 'src'),
    ...chartPage.inputs,
    inRoot('binder/notebooks'), // the tour travels with the extension
    lockfile,
  ],
  outputs: [join(labextension, 'package.json')],
  run: async () => {
    const builder = inRoot('node_modules/@jupyter/builder/lib/build-labextension.js');
    const oldest = inRoot('node_modules/core-meta-oldest/core.package.json');
    await mustRun('Bundling the JupyterLab extension', ...node(builder, '--core-package-file', oldest, '.'), {
      log: 'labextension.log',
      cwd: inRoot('extension'),
    });
  },
};

const kernelBundle = {
  title: 'TypeScript kernel',
  inputs: [
    ...inEach(kernelPackages, 'src', 'package.json'),
    ...inEach(['kernel-runtime/runtime'], 'scripts', 'kernelspec'),
    ...inEach(['kernel-runtime/compute'], 'assembly'),
    lockfile,
  ],
  outputs: [join(kernelspec, 'kernel.json')],
  run: async () => {
    await mustRun('Staging the kernel', ...node('kernel-runtime/runtime/scripts/stage-kernel.mjs'), {
      log: 'stage-kernel.log',
    });
  },
};

const serverConfiguration = {
  title: 'Server configuration',
  inputs: [inRoot('jupyter-config/jupyter_server_config.d')],
  outputs: [inBuild('etc/jupyter/jupyter_server_config.d/daisy_lab.json')],
  run: () => {
    const target = inBuild('etc/jupyter/jupyter_server_config.d');
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    cpSync(inRoot('jupyter-config/jupyter_server_config.d'), target, { recursive: true });
  },
};

export const buildPhases = [wasm, types, chartPage, labextensionBundle, kernelBundle, serverConfiguration];
