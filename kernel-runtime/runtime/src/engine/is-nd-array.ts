import type { NdArray } from '@daisy-lab/core';

/** True for arrays with dtype, shape, axes and data, without touching the data: those of a stored array would be read. */
export function isNdArray(value: unknown): value is NdArray {
  return (
    typeof value === 'object' &&
    value !== null &&
    'dtype' in value &&
    'shape' in value &&
    'axes' in value &&
    'data' in value
  );
}
