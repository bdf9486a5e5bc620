import type { Dtype, WireArray, WireData } from '@daisy-lab/core';

/** An array on its way between threads: the bytes alone, in a buffer of their own or in shared memory. */
export interface CarriedArray {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/**
 * Arrays of a service's reply, ready for `postMessage`. A view on a part of a larger buffer is cut out, because structured cloning
 * would copy the whole buffer; shared memory is passed on as it is.
 */
export function carryArrays(arrays: WireData): { readonly carried: CarriedArray[]; readonly transfer: ArrayBuffer[] } {
  const transfer: ArrayBuffer[] = [];
  const carried = Object.entries(arrays).map(([name, { dtype, shape, data }]) => {
    const view = new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
    if (!(data.buffer instanceof ArrayBuffer)) return { name, dtype, shape, bytes: view };
    // The service may keep the array (a cache): its buffer must not be taken away, so a copy is transferred.
    const bytes = view.slice();
    transfer.push(bytes.buffer);
    return { name, dtype, shape, bytes };
  });
  return { carried, transfer };
}

/** Description and binary frames of arrays; shared memory is copied here, so that a later write cannot tear the message. */
export function packArrays(carried: readonly CarriedArray[]): {
  readonly arrays: readonly WireArray[];
  readonly buffers: readonly Uint8Array[];
} {
  return {
    arrays: carried.map(({ name, dtype, shape }, buffer) => ({ name, dtype, shape, buffer })),
    buffers: carried.map(({ bytes }) => (bytes.buffer instanceof SharedArrayBuffer ? new Uint8Array(bytes) : bytes)),
  };
}
