import { ndarray, sharedArray, type NdArray } from '@daisy-lab/core';
import type { LineIntegrals } from './opened-scan.js';

/** A row of a scan as it goes into the reconstruction. */
export interface RowLines {
  readonly lineIntegrals: LineIntegrals;
  readonly anglesRad: NdArray<'float64', readonly ['angle']>;
}

/** A draft has at most so many columns: a drag follows it, and no screen shows more of a slice. */
const mostColumns = 2048;

/** How many columns of a detector a draft takes together. */
export const draftBin = (columns: number): number => Math.ceil(columns / mostColumns);

/** With fewer angles than this share of its columns a slice shows streaks. */
const anglesPerColumn = 0.5;

/**
 * A row at `1 / bin` of its width, and of its angles where so many are left that nobody sees it. Line integrals are the means of `bin` columns
 * divided by `bin`, so that the slice is in the unit of the whole one.
 * @param axisPx in columns of the whole row
 */
export function coarseRow(
  { lineIntegrals, anglesRad }: RowLines,
  axisPx: number,
  bin: number,
): RowLines & { readonly axisPx: number } {
  const [angles, , columns] = lineIntegrals.shape as [number, number, number];
  const width = Math.ceil(columns / bin);
  const step = Math.min(bin, Math.max(1, Math.floor(angles / (anglesPerColumn * width))));
  const count = Math.ceil(angles / step);
  const coarse: LineIntegrals = sharedArray('float32', [count, 1, width], ['angle', 'row', 'column'] as const);
  for (let angle = 0; angle < count; angle++) {
    const line = lineIntegrals.data.subarray(angle * step * columns, (angle * step + 1) * columns);
    for (let column = 0; column < width; column++) {
      const end = Math.min(columns, (column + 1) * bin);
      let sum = 0;
      for (let at = column * bin; at < end; at++) sum += line[at]!;
      coarse.data[angle * width + column] = sum / (end - column * bin) / bin;
    }
  }
  const kept = Float64Array.from({ length: count }, (_, at) => anglesRad.data[at * step]!);
  return {
    lineIntegrals: coarse,
    anglesRad: ndarray<'float64', readonly ['angle']>(kept, [count], ['angle'], 'rad'),
    axisPx: (axisPx + 0.5) / bin - 0.5,
  };
}

/** A coarse slice in the size of the whole one; the axis is in the middle pixel of both. */
export function enlarged(slice: Float32Array, width: number, bin: number): Float32Array {
  const coarse = Math.round(Math.sqrt(slice.length));
  const [middle, coarseMiddle] = [width >> 1, coarse >> 1];
  const places = Int32Array.from({ length: width }, (_, at) =>
    Math.min(coarse - 1, Math.max(0, Math.round((at - middle) / bin) + coarseMiddle)),
  );
  const whole = new Float32Array(new SharedArrayBuffer(4 * width * width));
  for (let y = 0, before = -1; y < width; y++) {
    const line = whole.subarray(y * width, (y + 1) * width);
    const from = places[y]! * coarse;
    if (places[y] === before) line.set(whole.subarray((y - 1) * width, y * width));
    else for (let x = 0; x < width; x++) line[x] = slice[from + places[x]!]!;
    before = places[y]!;
  }
  return whole;
}
