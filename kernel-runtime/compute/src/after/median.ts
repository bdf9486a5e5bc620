import { middleOf } from '../prepare/zingers.js';

/** Images [row][y][x] in shared memory. */
export interface MedianTask {
  readonly values: Float32Array;
  readonly height: number;
  readonly width: number;
  /** Half the window: 1 for 3 x 3. */
  readonly radius: number;
  readonly out: Float32Array;
}

/** Median of the window about each pixel, the edge pixels repeated beyond the edges; NaN is left out of windows. */
export function medianStrip({ values, height, width, radius, out }: MedianTask, first: number, end: number): void {
  const window = new Float32Array((2 * radius + 1) ** 2);
  const inside = (at: number, size: number): number => (at < 0 ? 0 : at < size ? at : size - 1);
  for (let row = first; row < end; row++) {
    const start = row * height * width;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        let count = 0;
        for (let b = y - radius; b <= y + radius; b++) {
          const line = start + inside(b, height) * width;
          for (let a = x - radius; a <= x + radius; a++) {
            const value = values[line + inside(a, width)]!;
            if (value === value) window[count++] = value;
          }
        }
        out[start + y * width + x] = count === 0 ? Number.NaN : middleOf(window, count);
      }
    }
  }
}
