import { runStrips } from '../strips/run-strips.js';
import { finishStrip, type FinishTask } from './finish-strip.js';
import type { Iteration } from './iteration.js';

/** Below this many pixels the step takes less time than a message to a thread. */
const fewPixels = 1 << 17;

/** The step for all slices, in worker threads unless it is small. */
export async function finishSlices(
  { projector, circle, compute }: Pick<Iteration, 'projector' | 'circle' | 'compute'>,
  step: Omit<FinishTask, 'side' | 'circle'>,
): Promise<void> {
  const { slices, columns: side } = projector.geometry;
  const task = { ...step, side, circle };
  if (slices * side * side < fewPixels) finishStrip(task, 0, slices);
  else await runStrips('finish', task, slices, { ...threadsOf(compute), stripItems: 1 });
}

/** Without the signal: the projections between the steps see it. */
export function threadsOf({ threads }: Iteration['compute']): { readonly threads?: number } {
  return threads === undefined ? {} : { threads };
}
