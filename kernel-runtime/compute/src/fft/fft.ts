import { DaisyError } from '@daisy-lab/core';
import { bluesteinFft } from './bluestein.js';
import { mixedRadixFft, smallFactors, type Fft } from './mixed-radix.js';

export type { Fft } from './mixed-radix.js';

const keptPlans = 16;
const plans = new Map<number, Fft>();

/**
 * The complex transform of a length, float64, in place on separate real and imaginary parts.
 *
 * Lengths with factors 2, 3, 5, 7 are fastest, any other costs about four times as much. The last plans are kept, so asking again
 * is free; a plan has work space of its own and must not be shared with another thread.
 * @throws DaisyError `Input` when the length is not a positive integer.
 */
export function fftOf(length: number): Fft {
  const known = plans.get(length);
  if (known) return known;
  if (!Number.isInteger(length) || length < 1) {
    throw new DaisyError('Input', {
      message: `A Fourier transform of ${length} points does not exist.`,
      action: 'Give at least one point.',
    });
  }
  const factors = smallFactors(length);
  const plan = factors ? mixedRadixFft(length, factors) : bluesteinFft(length);
  plans.set(length, plan);
  if (plans.size > keptPlans) plans.delete(plans.keys().next().value!);
  return plan;
}

/** The smallest length >= `atLeast` with factors 2, 3 and 5 only. */
export function fastLength(atLeast: number): number {
  for (let length = Math.max(1, Math.ceil(atLeast)); ; length++) {
    let rest = length;
    for (const prime of [2, 3, 5]) while (rest % prime === 0) rest /= prime;
    if (rest === 1) return length;
  }
}
