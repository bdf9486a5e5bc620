import { sharedArray } from '@daisy-lab/core';
import type { CtScan, Projections } from '@daisy-lab/techniques';

/**
 * Stored line integrals as transmission of a beam of 1: flat-field correction and logarithm give them back, to 1e-7.
 * @param unit line integrals are the stored values divided by this
 */
export function asTransmission(
  { data, shape }: Projections,
  unit: number,
  place?: Parameters<CtScan['read']>[2],
): Projections {
  const array =
    place?.('float32', shape) ?? sharedArray('float32', shape, ['angle', 'row', 'column'] as const, 'count');
  transmissionOf(data as ArrayLike<number>, unit, array.data as Float32Array);
  return array;
}

export function transmissionOf(stored: ArrayLike<number>, unit: number, into: Float32Array): Float32Array {
  for (let at = 0; at < into.length; at++) into[at] = Math.exp(-stored[at]! / unit);
  return into;
}
