import { algorithm, p, port, type NdArray } from '@daisy-lab/core';

/** A file of any kind that Daisy reads, whose arrays can be asked for by name. The value of ports of kind `data.file`. */
export interface DataFile {
  readonly path: string;
  /**
   * Reads a whole dataset, as stored.
   * @param dataset its path in the file; empty: the one that the file says is to be shown, or its only one
   * @throws DaisyError `File` when there is none or it holds no plain numbers, `Cancelled` when aborted
   */
  read(dataset: string, signal?: AbortSignal): Promise<NdArray>;
}

/**
 * One array of a file: HDF5, TIFF, npy, Zarr, FITS, EDF, CBF or a folder of images.
 *
 * Values stay as stored, and all of them are read. **Axes** are given names from the slowest to the fastest, so that the array fits what
 * it is linked to; **unit** says what they measure, where the file does not.
 *
 * @throws DaisyError `File` when the dataset cannot be read, `Input` when the number of axes differs
 */
export const readArray = algorithm('convert.read', {
  version: '1.0.0',
  title: 'Read an array',
  help: 'Reads one dataset of a file (HDF5, TIFF, npy, Zarr, ...) as an array, with names of axes and a unit.',
  cheap: true,
  inputs: { file: port.dataset<DataFile>('data.file') },
  params: {
    dataset: p.string({
      default: '',
      title: 'Dataset',
      help: 'Its path in the file; empty: the one that is to be shown, or the only one.',
    }),
    axes: p.string({
      default: '',
      title: 'Axes',
      help: 'Names from slowest to fastest, with commas; empty: as the file names them.',
    }),
    unit: p.string({ default: '', title: 'Unit', help: 'Unit of the values; empty: as the file says.' }),
  },
  outputs: { values: port.any() },
});
