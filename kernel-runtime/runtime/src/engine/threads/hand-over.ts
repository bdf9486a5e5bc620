import { types } from 'node:util';
import { isNdArray } from '@daisy-lab/core';

const { isSharedArrayBuffer } = types;

/** How arrays went between threads in this process; a copy means that someone gave memory that cannot be shared. */
export const handOvers = { shared: 0, transferred: 0, copied: 0 };

/** Buffers of outputs that can be given away: not shared, and not those of the inputs, which may be used again. */
export function bytesToTransfer(
  outputs: Readonly<Record<string, unknown>>,
  inputs: Readonly<Record<string, unknown>>,
): readonly ArrayBuffer[] {
  const kept = new Set(
    Object.values(inputs)
      .filter(isNdArray)
      .map(array => array.data.buffer),
  );
  const buffers = Object.values(outputs)
    .filter(isNdArray)
    .map(array => array.data.buffer);
  return [...new Set(buffers)].filter(
    (buffer): buffer is ArrayBuffer => !isSharedArrayBuffer(buffer) && !kept.has(buffer),
  );
}

/** Counts how the arrays of a record are going to travel. */
export function countHandOvers(record: Readonly<Record<string, unknown>>, given: 'copied' | 'transferred'): void {
  for (const value of Object.values(record)) {
    if (!isNdArray(value)) continue;
    if (isSharedArrayBuffer(value.data.buffer)) handOvers.shared++;
    else handOvers[given]++;
  }
}
