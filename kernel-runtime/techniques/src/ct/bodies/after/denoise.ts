import { runStrips, type MedianTask, type TotalVariationTask } from '@daisy-lab/compute';
import { DaisyError } from '@daisy-lab/core';
import { inTurns, type Turns } from '../in-turns.js';
import { emptyLike, shared, type Threaded } from '../strips.js';
import type { Slices } from './values.js';

/** Slice by slice in worker threads, with WebAssembly SIMD. */
export async function tvInThreads(
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

/** Slice by slice in worker threads, with WebAssembly SIMD. */
export async function medianInThreads(
  slices: Slices,
  { sizePx }: { readonly sizePx: number },
  { threads, signal, progress }: Threaded,
): Promise<Slices> {
  const radius = radiusOf(sizePx);
  const [rows, height, width] = slices.shape as [number, number, number];
  const out = emptyLike(slices);
  const task: MedianTask = { values: shared(slices.data), height, width, radius, out: out.data };
  await runStrips('median', task, rows, { threads, signal, progress, stripItems: 1 });
  return out;
}

/** What a kernel on slices is given. */
interface SliceTask {
  readonly values: Float32Array;
  readonly height: number;
  readonly width: number;
  readonly out: Float32Array;
}

/** Slice by slice on the calling thread. */
export async function slicesPlainly<P extends object>(
  slices: Slices,
  params: P,
  kernel: (task: SliceTask & P, first: number, end: number) => void,
  turns: Turns,
): Promise<Slices> {
  const [rows, height, width] = slices.shape as [number, number, number];
  const out = emptyLike(slices);
  const task = { ...params, values: slices.data, height, width, out: out.data };
  await inTurns(rows, turns, row => kernel(task, row, row + 1));
  return out;
}

/** Half a window of `sizePx` pixels. */
export function radiusOf(sizePx: number): number {
  if (sizePx % 2 === 1) return sizePx >> 1;
  throw new DaisyError('Input', {
    message: `A window of ${sizePx} pixels has no middle.`,
    action: 'Choose an odd size, such as 3 or 5.',
    field: 'sizePx',
  });
}
