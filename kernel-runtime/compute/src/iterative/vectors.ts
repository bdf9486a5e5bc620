// Loops over stretches of long arrays, as functions of their own: inside closures they run several times slower.

/** target -= length x other */
export function subtractAlong(
  target: Float32Array,
  length: number,
  other: Float32Array,
  first: number,
  end: number,
): void {
  for (let i = first; i < end; i++) target[i] = target[i]! - length * other[i]!;
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
  // two sums: one alone would wait for each addition
  let even = 0;
  let odd = 0;
  let i = first;
  for (; i + 1 < end; i += 2) {
    const value = values[i]!;
    const next = values[i + 1]!;
    even += value * value;
    odd += next * next;
  }
  if (i < end) even += values[i]! * values[i]!;
  return even + odd;
}

/** image += length x direction, then direction = keep x direction + gradient */
export function turnAlong(
  image: Float32Array,
  direction: Float32Array,
  gradient: Float32Array,
  length: number,
  keep: number,
  first: number,
  end: number,
): void {
  for (let i = first; i < end; i++) {
    const value = direction[i]!;
    image[i] = image[i]! + length * value;
    direction[i] = keep * value + gradient[i]!;
  }
}
