import { cubicWeights, valueAt } from './cubic.js';

/** Frames [frame][row][column] in shared memory, to be turned on the detector. */
export interface TurnTask {
  readonly values: Float32Array;
  readonly rows: number;
  readonly columns: number;
  /** The point that stays, in pixels. */
  readonly aboutRow: number;
  readonly aboutColumn: number;
  readonly angleRad: number;
  readonly out: Float32Array;
}

/**
 * Some rows of all frames turned, by cubic convolution; beyond the edge the nearest value stands in. Where a pixel comes from is found
 * once for all frames.
 */
export function turnStrip(task: TurnTask, first: number, end: number): void {
  const { values, rows, columns, aboutRow, aboutColumn, angleRad, out } = task;
  const [cos, sin] = [Math.cos(angleRad), Math.sin(angleRad)];
  const size = rows * columns;
  // for each column the pixel before its place, -1 near the edge, and eight weights
  const before = new Int32Array(columns);
  const weights = new Float64Array(8 * columns);
  for (let row = first; row < end; row++) {
    const place = (column: number): readonly [y: number, x: number] => {
      const [y, x] = [row - aboutRow, column - aboutColumn];
      return [aboutRow + y * cos - x * sin, aboutColumn + x * cos + y * sin];
    };
    for (let column = 0; column < columns; column++) {
      const [y, x] = place(column);
      const [top, left] = [Math.floor(y) - 1, Math.floor(x) - 1];
      const within = top >= 0 && left >= 0 && top + 3 < rows && left + 3 < columns;
      before[column] = within ? top * columns + left : -1;
      cubicWeights(x - left - 1, weights, 8 * column);
      cubicWeights(y - top - 1, weights, 8 * column + 4);
    }
    for (let start = 0; start < values.length; start += size) {
      const to = start + row * columns;
      for (let column = 0; column < columns; column++) {
        if (before[column]! < 0) {
          const [y, x] = place(column);
          out[to + column] = valueAt(values.subarray(start, start + size), rows, columns, y, x);
        } else out[to + column] = joined(values, start + before[column]!, columns, weights, 8 * column);
      }
    }
  }
}

/** Sixteen pixels with four weights across and four down. */
function joined(values: Float32Array, at: number, columns: number, weights: Float64Array, w: number): number {
  const [a, b, c, d] = [weights[w]!, weights[w + 1]!, weights[w + 2]!, weights[w + 3]!];
  let sum = 0;
  for (let line = at, tap = w + 4; tap < w + 8; tap++, line += columns) {
    sum += weights[tap]! * (a * values[line]! + b * values[line + 1]! + c * values[line + 2]! + d * values[line + 3]!);
  }
  return sum;
}
