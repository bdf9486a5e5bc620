import { DaisyError } from '../errors/daisy-error.js';
import { typedArray, type Dtype, type TypedArrayOf } from './dtype.js';
import { sizeOf, type NdArray } from './nd-array.js';

/**
 * Entries `start <= index < end` along an axis: a view along the first axis, a copy along any other.
 * @throws DaisyError `Input` when the range leaves the axis
 */
export function sliceAxis<D extends Dtype, A extends readonly string[]>(
  array: NdArray<D, A>,
  axis: number,
  start: number,
  end: number,
): NdArray<D, A> {
  const { outer, inner, length } = strides(array, axis);
  if (start < 0 || end > length || start > end) {
    throw new DaisyError('Input', {
      message: `Entries ${start} to ${end} leave axis "${array.axes[axis]}" of length ${length}.`,
    });
  }
  const shape = array.shape.map((size, index) => (index === axis ? end - start : size));
  if (outer === 1) {
    return { ...fieldsOf(array), shape, data: array.data.subarray(start * inner, end * inner) as TypedArrayOf[D] };
  }
  const data = typedArray(array.dtype, sizeOf(shape));
  const run = (end - start) * inner;
  for (let block = 0; block < outer; block++) {
    const from = (block * length + start) * inner;
    data.set(array.data.subarray(from, from + run) as never, block * run);
  }
  return { ...fieldsOf(array), shape, data };
}

/** Writes `piece` into `target` from entry `start` on along an axis; all other axes have the same length. */
export function writeAxis(target: NdArray, axis: number, start: number, piece: NdArray): void {
  const { outer, inner, length } = strides(target, axis);
  const entries = piece.shape[axis]!;
  if (start + entries > length || piece.data.length !== outer * entries * inner) {
    throw new DaisyError('Internal', {
      message: `A piece of shape [${piece.shape.join(', ')}] does not fit at ${start} into [${target.shape.join(', ')}].`,
    });
  }
  const run = entries * inner;
  for (let block = 0; block < outer; block++) {
    const values = piece.data.subarray(block * run, (block + 1) * run);
    target.data.set(values as never, (block * length + start) * inner);
  }
}

/** What a piece gets beyond the ends of its axis: `before` and `after` entries, repeated (`edge`) or mirrored (`reflect`). */
export function extendAxis<D extends Dtype, A extends readonly string[]>(
  array: NdArray<D, A>,
  axis: number,
  before: number,
  after: number,
  rule: 'edge' | 'reflect',
): NdArray<D, A> {
  if (before === 0 && after === 0) return array;
  const { outer, inner, length } = strides(array, axis);
  const total = before + length + after;
  const shape = array.shape.map((size, index) => (index === axis ? total : size));
  const data = typedArray(array.dtype, sizeOf(shape));
  for (let block = 0; block < outer; block++) {
    for (let entry = 0; entry < total; entry++) {
      const from = (block * length + inside(entry - before, length, rule)) * inner;
      data.set(array.data.subarray(from, from + inner) as never, (block * total + entry) * inner);
    }
  }
  return { ...fieldsOf(array), shape, data };
}

function inside(index: number, length: number, rule: 'edge' | 'reflect'): number {
  if (rule === 'edge' || length === 1) return Math.min(length - 1, Math.max(0, index));
  const period = 2 * (length - 1);
  const folded = ((index % period) + period) % period;
  return folded < length ? folded : period - folded;
}

function strides(array: NdArray, axis: number): { outer: number; inner: number; length: number } {
  return {
    outer: sizeOf(array.shape.slice(0, axis)),
    inner: sizeOf(array.shape.slice(axis + 1)),
    length: array.shape[axis]!,
  };
}

/** Copied one by one: `data` may be a getter that reads a file, and must not be touched. */
const fieldsOf = <D extends Dtype, A extends readonly string[]>(array: NdArray<D, A>) => ({
  dtype: array.dtype,
  axes: array.axes,
  unit: array.unit,
});
