import { ndarray, takeFirst, type NdArray, type ScanDescription, type TypedArray } from '@daisy-lab/core';
import type { CtScan, Fields, Projections, ScanArrays } from './scan.js';

/** A scan whose frames lie in memory: what simulations, notebooks and tests hand to workflows instead of a file. */
export function memoryScan(arrays: ScanArrays, anglesRad: Float64Array, name = 'memory'): CtScan {
  return {
    description: describeArrays(arrays, anglesRad, name),
    anglesRad,
    read: async ([first, end], signal) => {
      signal?.throwIfAborted();
      return {
        projections: takeRows(arrays.projections, first, end) as Projections,
        flats: arrays.flats && (takeRows(arrays.flats, first, end) as Fields),
        darks: arrays.darks && (takeRows(arrays.darks, first, end) as Fields),
      };
    },
    readProjection: async angle => takeFirst(arrays.projections, angle).data as ArrayLike<number>,
  };
}

function describeArrays(
  { projections, flats, darks }: ScanArrays,
  anglesRad: Float64Array,
  name: string,
): ScanDescription {
  const part = (array: NdArray | null, path: string) => array && { path, shape: array.shape, dtype: array.dtype };
  const degrees = (rad = 0): number => (rad * 180) / Math.PI;
  return {
    path: name,
    layout: 'memory',
    why: ['The frames were given as arrays.'],
    projections: part(projections, 'projections')!,
    flats: part(flats, 'flats'),
    darks: part(darks, 'darks'),
    angles: { path: 'angles', shape: [anglesRad.length], dtype: 'float64' },
    angleRangeDeg: [degrees(anglesRad[0]), degrees(anglesRad.at(-1))],
    angleCount: anglesRad.length,
    rows: projections.shape[1]!,
    columns: projections.shape[2]!,
    warnings: [],
  };
}

function takeRows({ data, shape, axes, unit }: NdArray, first: number, end: number): NdArray {
  const [frames, rows, columns] = shape as [number, number, number];
  if (first === 0 && end === rows) return ndarray(data, shape, axes, unit);
  const band = (end - first) * columns;
  const taken = new (data.constructor as new (length: number) => TypedArray)(frames * band);
  for (let frame = 0; frame < frames; frame++) {
    const start = (frame * rows + first) * columns;
    (taken as Float64Array).set((data as Float64Array).subarray(start, start + band), frame * band);
  }
  return ndarray(taken, [frames, end - first, columns], axes, unit);
}
