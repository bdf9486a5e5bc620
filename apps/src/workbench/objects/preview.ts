import { itemSize, type KernelLink, type ObjectDescription, type Selection } from '@daisy-lab/core';
import type { Samples, Tile } from '../../kit/image-view/image-source.js';

/** What may be fetched for a small picture. */
const largestBytes = 4_000_000;

/** Curves as pairs of lowest and highest value per column, images pooled. */
export type Preview =
  | { readonly kind: 'curve'; readonly low: readonly number[]; readonly high: readonly number[] }
  | { readonly kind: 'image'; readonly tile: Tile; readonly limits: readonly [number, number] };

/** Whether the last two axes make a picture. */
export function isImage(shape: readonly number[]): boolean {
  return shape.length >= 2 && shape.slice(-2).every(length => length > 1);
}

/** The part of an array that its small picture is made of: a curve, or the image in the middle; null where that is too much. */
export function previewSelection({ kind, shape, dtype }: ObjectDescription): Selection | null {
  if (kind !== 'array' || !shape || !dtype || shape.length === 0 || shape.includes(0)) return null;
  const whole = isImage(shape) ? 2 : 1;
  const bytes = shape.slice(-whole).reduce((product, length) => product * length, itemSize(dtype));
  if (bytes > largestBytes) return null;
  return shape.map((length, axis) => {
    if (axis >= shape.length - whole) return null;
    const middle = Math.floor(length / 2);
    return [middle, middle + 1] as const;
  });
}

/** Fetches and reduces what a small picture shows; null where there is nothing to show. */
export async function loadPreview(
  link: KernelLink,
  object: ObjectDescription,
  sizePx: number,
  signal: AbortSignal,
): Promise<Preview | null> {
  const selection = previewSelection(object);
  if (!selection || !object.shape) return null;
  const { arrays } = await link.request('store.read', { object: object.id, selection }, { signal });
  const data = arrays?.['data']?.data;
  if (!data) return null;
  const samples = samplesOf(data);
  if (!isImage(object.shape)) return curveOf(samples, sizePx);
  const [height, width] = object.shape.slice(-2) as [number, number];
  const tile = pooled(samples, width, height, sizePx);
  return { kind: 'image', tile, limits: limitsOf(tile.data) };
}

/** Values that can be drawn: 64-bit integers become numbers. */
export function samplesOf(data: ArrayBufferView): Samples {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return Float64Array.from(data, Number);
  return data as Samples;
}

/** Means over whole bins, so that no side is longer than `sizePx`. */
export function pooled(data: Samples, width: number, height: number, sizePx: number): Tile {
  const bin = Math.max(1, Math.ceil(Math.max(width, height) / sizePx));
  const columns = Math.ceil(width / bin);
  const rows = Math.ceil(height / bin);
  const sums = new Float32Array(columns * rows);
  const counts = new Uint32Array(columns * rows);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = data[y * width + x]!;
      if (!Number.isFinite(value)) continue;
      const at = Math.floor(y / bin) * columns + Math.floor(x / bin);
      sums[at]! += value;
      counts[at]!++;
    }
  }
  const means = sums.map((sum, at) => sum / counts[at]!);
  return { frame: 0, x: 0, y: 0, binX: 1, binY: 1, width: columns, height: rows, data: means };
}

/** The 0.5 and 99.5 percentiles of the values that are numbers. */
export function limitsOf(data: Samples): readonly [number, number] {
  const sorted = Float64Array.from(data as ArrayLike<number>)
    .filter(Number.isFinite)
    .sort();
  if (sorted.length === 0) return [0, 1];
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
  return [at(0.005), at(0.995)];
}

/** Lowest and highest value of each of at most `columns` parts, so that peaks stay. */
export function curveOf(data: Samples, columns: number): Extract<Preview, { kind: 'curve' }> {
  const count = Math.min(columns, data.length);
  const low: number[] = [];
  const high: number[] = [];
  for (let column = 0; column < count; column++) {
    const start = Math.floor((column * data.length) / count);
    const end = Math.floor(((column + 1) * data.length) / count);
    let smallest = Infinity;
    let largest = -Infinity;
    for (let i = start; i < end; i++) {
      const value = data[i]!;
      if (value < smallest) smallest = value;
      if (value > largest) largest = value;
    }
    low.push(smallest);
    high.push(largest);
  }
  return { kind: 'curve', low, high };
}
