import { itemSize, type DataDescription } from '@daisy-lab/core';
import type { ImageAxes } from '../hdf5-state.js';
import { chunksPerImage } from './shapes.js';

/** Chunks below this are lost in the work around them, in bytes; chunks above make one value dear. */
const smallChunk = 16 * 1024;
const largeChunk = 32 * 1024 * 1024;
/** A chunk that is advised is no larger. */
const goodChunk = 4 * 1024 * 1024;
/** Data below this are read at once, however they are stored. */
const smallData = 8 * 1024 * 1024;

/** Why the chunks of a dataset make its images slow. */
export interface StorageAdvice {
  readonly because: 'spread' | 'small' | 'large' | 'gzip';
  /** Bytes that are decoded for one image, over the bytes of the image. */
  readonly times: number;
  /** Chunks for one image. */
  readonly chunks: number;
  /** Chunks that would suit the images. */
  readonly better: readonly number[];
}

/** What could be stored better for the images that are looked at; null where nothing is to be gained. */
export function storageAdvice(described: DataDescription, image: ImageAxes): StorageAdvice | null {
  const { shape, dtype, storage } = described;
  const cost = dtype && chunksPerImage(shape, storage?.chunks ?? null, itemSize(dtype), image);
  if (!cost || shape.reduce((bytes, length) => bytes * length, itemSize(dtype)) < smallData) return null;
  const chunkBytes = cost.bytes / cost.chunks;
  const times = cost.bytes / cost.imageBytes;
  const found = { times, chunks: cost.chunks, better: betterChunks(shape, image, itemSize(dtype)) };
  if (times >= 2) return { because: 'spread', ...found };
  if (chunkBytes < smallChunk && cost.chunks > 16) return { because: 'small', ...found };
  if (chunkBytes > largeChunk) return { because: 'large', ...found };
  return storage?.filters.some(name => /gzip|deflate/.test(name)) ? { because: 'gzip', ...found } : null;
}

/** Chunks of one image each; of a part of its height where the image is large. */
export function betterChunks(shape: readonly number[], image: ImageAxes, itemBytes: number): readonly number[] {
  const [down, across] = image;
  const rowBytes = (shape[across] ?? 1) * itemBytes;
  const rows = Math.max(1, Math.min(shape[down] ?? 1, Math.floor(goodChunk / rowBytes)));
  const parts = Math.ceil((shape[down] ?? 1) / rows);
  return shape.map((length, axis) => (axis === across ? length : axis === down ? Math.ceil(length / parts) : 1));
}
