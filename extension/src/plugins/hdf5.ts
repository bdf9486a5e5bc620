import { hdf5App } from '../apps/hdf5-app.js';
import { appPlugin } from './app-plugin.js';

export const hdf5Plugin = appPlugin(
  'hdf5',
  'The HDF5 browser: view of HDF5, NeXus, TIFF, NumPy, FITS and other data files, command, palette entry.',
  hdf5App,
);
