import { DaisyError, sizeOf, type NdArray } from '@daisy-lab/core';
import { dtypeOfPixels, type FrameSource, type Pixels } from './frame-source.js';

/** The images of an array in memory: its last two axes. */
export function arrayFrames(array: NdArray): FrameSource {
  const { width, height, frames } = frameShape(array.shape);
  return {
    width,
    height,
    frames,
    dtype: dtypeOfPixels(array.dtype),
    unit: array.unit,
    axes: array.axes,
    read: async frame => plainNumbers(array.data.subarray(frame * width * height, (frame + 1) * width * height)),
  };
}

/**
 * Width, height and number of images of a shape.
 * @throws DaisyError `Input` for what has fewer than two axes or no elements.
 */
export function frameShape(shape: readonly number[]): { width: number; height: number; frames: number } {
  if (shape.length < 2 || sizeOf(shape) === 0) {
    throw new DaisyError('Input', {
      message: `An array of shape [${shape.join(', ')}] is not a stack of images.`,
      action: 'Choose one with at least two axes.',
    });
  }
  return { width: shape.at(-1)!, height: shape.at(-2)!, frames: sizeOf(shape.slice(0, -2)) };
}

export function plainNumbers(data: NdArray['data']): Pixels {
  return data instanceof BigInt64Array || data instanceof BigUint64Array ? Float64Array.from(data, Number) : data;
}
