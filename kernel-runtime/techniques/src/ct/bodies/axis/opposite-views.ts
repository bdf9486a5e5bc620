import { DaisyError } from '@daisy-lab/core';
import { binSinogram, unbinned, type Sinogram } from './bin-sinogram.js';
import { confidenceOf, joinCurves, stepsBetween, vertex, type AxisFound, type Curve } from './curve.js';

/** A projection and the one taken half a turn later, which sees the sample mirrored about the axis. */
export interface Pair {
  readonly here: number;
  readonly opposite: number;
}

export interface OverlapFound extends AxisFound {
  /** Which side of the detector the axis is nearer to. */
  readonly side: 'left' | 'right';
  /** Columns that both halves of the turn see. */
  readonly overlapPx: number;
}

const coarseColumns = 512;
const maxPairs = 180;
/** Fewer columns than this share of the detector in common say nothing. */
const leastOverlap = 0.04;

/**
 * The axis from opposite views of the same row: about the true axis, a projection mirrored equals the one half a turn later. The score
 * of a candidate is 1 - correlation over the columns that both see, so that an axis near the edge of the detector (half acquisition
 * over 360 degrees) is found as well as one in the middle.
 *
 * @throws DaisyError `Data` when no two angles are half a turn apart.
 */
export function axisByOverlap(sinogram: Sinogram, searchPx: number | undefined): OverlapFound {
  const middle = (sinogram.columns - 1) / 2;
  const reach = Math.min(searchPx ?? Infinity, middle * (1 - leastOverlap));
  const binPx = Math.max(1, Math.floor(sinogram.columns / coarseColumns));
  const binned = binSinogram(sinogram, binPx);
  const pairs = oppositePairs(sinogram.anglesRad);
  // on the binned detector a mirror image falls on columns for every half column
  const coarse: Curve = overlapCurve(binned, pairs, (middle - reach) / binPx, (middle + reach) / binPx, 0.5);
  const wide = { ...coarse, candidatesPx: coarse.candidatesPx.map(px => unbinned(px, binPx)) };
  const best = vertex(wide);
  const fine = overlapCurve(sinogram, pairs, best - 2 * binPx, best + 2 * binPx, 0.25);
  const axisPx = vertex(fine);
  return {
    ...joinCurves(wide, fine),
    axisPx,
    confidence: confidenceOf(wide),
    side: axisPx < middle ? 'left' : 'right',
    overlapPx: Math.round(2 * Math.min(axisPx, sinogram.columns - 1 - axisPx)) + 1,
  };
}

/** Scores of axes `from` .. `to` in steps: 1 - correlation of opposite views over the columns that both see. */
export function overlapCurve(
  sinogram: Sinogram,
  pairs: readonly Pair[],
  from: number,
  to: number,
  step: number,
): Curve {
  const first = Math.max(0, Math.ceil(from / step));
  const last = Math.min((sinogram.columns - 1) / step, Math.floor(to / step));
  const candidatesPx = stepsBetween(first * step, last * step, last - first + 1);
  return { candidatesPx, scores: candidatesPx.map(px => mismatch(sinogram, pairs, px)) };
}

/** 1 - correlation of the views with the mirrored opposite ones about a candidate, over the columns that both have. */
function mismatch({ data, columns }: Sinogram, pairs: readonly Pair[], axisPx: number): number {
  const doubled = 2 * axisPx;
  const whole = Math.floor(doubled);
  const share = doubled - whole;
  const first = Math.max(0, whole - (columns - 1) + (share > 0 ? 1 : 0));
  const last = Math.min(columns - 1, whole);
  const count = (last - first + 1) * pairs.length;
  if (last - first + 1 < leastOverlap * columns) return 1;
  let [a, b, aa, bb, ab] = [0, 0, 0, 0, 0];
  for (const { here, opposite } of pairs) {
    const row = here * columns;
    const mirrored = opposite * columns + whole;
    for (let x = first; x <= last; x++) {
      const value = data[row + x]!;
      const left = data[mirrored - x]!;
      const other = share === 0 ? left : left + share * (data[mirrored - x + 1]! - left);
      a += value;
      b += other;
      aa += value * value;
      bb += other * other;
      ab += value * other;
    }
  }
  const spread = (aa - (a * a) / count) * (bb - (b * b) / count);
  return spread > 0 ? 1 - (ab - (a * b) / count) / Math.sqrt(spread) : 1;
}

/** Projections and the nearest to half a turn later; one or two views of a half turn, all of a full one. */
export function oppositePairs(anglesRad: Float64Array): Pair[] {
  const order = Array.from(anglesRad, (_, index) => index).sort((a, b) => anglesRad[a]! - anglesRad[b]!);
  const span = anglesRad[order.at(-1)!]! - anglesRad[order[0]!]!;
  const step = span / Math.max(1, order.length - 1);
  const pairs: Pair[] = [];
  let next = 0;
  for (const here of order) {
    const wanted = anglesRad[here]! + Math.PI;
    while (
      next + 1 < order.length &&
      Math.abs(anglesRad[order[next + 1]!]! - wanted) <= Math.abs(anglesRad[order[next]!]! - wanted)
    )
      next++;
    const opposite = order[next]!;
    if (Math.abs(anglesRad[opposite]! - wanted) <= 1.01 * step) pairs.push({ here, opposite });
  }
  if (pairs.length === 0) {
    throw new DaisyError('Data', {
      message: `No two of the ${anglesRad.length} projections are half a turn apart, so opposite views cannot be compared.`,
      action: "Choose the method 'vo' or 'entropy', or give the axis yourself.",
    });
  }
  const every = Math.ceil(pairs.length / maxPairs);
  return pairs.filter((_, i) => i % every === 0);
}
