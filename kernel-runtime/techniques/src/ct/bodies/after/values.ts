import { DaisyError, sharedArray, takeFirst, type NdArray } from '@daisy-lab/core';
import { inTurns, type Turns } from '../in-turns.js';
import { emptyLike, type Stack3 } from '../strips.js';

export type Slices = Stack3<readonly ['row', 'y', 'x']>;

/** Whether a pixel lies in the circle about the rotation axis, radius `ratio` times half the width: [y][x], 1 inside. */
export function circleOf([, height, width]: readonly number[], ratio: number): Uint8Array {
  const [middleX, middleY] = [width! >> 1, height! >> 1];
  const radius = (ratio * Math.min(width!, height!)) / 2;
  return Uint8Array.from({ length: width! * height! }, (_, i) =>
    Math.hypot((i % width!) - middleX, Math.floor(i / width!) - middleY) <= radius ? 1 : 0,
  );
}

export async function maskSlices(slices: Slices, ratio: number, value: number, turns: Turns): Promise<Slices> {
  const out = emptyLike(slices);
  const circle = circleOf(slices.shape, ratio);
  await inTurns(slices.shape[0]!, turns, row => {
    const from = takeFirst(slices, row).data as Float32Array;
    const to = takeFirst(out, row).data as Float32Array;
    for (let pixel = 0; pixel < to.length; pixel++) to[pixel] = circle[pixel] ? from[pixel]! : value;
  });
  return out;
}

export async function rangeOf(slices: Slices, turns: Turns): Promise<{ readonly low: number; readonly high: number }> {
  let [low, high] = [Infinity, -Infinity];
  await inTurns(slices.shape[0]!, turns, row => {
    for (const value of takeFirst(slices, row).data as Float32Array) {
      if (value < low && value > -Infinity) low = value;
      if (value > high && value < Infinity) high = value;
    }
  });
  return low <= high ? { low, high } : { low: 0, high: 0 };
}

export async function integersOf(
  { slices, low, high }: { readonly slices: Slices; readonly low: number; readonly high: number },
  bits: '8' | '16',
  turns: Turns,
): Promise<{ images: NdArray<'uint8' | 'uint16', readonly ['row', 'y', 'x']>; scale: number; offset: number }> {
  if (!(high > low)) {
    throw new DaisyError('Input', {
      message: `The range ${low} to ${high} holds no values.`,
      action: 'Give a lower limit below the upper one.',
    });
  }
  const most = bits === '8' ? 255 : 65535;
  const dtype: 'uint8' | 'uint16' = bits === '8' ? 'uint8' : 'uint16';
  const images = sharedArray(dtype, slices.shape, ['row', 'y', 'x']);
  const size = slices.data.length / Math.max(1, slices.shape[0]!);
  const factor = most / (high - low);
  await inTurns(slices.shape[0]!, turns, row => {
    for (let i = row * size; i < (row + 1) * size; i++) {
      const level = (slices.data[i]! - low) * factor;
      // NaN fails both comparisons
      images.data[i] = level >= most ? most : level > 0 ? Math.round(level) : 0;
    }
  });
  return { images, scale: (high - low) / most, offset: low };
}
