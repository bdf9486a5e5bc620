import { DaisyError, typedArray, type Dtype, type TileRequest } from '@daisy-lab/core';
import type { Box, Pixels } from './frame-source.js';
import { RowPool } from './pool-rows.js';

/** A rectangle of an image; column c covers image columns x + c * binX up to x + (c + 1) * binX, cut at the rectangle. */
export interface Tile extends Pick<TileRequest, 'x' | 'y' | 'binX' | 'binY'> {
  readonly width: number;
  readonly height: number;
  readonly dtype: Dtype;
  readonly data: Pixels;
}

type Rectangle = Pick<TileRequest, 'x' | 'y' | 'width' | 'height' | 'binX' | 'binY' | 'pool' | 'quality'>;

/**
 * Cuts and pools a rectangle, given in image pixels. NaN is left out; a bin of nothing but NaN is NaN. Stored values at bin 1, float32
 * otherwise. `draft` looks at one row of each bin.
 */
export function poolTile(
  pixels: Pixels,
  dtype: Dtype,
  imageWidth: number,
  imageHeight: number,
  request: Rectangle,
): Tile {
  const { box, ...place } = wholeRectangle(imageWidth, imageHeight, request);
  const { x, y, binX, binY, width, height } = place;
  if (binX === 1 && binY === 1) return { ...place, dtype, data: crop(pixels, dtype, imageWidth, place) };
  const data = new Float32Array(width * height);
  const rowPool = new RowPool(request.pool, binX, box.width);
  for (let row = 0; row < height; row++) {
    const firstRow = y + row * binY;
    const endRow = Math.min(firstRow + binY, y + box.height);
    const seen = request.quality === 'draft' ? middle(firstRow, endRow) : undefined;
    const rows = seen === undefined ? { row: firstRow, endRow } : { row: seen, endRow: seen + 1 };
    rowPool.into(data, row * width, pixels, imageWidth, { first: x, length: box.width, ...rows });
  }
  return { ...place, dtype: 'float32', data };
}

/**
 * What a request covers: image pixels in whole, cut at the image, and how many samples they become.
 * @throws DaisyError `Input` for bins that are not whole.
 */
export function wholeRectangle(
  imageWidth: number,
  imageHeight: number,
  request: Rectangle,
): Omit<Tile, 'dtype' | 'data'> & { readonly box: Box } {
  const { binX, binY } = request;
  if (!(Number.isInteger(binX) && Number.isInteger(binY) && binX >= 1 && binY >= 1)) {
    throw new DaisyError('Input', {
      message: `Bins of ${binX} x ${binY} pixels are not whole.`,
      action: 'Give whole numbers from 1.',
    });
  }
  const x = clamp(request.x, imageWidth - 1);
  const y = clamp(request.y, imageHeight - 1);
  const width = Math.min(imageWidth - x, Math.max(1, Math.ceil(request.width)));
  const height = Math.min(imageHeight - y, Math.max(1, Math.ceil(request.height)));
  const samples = { width: Math.ceil(width / binX), height: Math.ceil(height / binY) };
  return { x, y, binX, binY, ...samples, box: { x, y, width, height } };
}

function crop(
  pixels: Pixels,
  dtype: Dtype,
  stride: number,
  place: { x: number; y: number; width: number; height: number },
): Pixels {
  const data = typedArray(dtype, place.width * place.height) as Float32Array;
  for (let row = 0; row < place.height; row++) {
    const start = (place.y + row) * stride + place.x;
    data.set((pixels as Float32Array).subarray(start, start + place.width), row * place.width);
  }
  return data;
}

const clamp = (value: number, last: number): number => Math.min(last, Math.max(0, Math.floor(value)));
const middle = (first: number, end: number): number => (first + end - 1) >> 1;
