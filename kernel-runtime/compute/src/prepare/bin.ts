import type { Samples } from '../strips/strip.js';

/** Frames [frame][row][column] in shared memory, to be joined over squares of pixels. */
export interface BinTask {
  readonly values: Samples;
  readonly rows: number;
  readonly columns: number;
  readonly factor: number;
  /** [frame][floor(row / factor)][floor(column / factor)] */
  readonly out: Float32Array;
}

/** Means over `factor` x `factor` pixels of some frames. */
export function binStrip({ values, rows, columns, factor, out }: BinTask, first: number, end: number): void {
  const [height, width] = [Math.floor(rows / factor), Math.floor(columns / factor)];
  const sums = new Float64Array(width * factor);
  const share = 1 / (factor * factor);
  for (let frame = first; frame < end; frame++) {
    for (let row = 0; row < height; row++) {
      const from = (frame * rows + row * factor) * columns;
      for (let x = 0; x < sums.length; x++) sums[x] = values[from + x]!;
      for (let near = 1; near < factor; near++) {
        const line = from + near * columns;
        for (let x = 0; x < sums.length; x++) sums[x]! += values[line + x]!;
      }
      const to = (frame * height + row) * width;
      for (let column = 0, x = 0; column < width; column++) {
        let sum = 0;
        for (const last = x + factor; x < last; x++) sum += sums[x]!;
        out[to + column] = sum * share;
      }
    }
  }
}
