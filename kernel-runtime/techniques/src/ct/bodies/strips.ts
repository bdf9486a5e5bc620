import { DaisyError, sharedArray, type NdArray } from '@daisy-lab/core';
import type { Projections } from '../scan.js';
import type { Turns } from './in-turns.js';

/** What a body that runs in threads is given. */
export interface Threaded extends Turns {
  readonly threads: number;
}

export type Stack3<A extends readonly string[] = readonly string[]> = NdArray<'float32', A>;

/** The numbers of an array in shared memory, where threads can read them: the array itself, or a copy. */
export function shared<T extends Projections['data']>(data: T): T {
  // by name: the constructor of another realm (a test runner, a sandbox) is another one
  if (Object.prototype.toString.call(data.buffer) === '[object SharedArrayBuffer]') return data;
  const Constructor = data.constructor as new (buffer: SharedArrayBuffer) => T;
  const copy = new Constructor(new SharedArrayBuffer(data.byteLength));
  copy.set(data);
  return copy;
}

/** An empty array like another one. */
export function emptyLike<const A extends readonly string[]>(array: Stack3<A>, unit = array.unit): Stack3<A> {
  return sharedArray('float32', array.shape, array.axes, unit);
}

/**
 * Working memory of a body with so many bytes in each thread: two are counted, for the engine takes the memory of a few items for that of
 * their share in a larger piece.
 */
export function threadBytes(items: number, bytes: number): number {
  return Math.min(2, items) * bytes;
}

/** For `output`: the unit of an array goes on where it has one. */
export function unitOf({ unit }: NdArray): { readonly unit?: string } {
  return unit === undefined ? {} : { unit };
}

/** Refuses values that an algorithm cannot work with. */
export function refuse(bad: number, what: string, action: string): void {
  if (bad === 0) return;
  throw new DaisyError('Data', { message: `${bad} ${bad === 1 ? 'value' : 'values'} of ${what}.`, action, bad });
}

export function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
