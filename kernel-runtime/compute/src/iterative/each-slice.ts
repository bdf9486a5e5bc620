import { runStrips } from '../strips/run-strips.js';
import type { Iteration } from './iteration.js';
import { sliceStrip, type SliceTask } from './slice-strip.js';

type Step<T> = T extends unknown ? Omit<T, 'side' | 'circle' | 'samples'> : never;

/** Below this many values a step takes less time than a message to a thread. */
const fewValues = 1 << 17;

/** Does a step for every slice, in worker threads unless it is small; a number for each slice. */
export async function eachSlice(
  { projector, circle, compute }: Pick<Iteration, 'projector' | 'circle' | 'compute'>,
  step: Step<SliceTask>,
): Promise<number[]> {
  const { slices, columns, anglesRad } = projector.geometry;
  const task = { ...step, side: columns, circle, samples: anglesRad.length * columns } as SliceTask;
  if (slices * columns * Math.max(columns, anglesRad.length) < fewValues) return sliceStrip(task, 0, slices);
  const numbers = await runStrips<number[]>('slices', task, slices, { ...threadsOf(compute), stripItems: 1 });
  return numbers.flat();
}

/** Without the signal: the projections between the steps see it. */
export function threadsOf({ threads }: Iteration['compute']): { readonly threads?: number } {
  return threads === undefined ? {} : { threads };
}
