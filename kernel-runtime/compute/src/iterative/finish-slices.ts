import { runStrips } from '../strips/run-strips.js';
import { eachRow } from './circle.js';
import type { Iteration } from './iteration.js';
import { addAbove } from './vectors.js';

/** The last step of CGLS: images go along their directions, and no further down than `least`; [slice][y][x] in shared memory. */
export interface FinishTask {
  readonly images: Float32Array;
  readonly direction: Float32Array;
  readonly lengths: readonly number[];
  readonly least: number;
  readonly side: number;
  /** First and last + 1 pixel of each row within the circle. */
  readonly circle: Int32Array;
}

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

/** Some slices. */
export function finishStrip(task: FinishTask, first: number, end: number): void {
  const { images, direction, lengths, least, side, circle } = task;
  for (let slice = first; slice < end; slice++) {
    eachRow(circle, side, slice, (from, to) => {
      addAbove(images, lengths[slice]!, direction, least, from, to, 0);
    });
  }
}

/** Without the signal: the projections between the steps see it. */
export function threadsOf({ threads }: Iteration['compute']): { readonly threads?: number } {
  return threads === undefined ? {} : { threads };
}
