import { DaisyError, takeFirst } from '@daisy-lab/core';
import { inTurns, type Turns } from '../in-turns.js';
import { circleOf, rangeOf, type Slices } from './values.js';

const bins = 1024;

/** 1 range -> 2 histogram -> 3 the threshold of largest variance between the classes. */
export async function otsuThreshold(
  slices: Slices,
  circle: boolean,
  turns: Turns,
): Promise<{ readonly threshold: number; readonly separability: number }> {
  const { signal, progress } = turns;
  const masked = circle ? circleOf(slices.shape, 1) : undefined;
  const { low, high } = await rangeOf(slices, { signal, progress: fraction => progress(fraction / 2) });
  const counts = new Float64Array(bins);
  await inTurns(slices.shape[0]!, { signal, progress: fraction => progress((1 + fraction) / 2) }, row => {
    const values = takeFirst(slices, row).data as Float32Array;
    for (let i = 0; i < values.length; i++) {
      if (masked && !masked[i]) continue;
      const place = high > low ? ((values[i]! - low) / (high - low)) * bins : 0;
      if (place >= 0 && place <= bins && Number.isFinite(values[i])) counts[Math.min(bins - 1, Math.floor(place))]!++;
    }
  });
  const all = counts.reduce((sum, count) => sum + count, 0);
  if (all === 0) {
    throw new DaisyError('Data', {
      message: 'The volume has no values to find a threshold in.',
      action: 'Check that the slices are not empty and not all NaN.',
    });
  }
  const { edge, separability } = bestEdge(counts, all);
  return { threshold: low + ((high - low) * edge) / bins, separability };
}

/** Edges of equal variance, as in an empty gap between two peaks, are averaged. */
function bestEdge(counts: Float64Array, all: number): { readonly edge: number; readonly separability: number } {
  const whole = counts.reduce((sum, count, at) => sum + count * at, 0) / all;
  const variance = counts.reduce((sum, count, at) => sum + count * (at - whole) ** 2, 0) / all;
  let [best, first, last] = [0, 0, 0];
  let [below, sumBelow] = [0, 0];
  for (let edge = 1; edge < counts.length; edge++) {
    below += counts[edge - 1]!;
    sumBelow += counts[edge - 1]! * (edge - 1);
    if (below === 0 || below === all) continue;
    const between = (whole * below - sumBelow) ** 2 / (below * (all - below));
    if (between > best * (1 + 1e-12)) [best, first] = [between, edge];
    if (between >= best * (1 - 1e-12)) last = edge;
  }
  return { edge: (first + last) / 2, separability: variance === 0 ? 0 : best / variance };
}
