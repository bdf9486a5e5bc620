import { PathExt } from '@jupyterlab/coreutils';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { hdf5Icon } from '../icons.js';
import { ReferenceModelFactory } from './reference-model.js';

/** Extensions of HDF5 files at light sources. */
export const hdf5Extensions: readonly string[] = ['.h5', '.hdf5', '.nxs', '.nx', '.cxi'];

export const isHdf5 = (name: string): boolean => hdf5Extensions.includes(PathExt.extname(name).toLowerCase());

/** Makes the file type known, and the model that never asks for a file's bytes, once for all apps; returns the model's name. */
export function registerHdf5Files(registry: DocumentRegistry): string {
  const model = new ReferenceModelFactory();
  if (!registry.getFileType(hdf5FileType.name)) {
    registry.addFileType({ ...hdf5FileType, icon: hdf5Icon });
    registry.addModelFactory(model);
  }
  return model.name;
}

/** The file type; its format is null, so that JupyterLab asks the server for the name alone and never for the bytes. */
export const hdf5FileType: Partial<DocumentRegistry.IFileType> & { readonly name: string } = {
  name: 'daisy-hdf5',
  displayName: 'HDF5',
  mimeTypes: ['application/x-hdf5'],
  extensions: [...hdf5Extensions],
  contentType: 'file',
  fileFormat: null,
};
