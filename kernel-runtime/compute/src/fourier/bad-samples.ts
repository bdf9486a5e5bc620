import { DaisyError } from '@daisy-lab/core';

/**
 * Samples that are not finite spread over the whole slice, and into the slice that shares its lane: refuse them by name.
 * @throws DaisyError `Data` when a bit of `bad` is set.
 */
export function refuseBadSamples(bad: number, slots: readonly number[]): void {
  if (bad === 0) return;
  const slices = slots.filter((slice, slot) => slice >= 0 && (bad & (1 << slot)) !== 0);
  throw new DaisyError('Data', {
    message: `Slice ${slices.join(', ')} has values that are not numbers (NaN or infinite).`,
    action: 'Check the dark and flat fields: a transmission of zero or less has no logarithm.',
    slices,
  });
}
