import { types } from 'node:util';
import { isNdArray } from '@daisy-lab/core';

/**
 * A value as it can be written down: what lies in shared memory or in files, arrays within lists and groups too, in memory of its own.
 * Anything else is the same.
 */
export function plainValue(value: unknown): unknown {
  if (isNdArray(value)) {
    const { dtype, shape, axes, unit, data } = value;
    return { dtype, shape, axes, ...(unit === undefined ? {} : { unit }), data: plainValue(data) };
  }
  if (ArrayBuffer.isView(value)) return types.isSharedArrayBuffer(value.buffer) ? (value as Uint8Array).slice() : value;
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plainValue(member)]));
}
