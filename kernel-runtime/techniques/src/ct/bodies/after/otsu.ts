import { runStrips, type HistogramTask } from '@daisy-lab/compute';
import { DaisyError } from '@daisy-lab/core';
import { shared, type Threaded } from '../strips.js';
import { circleSpans, rangeOf, wholeSpans, type Slices } from './values.js';

const bins = 1024;

/** 1 range -> 2 histogram, both in worker threads -> 3 the threshold of largest variance between the classes. */
export async function otsuThreshold(
  slices: Slices,
  circle: boolean,
  { threads, signal, progress }: Threaded,
): Promise<{ readonly threshold: number; readonly separability: number }> {
  const half = (done: number) => (fraction: number) => progress((done + fraction) / 2);
  const { low, high } = await rangeOf(slices, { threads, signal, progress: half(0) });
  const [rows, height, width] = slices.shape as [number, number, number];
  const spans = circle ? circleSpans(slices.shape, 1) : wholeSpans(slices.shape);
  const task: HistogramTask = { ...{ values: shared(slices.data), low, high, bins }, height, width, spans };
  const parts = await runStrips<Float64Array>('histogram', task, rows, { threads, signal, progress: half(1) });
  const counts = new Float64Array(bins);
  for (const part of parts) part.forEach((count, bin) => (counts[bin]! += count));
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
