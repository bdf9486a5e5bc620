import { DaisyError, sizeOf } from '@daisy-lab/core';
import type { DataSource, ReadOptions } from '../../io/data-source.js';
import { defaultDataset } from '../../io/default-dataset.js';
import { readPart } from '../../io/read-part.js';
import { withSource } from '../../io/source-kinds.js';
import { axisNames } from '../browse/describe-object.js';
import { frameShape, plainNumbers } from './array-frames.js';
import { dtypeOfPixels, type Box, type FrameParts, type FrameSource, type Pixels } from './frame-source.js';
import { imageAxes, indicesOfFrame, type ImageAxes } from './image-axes.js';
import { partSize } from './part-size.js';

/** The images of a dataset, with the axes that they lie along. */
export interface DatasetFrames extends FrameSource {
  readonly image: ImageAxes;
}

/**
 * The images of a dataset in a file; without one, those that the file itself says are to be shown. One image is read at a time, and no file stays open.
 * @param chosen the axes `[down, across]` of the image; the last two by default
 * @throws DaisyError `File` for a missing file or dataset, `Input` for what is not an image.
 */
export async function hdf5Frames(file: string, named?: string, chosen?: readonly unknown[]): Promise<DatasetFrames> {
  const { dataset, info } = await withSource(file, source => {
    const dataset = named ?? defaultDataset(source);
    const found = source.describe(dataset);
    return { dataset, info: found && { ...found, axes: axisNames(source, dataset, found.attributes) } };
  });
  if (!info?.dtype) {
    throw new DaisyError('File', {
      message: info ? `${dataset} holds ${info.typeName}, not numbers.` : `There is no dataset ${dataset} in ${file}.`,
      action: 'Choose a dataset of numbers.',
    });
  }
  const { shape, dtype, attributes, axes } = info;
  frameShape(shape);
  const image = imageAxes(shape, chosen);
  const [width, height] = [shape[image.across]!, shape[image.down]!];
  const own = axes.length === shape.length ? axes : [];
  const names = shape.map((_, axis) => own[axis]?.split('/').at(-1)?.replace(/^\.$/, '') || `axis${axis}`);
  const unit = attributes['units'];
  const size = partSize(info, image);
  const changed = (cause?: unknown): DaisyError =>
    new DaisyError('File', {
      message: `${dataset} of ${file} has another shape than before.`,
      action: 'Refresh, to see the file as it is now.',
      path: file,
      cause,
    });
  /** A rectangle of an image, or all of it. */
  const readIn = async (source: DataSource, frame: number, box: Box | null, { into, ...options }: ReadOptions) => {
    const { x, y, ...wanted } = box ?? { x: 0, y: 0, width, height };
    const selection = indicesOfFrame(image, frame).map((index, axis) => {
      if (axis === image.across) return box && ([x, x + wanted.width] as const);
      return axis === image.down ? box && ([y, y + wanted.height] as const) : ([index, index + 1] as const);
    });
    const held = into?.length === wanted.width * wanted.height && dtypeOfPixels(dtype) === dtype ? { into } : {};
    const part = await readPart(source, dataset, selection, { priority: 1, ...options, ...held }).catch(thrown => {
      throw thrown instanceof DaisyError && thrown.tag === 'Input' ? changed(thrown) : thrown;
    });
    if (part.shape[image.across] !== wanted.width || part.shape[image.down] !== wanted.height) throw changed();
    const pixels = plainNumbers(part.data);
    return image.down < image.across ? pixels : transposed(pixels, wanted.height, wanted.width);
  };
  const read = (frame: number, into?: Pixels, signal?: AbortSignal): Promise<Pixels> =>
    withSource(file, source => readIn(source, frame, null, { ...(into && { into }), ...(signal && { signal }) }));
  const parts: FrameParts | null = size && {
    size,
    read: (frame, signal, use) =>
      withSource(file, source =>
        use((box, into) => readIn(source, frame, box, { ...(into && { into }), ...(signal && { signal }) })),
      ),
  };
  return {
    ...{ image, width, height, frames: sizeOf(shape) / (width * height) },
    dtype: dtypeOfPixels(dtype),
    unit: typeof unit === 'string' ? unit : undefined,
    axes: [
      ...names.filter((_, axis) => axis !== image.down && axis !== image.across),
      names[image.down]!,
      names[image.across]!,
    ],
    read: (frame, signal) => read(frame, undefined, signal),
    readInto: read,
    ...(parts && { parts }),
  };
}

/** `[across][down]` as it is stored, to `[down][across]` as it is shown. */
function transposed(pixels: Pixels, height: number, width: number): Pixels {
  const turned = pixels.slice();
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) turned[y * width + x] = pixels[x * height + y]!;
  }
  return turned;
}
