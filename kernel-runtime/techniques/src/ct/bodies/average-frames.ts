import { takeFirst } from '@daisy-lab/core';
import type { Fields } from '../scan.js';

/** How the frames of a field are made into one. */
export type Average = 'mean' | 'median';

/** One frame, [row][column], from several: NaN where any frame is NaN. */
export function averageFrames(fields: Fields, average: Average): Float64Array {
  const frames = Array.from(
    { length: fields.shape[0]! },
    (_, index) => takeFirst(fields, index).data as ArrayLike<number>,
  );
  return average === 'mean' ? meanOf(frames) : medianOf(frames);
}

function meanOf(frames: readonly ArrayLike<number>[]): Float64Array {
  const mean = new Float64Array(frames[0]!.length);
  for (const frame of frames) {
    for (let pixel = 0; pixel < mean.length; pixel++) mean[pixel]! += frame[pixel]!;
  }
  for (let pixel = 0; pixel < mean.length; pixel++) mean[pixel]! /= frames.length;
  return mean;
}

function medianOf(frames: readonly ArrayLike<number>[]): Float64Array {
  const values = new Float64Array(frames.length);
  const upper = frames.length >> 1;
  const lower = (frames.length - 1) >> 1;
  return new Float64Array(frames[0]!.length).map((_, pixel) => {
    for (let frame = 0; frame < frames.length; frame++) values[frame] = frames[frame]![pixel]!;
    // typed arrays sort NaN last, so that it would hide from the middle
    if (values.some(Number.isNaN)) return Number.NaN;
    values.sort();
    return (values[lower]! + values[upper]!) / 2;
  });
}
