import { removeFiltering } from './filtering.js';
import { removeFitting } from './fitting.js';
import { removeFourierWavelet } from './fourier-wavelet.js';
import { removeSmoothing } from './smoothing.js';
import type { Sinogram, StripeMethod, StripeOptions } from './stripe-options.js';
import { removeTitarenko, titarenkoLines } from './titarenko.js';
import { removeAll, removeDead, removeLarge, removeSorting, type ColumnStack } from './vo.js';

/** Line integrals [angle][row][column] in shared memory; row by row a sinogram. */
export interface StripesTask {
  readonly values: Float32Array;
  readonly angles: number;
  readonly rows: number;
  readonly columns: number;
  readonly options: StripeOptions;
  readonly out: Float32Array;
}

/** Bytes a value of the sinogram that each method takes: the copy of a sinogram, its turned or staged one, and what the method makes of it. */
const valueBytes: Readonly<Record<StripeMethod, number>> = {
  fourierWavelet: 52,
  titarenko: 5,
  smoothing: 5,
  sorting: 15,
  filtering: 19,
  fitting: 21,
  large: 13,
  dead: 13,
  all: 22,
};

/** Bytes that one thread needs for sinograms of a size. */
export function stripesBytes(angles: number, columns: number, method: StripeMethod): number {
  return valueBytes[method] * angles * columns;
}

/** Removes the stripes of the sinograms of some rows; tells how many values were not finite (those rows are left out). */
export function stripesStrip(task: StripesTask, first: number, end: number): number {
  let bad = 0;
  for (let row = first; row < end; row++) bad += removeFromRow(task, row);
  return bad;
}

/** Kept between rows: new memory costs as much as a fast method. */
let scratch = new Float32Array(0);

function scratchOf(count: number): Float32Array {
  if (scratch.length !== count) scratch = new Float32Array(count);
  return scratch;
}

function removeFromRow(task: StripesTask, row: number): number {
  const { values, angles, rows, columns, options, out } = task;
  if (options.method === 'titarenko') {
    const lineOf = (of: Float32Array, angle: number): Float32Array =>
      of.subarray((angle * rows + row) * columns, (angle * rows + row + 1) * columns);
    const lines = { angles, columns, lineAt: (angle: number) => lineOf(values, angle) };
    if (titarenkoLines(lines, options, angle => lineOf(out, angle))) return 0;
  }
  const sinogram: Sinogram<Float32Array> = { data: scratchOf(angles * columns), angles, columns };
  for (let angle = 0; angle < angles; angle++) {
    const from = (angle * rows + row) * columns;
    sinogram.data.set(values.subarray(from, from + columns), angle * columns);
  }
  const bad = missingValues(sinogram.data);
  if (bad > 0) return bad;
  removeStripes(sinogram, options);
  for (let angle = 0; angle < angles; angle++) {
    out.set(sinogram.data.subarray(angle * columns, (angle + 1) * columns), (angle * rows + row) * columns);
  }
  return 0;
}

/** Removes stripes from one sinogram, in place. */
export function removeStripes(sinogram: Sinogram<Float32Array>, options: StripeOptions): void {
  if (options.method === 'fourierWavelet') removeFourierWavelet(sinogram, options);
  else if (options.method === 'titarenko') removeTitarenko(sinogram, options);
  else if (options.method === 'smoothing') removeSmoothing(sinogram, options);
  else if (options.method === 'fitting') removeFitting(sinogram, options);
  else {
    const stack: ColumnStack = { ...sinogram, data: new Float32Array(sinogram.data.length) };
    transpose(sinogram.data, sinogram.angles, sinogram.columns, stack.data);
    if (options.method === 'sorting') removeSorting(stack, options);
    else if (options.method === 'filtering') removeFiltering(stack, options);
    else if (options.method === 'large') removeLarge(stack, options);
    else if (options.method === 'dead') removeDead(stack, options);
    else removeAll(stack, options);
    transpose(stack.data, sinogram.columns, sinogram.angles, sinogram.data);
  }
}

function missingValues(data: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i]! * 0;
  return sum === 0 ? 0 : data.reduce((count, value) => count + (Number.isFinite(value) ? 0 : 1), 0);
}

/** [row][column] to [column][row], in tiles that fit the cache. */
function transpose(from: Float32Array, rows: number, columns: number, to: Float32Array): void {
  const tile = 32;
  for (let top = 0; top < rows; top += tile) {
    for (let left = 0; left < columns; left += tile) {
      const [bottom, right] = [Math.min(rows, top + tile), Math.min(columns, left + tile)];
      for (let column = left; column < right; column++) {
        for (let row = top; row < bottom; row++) to[column * rows + row] = from[row * columns + column]!;
      }
    }
  }
}
