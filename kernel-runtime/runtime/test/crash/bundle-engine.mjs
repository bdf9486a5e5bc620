/**
 * The engine and its results in one file, without the file formats that they open on demand: a process that is to be killed starts in a
 * tenth of a second.
 *
 *   node bundle-engine.mjs FILE
 */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const withoutFormats = {
  name: 'without-formats',
  setup({ onResolve, onLoad }) {
    const filter = /\/io\/|^(apache-arrow|@daisy-lab\/(techniques|compute))$/;
    onResolve({ filter }, ({ path }) => ({ path, namespace: 'absent' }));
    onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: '', loader: 'js' }));
  },
};

await build({
  stdin: {
    contents: `
      export { algorithm, ndarray, p, port, workflow } from '@daisy-lab/core';
      export { Engine } from './engine/local-engine.js';
      export { FolderResults } from './store/results/folder-results.js';`,
    resolveDir: fileURLToPath(new URL('../../lib/', import.meta.url)),
  },
  outfile: process.argv[2],
  bundle: true,
  platform: 'node',
  format: 'esm',
  logLevel: 'error',
  plugins: [withoutFormats],
});
