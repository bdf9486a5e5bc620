import type { Dtype, WireData } from '@daisy-lab/core';

/** An array on its way between threads: the bytes alone, in a buffer of their own. */
export interface CarriedArray {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/**
 * Arrays of a service's reply, ready for `postMessage`. Each is copied: the service may keep it (a cache), and a later write into
 * shared memory must not tear the message.
 */
export function carryArrays(arrays: WireData): { readonly carried: CarriedArray[]; readonly transfer: ArrayBuffer[] } {
  const carried = Object.entries(arrays).map(([name, { dtype, shape, data }]) => {
    const view = new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
    return { name, dtype, shape, bytes: new Uint8Array(view) };
  });
  return { carried, transfer: carried.map(({ bytes }) => bytes.buffer) };
}

export function bytesOf(arrays: readonly CarriedArray[]): number {
  return arrays.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
}
