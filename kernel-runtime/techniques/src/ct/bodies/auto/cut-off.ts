import type { NdArray } from '@daisy-lab/core';
import { median } from '../median.js';

/** Columns at either end that are looked at, as a share of the width. */
const side = 0.02;

/** Line integrals at the end of the detector where they are higher, over the highest of the row: near 0 where air is on both sides. */
export function cutOff({ data, shape }: NdArray<'float32'>): number {
  const [angles, columns] = [shape[0]!, shape[2]!];
  const width = Math.max(1, Math.round(side * columns));
  const levels = (first: number): Float64Array =>
    Float64Array.from({ length: angles }, (_, angle) =>
      median(data.subarray(angle * columns + first, angle * columns + first + width)),
    );
  const highest = Float64Array.from({ length: angles }, (_, angle) =>
    data.subarray(angle * columns, (angle + 1) * columns).reduce((most, value) => Math.max(most, value), 0),
  );
  const top = median(highest);
  return top > 0 ? Math.max(median(levels(0)), median(levels(columns - width))) / top : 0;
}
