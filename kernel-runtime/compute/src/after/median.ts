import { eachLineOfMedians } from './median-lines.js';
import { middleOf } from './middle.js';

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
export function medianStrip(task: MedianTask, first: number, end: number): void {
  const { values, height, width, radius, out } = task;
  const size = height * width;
  if (radius === 0) return out.set(values.subarray(first * size, end * size), first * size);
  const window = new Float32Array((2 * radius + 1) ** 2);
  const windows = {
    values,
    frames: values.length / size,
    rows: height,
    columns: width,
    radius,
    depth: 0,
    inside,
  };
  for (let image = first; image < end; image++) {
    eachLineOfMedians(windows, image, ({ row, medians, missing }) => {
      const start = image * size + row * width;
      out.set(medians, start);
      for (let x = 0; missing && x < width; x++) {
        if (medians[x] !== medians[x]) out[start + x] = medianWithoutNaN(task, image * size, x, row, window);
      }
    });
  }
}

/** The same pixel by pixel. */
export function medianPlainly(task: MedianTask, first: number, end: number): void {
  const { height, width, radius, out } = task;
  const window = new Float32Array((2 * radius + 1) ** 2);
  for (let image = first; image < end; image++) {
    const start = image * height * width;
    for (let pixel = 0; pixel < height * width; pixel++) {
      out[start + pixel] = medianWithoutNaN(task, start, pixel % width, Math.floor(pixel / width), window);
    }
  }
}

function medianWithoutNaN(
  { values, height, width, radius }: MedianTask,
  start: number,
  x: number,
  y: number,
  window: Float32Array,
): number {
  let count = 0;
  for (let b = y - radius; b <= y + radius; b++) {
    const line = start + inside(b, height) * width;
    for (let a = x - radius; a <= x + radius; a++) {
      const value = values[line + inside(a, width)]!;
      if (value === value) window[count++] = value;
    }
  }
  return count === 0 ? Number.NaN : middleOf(window, count);
}

function inside(index: number, length: number): number {
  return index < 0 ? 0 : index < length ? index : length - 1;
}
