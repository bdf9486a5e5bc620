import { dtypeOf, isLazy, isNdArray, partOf, type NdArray, type SeenValue } from '@daisy-lab/core';
import { contrastLimits } from '../viewer/frame-statistics.js';
import { plainNumbers } from '../viewer/array-frames.js';
import type { Pixels } from '../viewer/frame-source.js';
import { poolTile } from '../viewer/pool-tile.js';

/** Longest side of a small picture, pixels; columns of a small curve. */
const imagePx = 96;
const curveColumns = 96;

/** A small picture of a value: an image, or the lowest and highest values of a curve. */
export interface StepPreview {
  readonly kind: 'image' | 'curve';
  readonly port: string;
  readonly limits: readonly [number, number];
  /** [height, width], or [2, columns] */
  readonly shape: readonly [number, number];
  readonly data: Float32Array;
}

/** The picture of what a step gave: of a stack the image in its middle; null where there is nothing to see. */
export async function previewOf({ port, value, planeOf }: SeenValue): Promise<StepPreview | null> {
  if (!isNdArray(value) || value.shape.length === 0 || value.shape.includes(0)) return null;
  const plane = planeOf ? value : await middleOf(value);
  const shape = plane.shape.filter(length => length > 1);
  const pixels = plainNumbers(plane.data);
  if (shape.length >= 2) return imageOf(port, pixels, shape.at(-1)!, shape.at(-2)!, planeSize(shape));
  return shape.length === 1 ? curveOf(port, pixels) : null;
}

/** What lies in the middle of all axes before the last two. */
async function middleOf(array: NdArray): Promise<NdArray> {
  let part = array;
  for (let axis = 0; axis < array.shape.length - 2; axis++) {
    const at = Math.floor(array.shape[axis]! / 2);
    part = await partOf(part, axis, at, at + 1);
  }
  return isLazy(part) ? partOf(part, 0, 0, part.shape[0]!) : part;
}

/** Where the image begins in a plane that still has more axes than two. */
const planeSize = (shape: readonly number[]): number => {
  const images = shape.slice(0, -2).reduce((product, length) => product * length, 1);
  return Math.floor(images / 2) * shape.at(-1)! * shape.at(-2)!;
};

function imageOf(port: string, pixels: Pixels, width: number, height: number, start: number): StepPreview {
  const image = pixels.subarray(start, start + width * height);
  const bin = Math.max(1, Math.ceil(Math.max(width, height) / imagePx));
  const area = { x: 0, y: 0, width, height, binX: bin, binY: bin, pool: 'mean', quality: 'exact' } as const;
  const tile = poolTile(image, dtypeOf(image), width, height, area);
  const data = Float32Array.from(tile.data);
  return { kind: 'image', port, limits: contrastLimits(data), shape: [tile.height, tile.width], data };
}

/** Peaks stay: of each column the lowest and the highest value. */
function curveOf(port: string, values: Pixels): StepPreview {
  const columns = Math.min(curveColumns, values.length);
  const data = new Float32Array(2 * columns);
  for (let column = 0; column < columns; column++) {
    const first = Math.floor((column * values.length) / columns);
    const end = Math.floor(((column + 1) * values.length) / columns);
    let [low, high] = [Infinity, -Infinity];
    for (let at = first; at < end; at++) {
      low = Math.min(low, values[at]!);
      high = Math.max(high, values[at]!);
    }
    data[column] = low;
    data[columns + column] = high;
  }
  return { kind: 'curve', port, limits: contrastLimits(data), shape: [2, columns], data };
}
