import type { CtFinding, RegionStatistics } from '@daisy-lab/core';
import type { Box, Pixels } from '../viewer/frame-source.js';

/** Rows looked at for a score: an even sample of large slices. */
const rowsLookedAt = 256;

/** How a wrong axis shows in a slice; less of each is better, but for the deviation. */
export interface SliceScores {
  /**
   * Share of negative attenuation, 0..1: sum of |negative| over sum of |all|. Attenuation is not negative, so a wrong axis shows as more
   * of it.
   * @see T. Donath et al., J. Opt. Soc. Am. A 23 (2006) 1048
   */
  readonly negativity: number;
  /** Spread of the values. */
  readonly deviation: number;
  /** Mean step between neighbours relative to the spread: doubled edges have more. */
  readonly variation: number;
}

/** Scores of a slice inside the circle of the detector. */
export function scoresOf(slice: Pixels, size: number): SliceScores {
  const centre = Math.floor(size / 2);
  const radius = (size / 2) * 0.97;
  const rowStep = Math.max(1, Math.floor(size / rowsLookedAt));
  let [count, sum, absolute, squares, steps] = [0, 0, 0, 0, 0];
  for (let y = 0; y < size; y += rowStep) {
    const half = Math.floor(Math.sqrt(Math.max(0, radius ** 2 - (y - centre) ** 2)));
    const first = Math.max(1, centre - half);
    const end = Math.min(size, centre + half);
    let before = slice[y * size + first - 1]!;
    for (let x = first; x < end; x++) {
      const value = slice[y * size + x]!;
      sum += value;
      absolute += Math.abs(value);
      squares += value * value;
      steps += Math.abs(value - before);
      before = value;
    }
    count += Math.max(0, end - first);
  }
  const deviation = Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
  return {
    // what is negative is half of what the sum of all lacks
    negativity: absolute > 0 ? (absolute - sum) / 2 / absolute : 0,
    deviation,
    variation: deviation > 0 ? steps / count / deviation : 0,
  };
}

/** Statistics of a rectangle, cut at the edges of the image. */
export function regionOf(pixels: Pixels, width: number, height: number, region: Box): RegionStatistics {
  const left = Math.max(0, Math.floor(region.x));
  const top = Math.max(0, Math.floor(region.y));
  const right = Math.min(width, Math.ceil(region.x + region.width));
  const bottom = Math.min(height, Math.ceil(region.y + region.height));
  let [count, invalid, sum, min, max] = [0, 0, 0, Infinity, -Infinity];
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const value = pixels[y * width + x]!;
      if (!Number.isFinite(value)) {
        invalid++;
        continue;
      }
      count++;
      sum += value;
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  const mean = sum / count;
  let squares = 0;
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const value = pixels[y * width + x]!;
      if (Number.isFinite(value)) squares += (value - mean) ** 2;
    }
  }
  const standardDeviation = count > 1 ? Math.sqrt(squares / (count - 1)) : 0;
  return { count, invalid, mean, standardDeviation, min, max };
}

/** A finding in one line. */
export const finding = (
  level: CtFinding['level'],
  id: string,
  text: string,
  ...values: readonly (number | string)[]
): CtFinding => ({ id, level, text, values });
