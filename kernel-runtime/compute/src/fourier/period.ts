import { filtersOf, type FourierJob } from './job.js';
import type { Quality } from './quality.js';
import { polarLengthOf, shortLengthOf } from './sizes.js';
import { tailMargin } from './tail-correction.js';

/** Below this width the alternating part of the tails of the ramp is seen, and there is little to win. */
const leastColumns = 400;

/**
 * Length of the padded projections of a job: short when the tails of its filters can be corrected (no cutoff, which makes tails of its
 * own) and all axes are so near the middle that no pixel of the circle lies far outside the detector.
 */
export function periodOf(job: FourierJob): number {
  const { columns, padding = 'zero', quality = 'standard', cutoff = 1 } = job;
  const axesPx = filtersOf(job).map(({ axisPx }) => axisPx);
  if (padding === 'edge' || cutoff < 1) return polarLengthOf(columns);
  return periodFor(columns, quality, axesPx);
}

/** The same for a pair of projectors, which have no filter. */
export function periodFor(columns: number, quality: Quality, axesPx: readonly number[]): number {
  const central = axesPx.every(axis => Math.abs(axis - (columns - 1) / 2) <= tailMargin * columns);
  return central && columns >= leastColumns && quality !== 'precise' ? shortLengthOf(columns) : polarLengthOf(columns);
}
