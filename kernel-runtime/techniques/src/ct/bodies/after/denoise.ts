import { runStrips, type MedianTask, type TotalVariationTask } from '@daisy-lab/compute';
import { DaisyError } from '@daisy-lab/core';
import { emptyLike, shared, type Threaded } from '../strips.js';
import type { Slices } from './values.js';

/** Slice by slice in worker threads. */
export async function smoothByTv(
  slices: Slices,
  { weight, iterations }: { readonly weight: number; readonly iterations: number },
  { threads, signal, progress }: Threaded,
): Promise<Slices> {
  const [rows, height, width] = slices.shape as [number, number, number];
  const out = emptyLike(slices);
  const task: TotalVariationTask = { values: shared(slices.data), height, width, weight, iterations, out: out.data };
  await runStrips('totalVariation', task, rows, { threads, signal, progress, stripItems: 1 });
  return out;
}

/** Slice by slice in worker threads. */
export async function smoothByMedian(
  slices: Slices,
  { sizePx }: { readonly sizePx: number },
  { threads, signal, progress }: Threaded,
): Promise<Slices> {
  if (sizePx % 2 === 0) {
    throw new DaisyError('Input', {
      message: `A window of ${sizePx} pixels has no middle.`,
      action: 'Choose an odd size, such as 3 or 5.',
      field: 'sizePx',
    });
  }
  const [rows, height, width] = slices.shape as [number, number, number];
  const out = emptyLike(slices);
  const task: MedianTask = { values: shared(slices.data), height, width, radius: sizePx >> 1, out: out.data };
  await runStrips('median', task, rows, { threads, signal, progress, stripItems: 1 });
  return out;
}
