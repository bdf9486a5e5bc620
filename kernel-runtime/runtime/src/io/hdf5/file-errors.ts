import { DaisyError } from '@daisy-lab/core';

/** An error of the HDF5 library as a sentence. */
export function openingError(path: string, thrown: unknown): DaisyError {
  const details = lastCause(thrown);
  if (/truncated file/i.test(String(thrown))) {
    return new DaisyError('File', {
      message: `${path} is truncated: it ends before its contents do.`,
      action: 'Copy it again, or wait until it has been written completely.',
      path,
      details,
    });
  }
  if (/signature|not an hdf5 file/i.test(String(thrown))) {
    return new DaisyError('File', {
      message: `${path} is not an HDF5 file, nor of another kind that is read here.`,
      action: 'Choose a file of HDF5, TIFF, NumPy, EDF, CBF, FITS, TXRM or Zarr.',
      path,
      details,
    });
  }
  return new DaisyError('File', {
    message: `${path} cannot be opened as HDF5 (${details}).`,
    action: 'The file may be damaged or still being written.',
    path,
  });
}

export function readingError(path: string, dataset: string, thrown: unknown): DaisyError {
  const unknown = /(Float\d+) not supported/.exec(String(thrown))?.[1];
  if (unknown !== undefined) {
    return new DaisyError('File', {
      message: `${dataset} of ${path} holds values of the type ${unknown}, which are not read here.`,
      action: 'Store them as numbers of 32 or 64 bits.',
      path,
      dataset,
    });
  }
  return new DaisyError('File', {
    message: `${dataset} of ${path} cannot be read (${lastCause(thrown)}).`,
    action: 'The file may be damaged, or a file that it links to is missing.',
    path,
    dataset,
  });
}

/** The innermost message of an HDF5 error stack. */
function lastCause(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const lines = [...text.matchAll(/#\d+: .*? in \S+\(\): (.*)/g)];
  return (lines.at(-1)?.[1] ?? text.split('\n')[0] ?? '').slice(0, 200);
}
