import type { DatasetInfo } from '../../io/data-source.js';
import { itemSize } from '@daisy-lab/core';
import { mostWholeBytes } from '../../io/bytes/problems.js';
import type { PartSize } from './frame-source.js';
import type { ImageAxes } from './image-axes.js';

/** Larger chunks are no help. */
const mostBytes = 256 * 1024 * 1024;
/** Side of what is read together where nothing is known of the chunks, in pixels. */
const guessedSide = 512;

/** How images of a dataset are read in parts; null where they can be read as a whole only. */
export function partSize(info: DatasetInfo, { down, across }: ImageAxes): PartSize | null {
  const { storage, shape, dtype } = info;
  const item = itemSize(dtype!);
  const [width, height] = [shape[across]!, shape[down]!];
  const isRows = !storage || plain.has(storage.layout) || (storage.layout === 'strips' && storage.filters.length === 0);
  if (storage?.chunks && !isRows) {
    const bytes = storage.chunks.reduce((product, length) => product * length, item);
    return bytes > mostBytes ? null : { width: storage.chunks[across]!, height: storage.chunks[down]!, bytes };
  }
  // smaller ones may be of a kind that is decoded whole
  if (across !== shape.length - 1 || down !== shape.length - 2 || width * height * item <= mostWholeBytes) return null;
  if (isRows) return { width, height: 1, bytes: width * item };
  const side = { width: Math.min(guessedSide, width), height: Math.min(guessedSide, height) };
  return { ...side, bytes: side.width * side.height * item };
}

/** Values that lie in the file row by row. */
const plain: ReadonlySet<string> = new Set(['contiguous', 'whole', 'one file each']);
