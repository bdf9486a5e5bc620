import { blockValues, imageBlocks } from '../wasm/image-blocks.js';

/** Values of slices in shared memory. */
export interface RangeTask {
  readonly values: Float32Array;
}

/** The smallest and the largest finite value of some blocks; the first above the second where there is none. */
export function rangeStrip({ values }: RangeTask, first: number, end: number): readonly [low: number, high: number] {
  const { stages, at, floats } = imageBlocks();
  let [low, high] = [Infinity, -Infinity];
  for (let block = first; block < end; block++) {
    const start = block * blockValues;
    const count = Math.min(blockValues, values.length - start);
    floats(0, count).set(values.subarray(start, start + count));
    stages.finiteRange(at(0), count, at(1));
    const [least, most] = floats(1, 2) as unknown as readonly [number, number];
    [low, high] = [Math.min(low, least), Math.max(high, most)];
  }
  return [low, high];
}

/** Values to whole numbers. */
export interface IntegersTask extends RangeTask {
  readonly low: number;
  readonly factor: number;
  readonly out: Uint8Array | Uint16Array;
}

/** (value - low) x factor, rounded and held at the ends of the type, of some blocks; NaN becomes 0. */
export function integersStrip({ values, low, factor, out }: IntegersTask, first: number, end: number): void {
  const { stages, at, floats, shorts, bytes } = imageBlocks();
  for (let block = first; block < end; block++) {
    const start = block * blockValues;
    const count = Math.min(blockValues, values.length - start);
    floats(0, count).set(values.subarray(start, start + count));
    stages.toIntegers(at(0), count, low, factor, out.BYTES_PER_ELEMENT, at(1));
    out.set(out.BYTES_PER_ELEMENT === 1 ? bytes(1, count) : shorts(1, count), start);
  }
}

/** Slices [row][y][x] whose values are counted in equal bins from `low` to `high`. */
export interface HistogramTask extends RangeTask {
  readonly low: number;
  readonly high: number;
  readonly bins: number;
  readonly height: number;
  readonly width: number;
  /** First and last + 1 pixel of each line that counts. */
  readonly spans: Int32Array;
}

/** How many values of some slices lie in each bin, the upper limit in the last. */
export function histogramStrip(task: HistogramTask, first: number, end: number): Float64Array {
  const { values, low, high, bins, height, width, spans } = task;
  const counts = new Float64Array(bins);
  const scale = high > low ? bins / (high - low) : 0;
  for (let line = first * height; line < end * height; line++) {
    const y = line % height;
    const last = line * width + spans[2 * y + 1]!;
    for (let i = line * width + spans[2 * y]!; i < last; i++) {
      const value = values[i]!;
      if (!(value >= low && value <= high)) continue;
      const bin = Math.floor((value - low) * scale);
      counts[bin < bins ? bin : bins - 1]!++;
    }
  }
  return counts;
}

/** Slices [row][y][x] of which a span of each line stays. */
export interface MaskTask extends RangeTask {
  readonly height: number;
  readonly width: number;
  readonly spans: Int32Array;
  /** Stands outside. */
  readonly value: number;
  readonly out: Float32Array;
}

/** Some slices outside their spans filled with a value. */
export function maskStrip({ values, height, width, spans, value, out }: MaskTask, first: number, end: number): void {
  for (let line = first * height; line < end * height; line++) {
    const [start, y] = [line * width, line % height];
    const [from, to] = [start + spans[2 * y]!, start + spans[2 * y + 1]!];
    out.fill(value, start, from);
    out.set(values.subarray(from, to), from);
    out.fill(value, to, start + width);
  }
}
