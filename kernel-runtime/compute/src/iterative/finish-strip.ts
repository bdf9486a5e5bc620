import { eachRow } from './circle.js';
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

/** Some slices. */
export function finishStrip(task: FinishTask, first: number, end: number): void {
  const { images, direction, lengths, least, side, circle } = task;
  for (let slice = first; slice < end; slice++) {
    eachRow(circle, side, slice, (from, to) => {
      addAbove(images, lengths[slice]!, direction, least, from, to, 0);
    });
  }
}
