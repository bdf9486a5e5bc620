import { DaisyError, ndarray, type NdArray } from '@daisy-lab/core';
import { createSink, withSource } from '../../io/source-kinds.js';
import type { PlainArray } from './npy.js';

/** Writes an array as a dataset of a new HDF5 file. */
export async function writeHdf5(path: string, dataset: string, array: NdArray): Promise<void> {
  const sink = await createSink(path, { overwrite: true });
  try {
    const groups = dataset.split('/').slice(0, -1).filter(Boolean);
    groups.forEach((_, at) => sink.group(`/${groups.slice(0, at + 1).join('/')}`));
    await sink.write(
      dataset,
      ndarray(array.data, array.shape, array.axes, array.unit),
      array.unit ? { units: array.unit } : {},
    );
    await sink.finish();
  } catch (thrown) {
    await sink.abort();
    throw thrown;
  }
}

/** Reads a whole dataset. @throws DaisyError `File` when there is none of that name, with those that there are. */
export function readHdf5(path: string, dataset: string): Promise<PlainArray> {
  return withSource(path, source => {
    if (source.describe(dataset)) return source.read(dataset);
    const names = source.tree().flatMap(node => (node.kind === 'dataset' ? [node.path] : []));
    throw new DaisyError('File', {
      message: `${path} has no dataset "${dataset}".`,
      action: names.length > 0 ? `It has ${names.slice(0, 10).join(', ')}.` : 'It has none at all.',
      path,
    });
  });
}
