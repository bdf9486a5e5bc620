import type { Pixels } from './frame-source.js';

const mostSamples = 1 << 17;

/** 0.5 and 99.5 percentile of the finite pixels; of large images an even sample. */
export function contrastLimits(pixels: Pixels): readonly [number, number] {
  const step = Math.max(1, Math.ceil(pixels.length / mostSamples));
  const sample = new Float64Array(Math.ceil(pixels.length / step));
  let count = 0;
  for (let at = 0; at < pixels.length; at += step) {
    if (Number.isFinite(pixels[at]!)) sample[count++] = pixels[at]!;
  }
  if (count === 0) return [0, 0];
  const sorted = sample.subarray(0, count).sort();
  const [low, high] = contrastRanks(count);
  return [sorted[low]!, sorted[high]!];
}

/** Places of the 0.5 and 99.5 percentile among so many values in order. */
export const contrastRanks = (count: number): readonly [number, number] => [
  Math.round(0.005 * (count - 1)),
  Math.round(0.995 * (count - 1)),
];

/** Values along a line at steps of one pixel, from the nearest pixels; NaN outside the image. */
export function profileOf(
  pixels: Pixels,
  width: number,
  height: number,
  line: { x0: number; y0: number; x1: number; y1: number },
): Float32Array {
  const length = Math.max(1, Math.round(Math.hypot(line.x1 - line.x0, line.y1 - line.y0))) + 1;
  return Float32Array.from({ length }, (_, step) => {
    const share = step / (length - 1);
    const x = Math.round(line.x0 + share * (line.x1 - line.x0));
    const y = Math.round(line.y0 + share * (line.y1 - line.y0));
    return x >= 0 && x < width && y >= 0 && y < height ? pixels[y * width + x]! : Number.NaN;
  });
}
