import { DaisyError, sizeOf } from '@daisy-lab/core';
import { defaultDataset } from '../../io/default-dataset.js';
import { readPart } from '../../io/read-part.js';
import { withSource } from '../../io/source-kinds.js';
import { frameShape, plainNumbers } from './array-frames.js';
import { dtypeOfPixels, type FrameParts, type FrameSource, type Pixels } from './frame-source.js';
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
  frameShape(shape);
  const image = imageAxes(shape, chosen);
  const [width, height] = [shape[image.across]!, shape[image.down]!];
  const axesNamed = Array.isArray(axes) && axes.length === shape.length && axes.every(axis => typeof axis === 'string');
  const names = axesNamed ? (axes as string[]) : shape.map((_, axis) => `axis${axis}`);
  const unit = attributes['units'];
  const size = partSize(info, image);
  /** Memory of pixels takes stored values where these are pixels. */
  const held = (into: Pixels | undefined): { readonly into?: Pixels } =>
    into && dtypeOfPixels(dtype) === dtype ? { into } : {};
  const read = (frame: number, into?: Pixels, signal?: AbortSignal): Promise<Pixels> =>
    withSource(file, async source => {
      const indices = indicesOfFrame(image, frame);
      const selection = indices.map((index, axis) =>
        axis === image.down || axis === image.across ? null : ([index, index + 1] as const),
      );
      const options = { priority: 1, ...held(into), ...(signal && { signal }) };
      const pixels = plainNumbers((await readPart(source, dataset, selection, options)).data);
      return image.down < image.across ? pixels : transposed(pixels, height, width);
    });
  const parts: FrameParts | null = size && {
    size,
    read: (frame, signal, use) =>
      withSource(file, source => {
        const indices = indicesOfFrame(image, frame);
        return use(async ({ x, y, width, height }, into) => {
          const range = (axis: number, index: number): readonly [number, number] =>
            axis === image.across ? [x, x + width] : axis === image.down ? [y, y + height] : [index, index + 1];
          const selection = indices.map((index, axis) => range(axis, index));
          const fits = into?.length === width * height ? into : undefined;
          const options = { priority: 1, ...held(fits), ...(signal && { signal }) };
          const { data } = await readPart(source, dataset, selection, options);
          return image.down < image.across ? plainNumbers(data) : transposed(plainNumbers(data), height, width);
        });
      }),
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
