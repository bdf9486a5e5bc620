import type { NdArray, TypedArray } from '@daisy-lab/core';

/**
 * Numbers as a scan has them: whole numbers of 64 bits as float64, which holds counts up to 2^53 exactly; all others as they are.
 * @param into filled when it is given
 */
export function asNumbers({ data }: NdArray, into?: TypedArray): TypedArray {
  if (!(data instanceof BigInt64Array || data instanceof BigUint64Array)) {
    if (into) (into as Float64Array).set(data as Float64Array);
    return into ?? data;
  }
  const numbers = (into as Float64Array | undefined) ?? new Float64Array(data.length);
  for (let i = 0; i < data.length; i++) numbers[i] = Number(data[i]!);
  return numbers;
}

/** Whether numbers of a type are whole ones of 64 bits. */
export function isWide(dtype: string): boolean {
  return dtype === 'int64' || dtype === 'uint64';
}
