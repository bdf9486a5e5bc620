import { DaisyError, itemSize, type Dtype, type Histogram, type PixelStatistics } from '@daisy-lab/core';
import type { Pixels, ReadBox } from './frame-source.js';
import { histogramOf } from './histogram.js';
import { bandsOf } from './part-tile.js';
import { regionOf, regionStatistics, type Rectangle } from './region-statistics.js';

/** As `regionStatistics`, of pixels that are read band by band. */
export async function statisticsInParts(
  read: ReadBox,
  image: { readonly width: number; readonly height: number; readonly dtype: Dtype },
  rectangle: Rectangle,
  mostBytes: number,
  signal?: AbortSignal,
): Promise<PixelStatistics> {
  const box = regionOf(image.width, image.height, rectangle);
  const bytes = box.width * box.height * itemSize(image.dtype);
  if (bytes > mostBytes) {
    throw new DaisyError('Resource', {
      message: `The region holds ${(bytes / 1e9).toFixed(0)} GB; statistics read up to ${(mostBytes / 1e9).toFixed(0)} GB.`,
      action: 'Draw a smaller one.',
    });
  }
  let all: PixelStatistics | undefined;
  let pixels: Pixels | undefined;
  for (const band of bandsOf(box, itemSize(image.dtype))) {
    if (signal?.aborted) throw DaisyError.cancelled('Statistics');
    pixels = await read(band, pixels);
    const here = regionStatistics(pixels, band.width, band.height, {});
    all = all ? together(all, here) : here;
  }
  return all!;
}

/** Of pixels of one type. */
export function histogramOfParts(parts: readonly Pixels[], bins: number): Histogram {
  const [first] = parts;
  if (!first || parts.length === 1) return histogramOf(first ?? new Float32Array(0), bins);
  const all = new (first.constructor as new (length: number) => typeof first)(
    parts.reduce((sum, part) => sum + part.length, 0),
  );
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return histogramOf(all, bins);
}

/** Statistics of two sets from those of each (Chan, Golub and LeVeque, 1979). */
function together(a: PixelStatistics, b: PixelStatistics): PixelStatistics {
  const invalid = a.invalid + b.invalid;
  if (a.count === 0 || b.count === 0) return { ...(a.count === 0 ? b : a), invalid };
  const count = a.count + b.count;
  const apart = b.mean - a.mean;
  const squares = a.std ** 2 * a.count + b.std ** 2 * b.count + (apart ** 2 * a.count * b.count) / count;
  return {
    ...{ count, invalid, sum: a.sum + b.sum, mean: a.mean + (apart * b.count) / count },
    ...{ min: Math.min(a.min, b.min), max: Math.max(a.max, b.max), std: Math.sqrt(squares / count) },
  };
}
