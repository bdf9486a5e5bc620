import type { Histogram } from '@daisy-lab/core';
import type { Pixels } from './frame-source.js';

const mostSamples = 1 << 17;

/** Histogram of all pixels that are finite, and the limits of automatic contrast. */
export function histogramOf(pixels: Pixels, bins: number): Histogram {
  let low = Infinity;
  let high = -Infinity;
  let invalid = 0;
  for (const value of pixels) {
    if (!Number.isFinite(value)) invalid++;
    else {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (invalid === pixels.length)
    return { low: 0, high: 0, counts: new Array<number>(bins).fill(0), invalid, percentiles: [0, 0] };
  const counts = new Array<number>(bins).fill(0);
  const scale = high > low ? bins / (high - low) : 0;
  for (const value of pixels) {
    if (Number.isFinite(value)) counts[Math.min(bins - 1, Math.floor((value - low) * scale))]!++;
  }
  return { low, high, counts, invalid, percentiles: contrastLimits(pixels) };
}

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
  return [sorted[Math.round(0.005 * (count - 1))]!, sorted[Math.round(0.995 * (count - 1))]!];
}

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
