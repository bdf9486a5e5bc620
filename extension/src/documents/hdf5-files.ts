import { PathExt } from '@jupyterlab/coreutils';
import type { DocumentRegistry } from '@jupyterlab/docregistry';

/** Extensions of HDF5 files at light sources. */
export const hdf5Extensions: readonly string[] = ['.h5', '.hdf5', '.nxs', '.nx', '.cxi'];

export const isHdf5 = (name: string): boolean => hdf5Extensions.includes(PathExt.extname(name).toLowerCase());

/** The file type; its format is null, so that JupyterLab asks the server for the name alone and never for the bytes. */
export const hdf5FileType: Partial<DocumentRegistry.IFileType> & { readonly name: string } = {
  name: 'daisy-hdf5',
  displayName: 'HDF5',
  mimeTypes: ['application/x-hdf5'],
  extensions: [...hdf5Extensions],
  contentType: 'file',
  fileFormat: null,
};
