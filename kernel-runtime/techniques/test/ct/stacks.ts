import { ndarray, type NdArray } from '@daisy-lab/core';

/** A stack of the given shape, value by value. */
export function stackOf<const A extends readonly [string, string, string]>(
  axes: A,
  shape: readonly [number, number, number],
  value: (first: number, second: number, third: number) => number,
): NdArray<'float32', A> {
  const [, b, c] = shape;
  const data = Float32Array.from({ length: shape[0] * b * c }, (_, i) =>
    value(Math.floor(i / (b * c)), Math.floor(i / c) % b, i % c),
  );
  return ndarray(data, shape, axes);
}

export const angleAxes = ['angle', 'row', 'column'] as const;
export const sliceAxes = ['row', 'y', 'x'] as const;

/** Numbers in 0..1 that look like noise and are the same every time. */
export function noise(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

/** Largest |a - b|. */
export function worst(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i]! - b[i]!));
  return most;
}

/** |a - b| / |b|, root mean square. */
export function relativeDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [difference, whole] = [0, 0];
  for (let i = 0; i < b.length; i++) {
    difference += (a[i]! - b[i]!) ** 2;
    whole += b[i]! ** 2;
  }
  return Math.sqrt(difference / whole);
}
