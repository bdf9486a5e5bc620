import { DaisyError, type PixelStatistics } from '@daisy-lab/core';
import type { Box, Pixels } from './frame-source.js';

/** In image pixels; all of the image where nothing is said. */
export interface Rectangle {
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
}

/**
 * Statistics of a rectangle in image pixels, cut at the image.
 * @throws DaisyError `Input` when it holds no pixel of the image.
 */
export function regionStatistics(
  pixels: Pixels,
  imageWidth: number,
  imageHeight: number,
  rectangle: Rectangle,
): PixelStatistics {
  const region = regionOf(imageWidth, imageHeight, rectangle);
  const columns = [region.x, region.x + region.width] as const;
  const rows = [region.y, region.y + region.height] as const;
  let count = 0;
  let invalid = 0;
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  // sums around a value of the region, so that large means do not swallow small deviations
  const middle = firstNumber(pixels, imageWidth, columns, rows);
  let squares = 0;
  for (let row = rows[0]; row < rows[1]; row++) {
    for (let at = row * imageWidth + columns[0]; at < row * imageWidth + columns[1]; at++) {
      const value = pixels[at]!;
      if (!Number.isFinite(value)) {
        invalid++;
        continue;
      }
      count++;
      if (value < min) min = value;
      if (value > max) max = value;
      sum += value - middle;
      squares += (value - middle) ** 2;
    }
  }
  if (count === 0) {
    return { count, invalid, min: Number.NaN, max: Number.NaN, sum: 0, mean: Number.NaN, std: Number.NaN };
  }
  const offset = sum / count;
  const std = Math.sqrt(Math.max(0, squares / count - offset ** 2));
  return { count, invalid, min, max, sum: sum + count * middle, mean: middle + offset, std };
}

/**
 * The pixels of a rectangle, cut at the image.
 * @throws DaisyError `Input` when it holds no pixel of the image.
 */
export function regionOf(
  imageWidth: number,
  imageHeight: number,
  { x = 0, y = 0, width = imageWidth, height = imageHeight }: Rectangle,
): Box {
  const [left, right] = [Math.max(0, Math.floor(x)), Math.min(imageWidth, Math.ceil(x + width))];
  const [top, bottom] = [Math.max(0, Math.floor(y)), Math.min(imageHeight, Math.ceil(y + height))];
  if (left < right && top < bottom) return { x: left, y: top, width: right - left, height: bottom - top };
  throw new DaisyError('Input', {
    message: 'The region lies beside the image.',
    action: `Choose one within ${imageWidth} x ${imageHeight} pixels.`,
  });
}

function firstNumber(
  pixels: Pixels,
  stride: number,
  columns: readonly [number, number],
  rows: readonly [number, number],
): number {
  for (let row = rows[0]; row < rows[1]; row++) {
    for (let at = row * stride + columns[0]; at < row * stride + columns[1]; at++) {
      if (Number.isFinite(pixels[at]!)) return pixels[at]!;
    }
  }
  return 0;
}
