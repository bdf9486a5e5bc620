import { PathExt } from '@jupyterlab/coreutils';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { hdf5Icon } from '../icons.js';
import { ReferenceModelFactory } from './reference-model.js';

/** Files that Daisy brings to JupyterLab, by the names of their types. */
const fileKinds = {
  'daisy-hdf5': {
    displayName: 'HDF5',
    mimeTypes: ['application/x-hdf5'],
    extensions: ['.h5', '.hdf5', '.nxs', '.nx', '.cxi'],
  },
  'daisy-txrm': {
    displayName: 'TXRM',
    mimeTypes: ['application/x-txrm'],
    extensions: ['.txrm', '.xrm', '.txm'],
  },
  'daisy-stack': {
    displayName: 'NumPy, FITS, EDF, CBF',
    mimeTypes: ['application/x-daisy-stack'],
    extensions: ['.npy', '.npz', '.fits', '.fit', '.fts', '.edf', '.ehf', '.cbf', '.btf', '.tf8'],
  },
} satisfies Readonly<Record<string, Partial<DocumentRegistry.IFileType>>>;

/** A type of files that apps open; JupyterLab itself knows TIFF, which browsers cannot draw. */
export type DataFileType = keyof typeof fileKinds | 'tiff';

/** Extensions of files that may hold a whole scan. */
const scanExtensions: readonly string[] = [
  ...fileKinds['daisy-hdf5'].extensions,
  ...fileKinds['daisy-txrm'].extensions,
];

export const mayHoldScan = (name: string): boolean => scanExtensions.includes(PathExt.extname(name).toLowerCase());

/**
 * Makes the types known, and the model that never asks for a file's bytes, once for all apps; returns the model's name. The format of
 * the types is null, so that JupyterLab asks the server for the name alone.
 */
export function registerDataFiles(registry: DocumentRegistry): string {
  const model = new ReferenceModelFactory();
  if (registry.getFileType('daisy-hdf5')) return model.name;
  for (const [name, kind] of Object.entries(fileKinds)) {
    registry.addFileType({ name, ...kind, contentType: 'file', fileFormat: null, icon: hdf5Icon });
  }
  registry.addModelFactory(model);
  return model.name;
}
