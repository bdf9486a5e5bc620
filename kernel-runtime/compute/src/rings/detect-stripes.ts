import { runningMedian } from './running-median.js';

/**
 * Which columns stand out (Vo's algorithm 4): a line is fitted to the middle half of the sorted factors; what exceeds its ends by
 * more than half of `snr` times its fall is a stripe, if anything exceeds it by `snr` times. Neighbours of stripes are included.
 */
export function detectStripes(factors: Float64Array, snr: number): Uint8Array {
  const count = factors.length;
  const sorted = factors.slice().sort().reverse();
  const dropped = Math.floor(0.25 * count);
  const { slope, intercept } = fitLine(sorted, dropped, count - dropped - 1);
  const end = intercept + slope * (count - 1);
  const noise = Math.max(1e-6, Math.abs(end - intercept));
  const mask = new Uint8Array(count);
  if (Math.abs(sorted[0]! - intercept) / noise >= snr) {
    factors.forEach((factor, i) => factor > intercept + noise * snr * 0.5 && (mask[i] = 1));
  }
  if (Math.abs(sorted[count - 1]! - end) / noise >= snr) {
    factors.forEach((factor, i) => factor <= end - noise * snr * 0.5 && (mask[i] = 1));
  }
  return mask.map((value, i) => (value || mask[i - 1] || mask[i + 1] ? 1 : 0));
}

/** Each value over the running median about it; 1 where the median is 0. */
export function ratioToMedian(values: Float64Array, size: number): Float64Array {
  const background = new Float64Array(values.length);
  runningMedian(values, size, background);
  return ratio(values, background);
}

export function ratio(values: Float64Array, background: Float64Array): Float64Array {
  return values.map((value, i) => (background[i] === 0 ? 1 : value / background[i]!));
}

function fitLine(values: Float64Array, first: number, end: number): { slope: number; intercept: number } {
  const count = end - first;
  if (count < 2) return { slope: 0, intercept: values[first] ?? 0 };
  let [sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0];
  const middle = (first + end - 1) / 2;
  for (let i = first; i < end; i++) {
    const x = i - middle;
    sumX += x;
    sumY += values[i]!;
    sumXX += x * x;
    sumXY += x * values[i]!;
  }
  const slope = (sumXY - (sumX * sumY) / count) / sumXX;
  return { slope, intercept: sumY / count - slope * middle };
}
