import type { SourceKind } from '../source-kind.js';

/** The library is loaded when the first folder is opened. */
export const zarr: SourceKind = {
  name: 'Zarr',
  extensions: ['.zarr'],
  open: async path => (await import('./zarr-source.js')).openZarr(path),
  create: async (path, options) => (await import('./zarr-sink.js')).createZarr(path, options),
};
