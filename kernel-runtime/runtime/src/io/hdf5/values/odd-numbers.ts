import { typedArray } from '@daisy-lab/core';
import type { Dtype, TypedArray } from '@daisy-lab/core';
import { numberOf, type NumberFormat } from './number-format.js';

/** Numbers of any format as numbers of a computer, one by one. */
export function ordinaryNumbers(format: NumberFormat, stored: Uint8Array, dtype: Dtype): TypedArray {
  const { bytes } = format;
  const numbers = typedArray(dtype, Math.floor(stored.length / bytes));
  const wide = dtype === 'int64' || dtype === 'uint64';
  for (let index = 0; index < numbers.length; index++) {
    const value = numberOf(format, stored.subarray(index * bytes, (index + 1) * bytes));
    numbers[index] = wide ? BigInt(value) : value;
  }
  return numbers;
}
