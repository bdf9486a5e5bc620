import { typedArray, type Dtype, type TypedArray } from '@daisy-lab/core';

/** The bytes of a typed array, as a view. */
export function bytesOf(data: TypedArray): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** Turns the byte order of all items round, in place. */
export function swapBytes(bytes: Uint8Array, item: number): void {
  if (item === 1) return;
  if (!(bytes.buffer instanceof SharedArrayBuffer)) {
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (item === 2) view.swap16();
    else if (item === 4) view.swap32();
    else view.swap64();
    return;
  }
  for (let at = 0; at < bytes.length; at += item) {
    for (let low = at, high = at + item - 1; low < high; low++, high--) {
      const byte = bytes[low]!;
      bytes[low] = bytes[high]!;
      bytes[high] = byte;
    }
  }
}

/** Values from bytes of either order. The bytes are copied, so that they may lie anywhere. */
export function valuesOf(bytes: Uint8Array, dtype: Dtype, littleEndian = true): TypedArray {
  const item = typedArray(dtype, 0).BYTES_PER_ELEMENT;
  const values = typedArray(dtype, Math.floor(bytes.length / item));
  const target = bytesOf(values);
  target.set(bytes.subarray(0, target.length));
  if (!littleEndian) swapBytes(target, item);
  return values;
}

/** Whether an array lies in memory that threads share. */
export function isShared(data: TypedArray): boolean {
  // by name: the constructor of another realm (a test runner, a sandbox) is another one
  return Object.prototype.toString.call(data.buffer) === '[object SharedArrayBuffer]';
}
