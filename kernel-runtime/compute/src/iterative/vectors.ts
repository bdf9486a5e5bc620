// Loops over stretches of long arrays, as functions of their own: inside closures they run several times slower.

/** target = keep x target + factor x other */
export function combine(
  target: Float32Array,
  keep: number,
  other: Float32Array,
  factor: number,
  first: number,
  end: number,
): void {
  for (let i = first; i < end; i++) target[i] = keep * target[i]! + factor * other[i]!;
}

/** target = max(least, target + factor x other), `other` lying `offset` elements further on. */
export function addAbove(
  target: Float32Array,
  factor: number,
  other: Float32Array,
  least: number,
  first: number,
  end: number,
  offset: number,
): void {
  for (let i = first; i < end; i++) {
    const value = target[i]! + factor * other[i + offset]!;
    target[i] = value < least ? least : value;
  }
}

/**
 * Replace a projection by its difference to the measured one x `weights`; gives the sum of the squares of the differences where
 * `weights` is not 0.
 */
export function weighDifference(
  projected: Float32Array,
  measured: Float32Array,
  weights: Float32Array,
  at: number,
): number {
  let sum = 0;
  for (let column = 0; column < weights.length; column++) {
    const weight = weights[column]!;
    const difference = measured[at + column]! - projected[at + column]!;
    if (weight > 0) sum += difference * difference;
    projected[at + column] = difference * weight;
  }
  return sum;
}

/** Sum of the squares of a stretch of values. */
export function squareOf(values: Float32Array, first: number, end: number): number {
  // four sums: one alone would wait for each addition
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = first;
  for (; i + 3 < end; i += 4) {
    a += values[i]! * values[i]!;
    b += values[i + 1]! * values[i + 1]!;
    c += values[i + 2]! * values[i + 2]!;
    d += values[i + 3]! * values[i + 3]!;
  }
  for (; i < end; i++) a += values[i]! * values[i]!;
  return a + b + c + d;
}
