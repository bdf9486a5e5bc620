import { DaisyError, isNdArray, sizeOf, type Dtype, type ObjectDescription, type Selection } from '@daisy-lab/core';
import { frameShape, plainNumbers } from './array-frames.js';
import { dtypeOfPixels, type FrameSource } from './frame-source.js';
import { indicesOfFrame } from './image-axes.js';

/** What is looked at as one picture: the last two axes, or the last one as an image of one row. */
export type ObjectPart = 'image' | 'line';

/**
 * The images or lines of an array of the store, each read when it is looked at.
 * @param read a part of the object
 * @throws DaisyError `Input` for what is no array of numbers, or has no such part
 */
export function objectFrames(
  { name, id, kind, shape = [], dtype, axes = [], unit }: ObjectDescription,
  by: ObjectPart,
  read: (selection: Selection) => Promise<unknown>,
): FrameSource {
  if (kind !== 'array' || dtype === undefined || shape.length === 0) {
    throw new DaisyError('Input', { message: `"${name || id}" is no array.`, action: 'Choose an array.' });
  }
  const { width, height, frames } = frameShape(by === 'image' ? shape : [...shape.slice(0, -1), 1, shape.at(-1)!]);
  const image = { shape, down: by === 'image' ? shape.length - 2 : -1, across: shape.length - 1 };
  const isShown = (axis: number): boolean => axis === image.down || axis === image.across;
  return {
    ...{ width, height, frames, axes, unit },
    dtype: dtypeOfPixels(dtype as Dtype),
    read: async frame => {
      const indices = indicesOfFrame(image, frame);
      const part = await read(indices.map((index, axis) => (isShown(axis) ? null : ([index, index + 1] as const))));
      if (isNdArray(part) && part.data.length === sizeOf([height, width])) return plainNumbers(part.data);
      throw new DaisyError('Input', { message: `"${name || id}" is another object now.`, action: 'Open it again.' });
    },
  };
}
