import { itemSize, sizeOf, type TypedArray } from '@daisy-lab/core';
import { bytesOf, isShared } from '../bytes/byte-order.js';
import type { FileBytes } from '../bytes/file-bytes.js';
import { lengthOf, type Range } from '../entries/ranges.js';
import { planPieces, type ReadSpec } from '../hdf5/chunks/read-plan.js';
import { readPool } from '../hdf5/threads/read-pool.js';
import type { PageLayout } from './page-layout.js';

/** What takes less time than to tell a thread is read in this one. */
const smallBytes = 1 << 18;

/** Fills a box of [page, row, column, sample]. */
export type ReadBox = (ranges: readonly Range[], into: TypedArray, signal?: AbortSignal) => Promise<void>;

/**
 * Reads boxes of pages in the threads that read HDF5: each tile or strip is read and decoded once. null when the pages are not all
 * stored in one way, or their samples lie in planes.
 * @param here reads small boxes
 */
export function threadedPages(
  file: FileBytes,
  layouts: readonly PageLayout[],
  here: (ranges: readonly Range[], into: TypedArray) => void,
): ReadBox | null {
  const [first] = layouts as [PageLayout];
  if (first.planar || !layouts.every(layout => sameStorage(layout, first))) return null;
  const whole = layouts.every(isOnePiece);
  const chunk = [1, whole ? first.height : first.tileHeight, first.tileWidth, first.samples];
  const across = Math.ceil(first.width / first.tileWidth);
  const item = itemSize(first.dtype);
  const coded = first.compression !== 'none' || first.predictor !== 1;
  return async (ranges, into, signal) => {
    const lengths = ranges.map(lengthOf);
    const selection = { first: ranges.map(([start]) => start), lengths };
    const spec: ReadSpec = {
      ...{ shape: [layouts.length, first.height, first.width, first.samples], chunk, selection },
      ...{ storedBytes: item, itemBytes: item, half: false, swap: !first.littleEndian && item > 1 },
      ...{ filters: [], plainEdges: false, fill: null },
      ...(coded ? { tile: codingOf(first) } : {}),
    };
    const plan = planPieces(spec, (_, [page, row, column]) => {
      const layout = layouts[page!]!;
      const tile = whole ? 0 : row! * across + column!;
      return [layout.offsets[tile]!, coded ? layout.byteCounts[tile]! : sizeOf(chunk) * item, 0];
    });
    if (plan.count * sizeOf(chunk) * item <= smallBytes) {
      here(ranges, into);
      return;
    }
    const shared = isShared(into) ? bytesOf(into) : new Uint8Array(new SharedArrayBuffer(sizeOf(lengths) * item));
    try {
      await readPool.run(plan, { fd: file.hold(), fileBytes: file.size, into: shared, signal });
    } finally {
      file.release();
    }
    if (!isShared(into)) bytesOf(into).set(shared);
  };
}

/** Strips without compression that follow each other, of which any part can be read alone. */
function isOnePiece({
  compression,
  predictor,
  tiled,
  tileHeight,
  tileWidth,
  samples,
  dtype,
  offsets,
  height,
}: PageLayout): boolean {
  const stripBytes = tileHeight * tileWidth * samples * itemSize(dtype);
  const strips = Math.ceil(height / tileHeight);
  if (compression !== 'none' || predictor !== 1 || tiled) return false;
  return offsets.slice(0, strips).every((offset, strip) => offset === offsets[0]! + strip * stripBytes);
}

function sameStorage(a: PageLayout, b: PageLayout): boolean {
  const keys = ['compression', 'predictor', 'planar', 'tiled', 'tileWidth', 'tileHeight', 'littleEndian'] as const;
  return keys.every(key => a[key] === b[key]);
}

function codingOf({ dtype, compression, predictor, samples, planar, tileWidth, littleEndian, tiled }: PageLayout) {
  return { dtype, compression, predictor, samples, planar, tileWidth, littleEndian, tiled };
}
