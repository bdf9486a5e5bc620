import { types } from 'node:util';
import { noteDropped } from '@daisy-lab/compute';
import { isLazy, isNdArray } from '@daisy-lab/core';

/** After so much new shared memory it is looked for what nobody uses any more: V8 itself does not count shared memory. */
const lookBytes = 256e6;
let taken = 0;

/** Counts shared memory that was taken in this thread, and will be garbage one day. */
export function noteTaken(bytes: number): void {
  taken += bytes;
  if (taken < lookBytes) return;
  noteDropped(taken);
  taken = 0;
}

/** Bytes of arrays in shared memory among some values, but for those on memory that is known. */
export function sharedBytes(values: Readonly<Record<string, unknown>>, known: ReadonlySet<ArrayBufferLike>): number {
  return Object.values(values).reduce<number>((sum, value) => {
    if (!isNdArray(value) || isLazy(value)) return sum;
    const { buffer, byteLength } = value.data;
    return types.isSharedArrayBuffer(buffer) && !known.has(buffer) ? sum + byteLength : sum;
  }, 0);
}

/** The memory of the arrays among some values. */
export function buffersOf(values: Readonly<Record<string, unknown>>): ReadonlySet<ArrayBufferLike> {
  const arrays = Object.values(values).filter(value => isNdArray(value) && !isLazy(value));
  return new Set(arrays.map(array => (array as { data: { buffer: ArrayBufferLike } }).data.buffer));
}
