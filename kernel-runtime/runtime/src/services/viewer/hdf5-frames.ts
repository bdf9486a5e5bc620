import { DaisyError } from '@daisy-lab/core';
import { defaultDataset } from '../../io/default-dataset.js';
import type { Selection } from '../../io/data-source.js';
import { readPart } from '../../io/read-part.js';
import { withSource } from '../../io/source-kinds.js';
import { frameShape, plainNumbers } from './array-frames.js';
import { dtypeOfPixels, type FrameSource } from './frame-source.js';

/**
 * The images of a dataset in a file; without one, those that the file itself says are to be shown. One image is read at a time, and no file stays open.
 * @throws DaisyError `File` for a missing file or dataset, `Input` for what is not an image.
 */
export async function hdf5Frames(file: string, named?: string): Promise<FrameSource> {
  const { dataset, info } = await withSource(file, source => {
    const dataset = named ?? defaultDataset(source);
    const found = source.describe(dataset);
    const axes = source.attributes(dataset.replace(/\/[^/]*$/, '') || '/')['axes'];
    return { dataset, info: found && { ...found, axes } };
  });
  if (!info?.dtype) {
    throw new DaisyError('File', {
      message: info ? `${dataset} holds ${info.typeName}, not numbers.` : `There is no dataset ${dataset} in ${file}.`,
      action: 'Choose a dataset of numbers.',
    });
  }
  const { shape, dtype, attributes, axes } = info;
  const axesNamed = Array.isArray(axes) && axes.length === shape.length && axes.every(axis => typeof axis === 'string');
  const unit = attributes['units'];
  return {
    ...frameShape(shape),
    dtype: dtypeOfPixels(dtype),
    unit: typeof unit === 'string' ? unit : undefined,
    axes: axesNamed ? (axes as string[]) : shape.map((_, axis) => `axis${axis}`),
    read: (frame, signal) =>
      withSource(file, async source => {
        const image = await readPart(source, dataset, frameSelection(shape, frame), {
          priority: 1,
          ...(signal ? { signal } : {}),
        });
        return plainNumbers(image.data);
      }),
  };
}

/** Frame number `frame` as one index along each of the leading axes. */
function frameSelection(shape: readonly number[], frame: number): Selection {
  const leading = shape.slice(0, -2);
  let rest = frame;
  return leading
    .map((_, axis) => leading[leading.length - 1 - axis]!)
    .map(length => {
      const index = rest % length;
      rest = Math.floor(rest / length);
      return [index, index + 1] as const;
    })
    .reverse();
}
