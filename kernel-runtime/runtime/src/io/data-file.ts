import { DaisyError } from '@daisy-lab/core';
import type { convert } from '@daisy-lab/techniques';
import { defaultDataset } from './default-dataset.js';
import { readPart } from './read-part.js';
import { withSource } from './source-kinds.js';

/**
 * A file of any kind as `convert.read` takes it; it is open only while it is read.
 * @throws DaisyError `File` when it cannot be opened
 */
export async function openDataFile(path: string): Promise<convert.DataFile> {
  await withSource(path, () => undefined);
  return {
    path,
    read: (dataset, signal) =>
      withSource(path, async source => {
        const name = dataset === '' ? defaultDataset(source) : dataset;
        if (source.describe(name)?.dtype) return readPart(source, name, [], signal ? { signal } : {});
        throw new DaisyError('File', {
          message: `${path} has no dataset of numbers at ${name}.`,
          action: 'Look at the file in the HDF5 browser, and copy the path from there.',
          file: path,
        });
      }),
  };
}
