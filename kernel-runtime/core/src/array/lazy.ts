import type { Dtype } from './dtype.js';
import type { NdArray } from './nd-array.js';
import { sliceAxis } from './slice.js';

/** An array whose bytes lie elsewhere, on disk as a rule: read by parts, or whole when `data` is first used. */
export interface LazyArray<D extends Dtype = Dtype, A extends readonly string[] = readonly string[]> extends NdArray<
  D,
  A
> {
  /** Entries `start <= index < end` along axis number `axis`. */
  readPart(axis: number, start: number, end: number): Promise<NdArray<D, A>>;
}

/** Whether an array can be read by parts without its bytes being here. Does not touch `data`. */
export function isLazy(value: unknown): value is LazyArray {
  return (
    typeof value === 'object' && value !== null && typeof (value as { readPart?: unknown }).readPart === 'function'
  );
}

/** Entries along an axis of an array that is here or elsewhere; the array itself when they are all. */
export async function partOf<D extends Dtype, A extends readonly string[]>(
  array: NdArray<D, A> | LazyArray<D, A>,
  axis: number,
  start: number,
  end: number,
): Promise<NdArray<D, A>> {
  if ('readPart' in array) return array.readPart(axis, start, end);
  return start === 0 && end === array.shape[axis] ? array : sliceAxis(array, axis, start, end);
}
