import { eachLineOfMedians, type Windows } from '../after/median-lines.js';
import { middleOf } from '../after/middle.js';

/** Outliers of frames [frame][row][column] in shared memory. */
export interface ZingerTask {
  readonly values: Float32Array;
  readonly frames: number;
  readonly rows: number;
  readonly columns: number;
  /** Half the window: 1 for 3 x 3. */
  readonly radius: number;
  /** The window reaches over neighbouring frames as well. */
  readonly threeD: boolean;
  /** Difference to the median, in units of the data, above which a value is an outlier. */
  readonly threshold: number;
  readonly sides: ZingerSides;
  readonly out: Float32Array;
}

export const zingerSides = ['bright', 'dark', 'both'] as const;
export type ZingerSides = (typeof zingerSides)[number];

/** Differences in float32 are this exact: nearer to the threshold they are taken in float64. */
const nearly = 1 - 1e-6;

/** Replaces outliers of some frames by the median of their window, and NaN by the median of what is a number there. */
export function zingersStrip(task: ZingerTask, first: number, end: number): void {
  const { values, rows, columns, threshold, sides, out } = task;
  const windows = { ...task, depth: task.threeD ? task.radius : 0, inside: mirror };
  const [bright, dark] = [sides !== 'dark', sides !== 'bright'];
  const window = new Float32Array((2 * task.radius + 1) ** 2 * (2 * windows.depth + 1));
  for (let frame = first; frame < end; frame++) {
    eachLineOfMedians(windows, frame, ({ row, medians, missing, someFar }) => {
      const start = (frame * rows + row) * columns;
      out.set(values.subarray(start, start + columns), start);
      if (!missing && !someFar(threshold * nearly)) return;
      for (let column = 0; column < columns; column++) {
        const value = values[start + column]!;
        let median = medians[column]!;
        if (median !== median) median = medianOfNumbers(windows, frame, row, column, window) ?? value;
        const struck = (bright && value - median > threshold) || (dark && median - value > threshold);
        if (struck || value - value !== 0) out[start + column] = median;
      }
    });
  }
}

/** The median of the window about a pixel without what is no number; undefined where nothing is one. */
function medianOfNumbers(
  { values, frames, rows, columns, radius, depth }: Windows,
  frame: number,
  row: number,
  column: number,
  window: Float32Array,
): number | undefined {
  let count = 0;
  for (let f = frame - depth; f <= frame + depth; f++) {
    const inFrame = mirror(f, frames) * rows;
    for (let r = row - radius; r <= row + radius; r++) {
      const inRow = (inFrame + mirror(r, rows)) * columns;
      for (let c = column - radius; c <= column + radius; c++) {
        const near = values[inRow + mirror(c, columns)]!;
        if (near - near === 0) window[count++] = near;
      }
    }
  }
  return count === 0 ? undefined : middleOf(window, count);
}

/** Mirrored at the ends, the end doubled; windows are smaller than twice the data. */
function mirror(index: number, length: number): number {
  const inside = index < 0 ? -1 - index : index < length ? index : 2 * length - 1 - index;
  return inside < 0 ? 0 : inside < length ? inside : length - 1;
}
