import { DaisyError, partOf, type LazyArray, type NdArray } from '@daisy-lab/core';
import type { RowCache } from './row-cache.js';

/** Bands that are begun while the one before them is taken: it is written while they are computed. */
const bandsAhead = 1;

type Volume = LazyArray<'float32', readonly ['row', 'y', 'x']>;

/**
 * A volume whose slices are made when they are read. Read along its rows from the first to the last, as a writer does, it computes ahead,
 * so that computing and writing go side by side in the memory of a few bands.
 */
export function lazyVolume(cache: RowCache, shape: readonly [number, number, number], bandRows: number): Volume {
  const [rows, height, width] = shape;
  const axes = ['row', 'y', 'x'] as const;
  const bandAt = (row: number): number => Math.floor(row / bandRows) * bandRows;
  let lastRead = 0;
  const beginAhead = (end: number): void => {
    for (let ahead = 0; ahead < bandsAhead; ahead++) {
      const first = bandAt(end - 1) + (ahead + 1) * bandRows;
      // who reads the band is told of its failure
      if (first < rows) cache.band(first, undefined).catch(() => undefined);
    }
  };
  const readRows = async (start: number, end: number): Promise<NdArray<'float32', typeof axes>> => {
    if (start === lastRead) beginAhead(end);
    lastRead = end;
    const size = height * width;
    const cut = (band: NdArray<'float32'>, first: number, from: number, to: number): Float32Array =>
      band.data.subarray((from - first) * size, (to - first) * size);
    const unit = '1/pixel';
    if (bandAt(start) === bandAt(end - 1)) {
      const data = cut(await cache.band(bandAt(start), undefined), bandAt(start), start, end);
      return { dtype: 'float32', shape: [end - start, height, width], axes, unit, data };
    }
    const data = new Float32Array((end - start) * size);
    for (let first = bandAt(start); first < end; first += bandRows) {
      const [from, to] = [Math.max(start, first), Math.min(end, first + bandRows)];
      data.set(cut(await cache.band(first, undefined), first, from, to), (from - start) * size);
    }
    return { dtype: 'float32', shape: [end - start, height, width], axes, unit, data };
  };
  return {
    ...{ dtype: 'float32', shape: [...shape], axes, unit: '1/pixel' },
    get data(): Float32Array {
      throw new DaisyError('Resource', {
        message: 'This volume is a recipe: its slices are made when they are read.',
        action: 'Read parts of it (readPart), or save it to a file first.',
      });
    },
    readPart: async (axis, start, end) =>
      axis === 0 ? readRows(start, end) : partOf(await readRows(0, rows), axis, start, end),
  };
}
