import type { FilterSpec } from '@daisy-lab/compute';
import type { ChunkTable } from './chunk-table.js';
import { nowhere } from '../format/cursor.js';
import { DamagedFile } from '../format/file-faults.js';
import type { TileCoding } from '../../tiff/decode-tile.js';
import type { Box } from './copy-overlap.js';

/** All that a thread needs to know to read pieces of a dataset. */
export interface ReadSpec {
  readonly shape: readonly number[];
  readonly chunk: readonly number[];
  readonly selection: Box;
  /** Bytes of an element in the file. */
  readonly storedBytes: number;
  /** Bytes of an element in memory: half precision is widened. */
  readonly itemBytes: number;
  readonly half: boolean;
  readonly swap: boolean;
  readonly filters: readonly FilterSpec[];
  readonly plainEdges: boolean;
  readonly fill: Uint8Array | null;
  /** Pieces are tiles or strips of TIFF, coded in its ways. */
  readonly tile?: TileCoding & { readonly tiled: boolean };
}

/** Numbers that describe a piece: address, stored bytes, filter mask, and its place in the grid along each axis. */
export const pieceHead = 3;

/** The chunks that a selection touches, in the order of the file's axes. */
export interface ReadPlan {
  readonly spec: ReadSpec;
  readonly pieces: Float64Array;
  readonly count: number;
}

const mostPieces = 20_000_000;

/** Places of the chunks that a selection touches. */
export function planPieces(
  spec: ReadSpec,
  entry: (place: number, at: readonly number[]) => readonly [address: number, bytes: number, mask: number],
): ReadPlan {
  const { chunk, selection, shape } = spec;
  const grid = shape.map((length, axis) => Math.ceil(length / chunk[axis]!));
  const first = selection.first.map((start, axis) => Math.floor(start / chunk[axis]!));
  const end = selection.first.map((start, axis) => Math.ceil((start + selection.lengths[axis]!) / chunk[axis]!));
  const count = first.reduce((product, start, axis) => product * (end[axis]! - start), 1);
  if (count > mostPieces) throw new DamagedFile(`a selection of ${count} chunks`);
  const width = pieceHead + shape.length;
  const pieces = new Float64Array(count * width);
  const place = [...first];
  for (let piece = 0; piece < count; piece++) {
    const number = place.reduce((at, value, axis) => at * grid[axis]! + value, 0);
    pieces.set(entry(number, place), piece * width);
    pieces.set(place, piece * width + pieceHead);
    for (let axis = place.length - 1; axis >= 0; axis--) {
      if (++place[axis]! < end[axis]!) break;
      place[axis] = first[axis]!;
    }
  }
  return { spec, pieces, count };
}

export function planChunks(spec: ReadSpec, table: ChunkTable): ReadPlan {
  return planPieces(spec, number => {
    const row = table.row(number);
    return row < 0 ? [nowhere, 0, 0] : [table.address(row), table.bytes(row), table.mask(row)];
  });
}

const pieceBytes = 1 << 20;

/** A contiguous dataset in pieces of about a megabyte that are contiguous themselves. */
export function contiguousChunk(shape: readonly number[], storedBytes: number): readonly number[] {
  const chunk = shape.map(() => 1);
  let bytes = storedBytes;
  for (let axis = shape.length - 1; axis >= 0 && bytes < pieceBytes; axis--) {
    chunk[axis] = Math.max(1, Math.min(shape[axis]!, Math.ceil(pieceBytes / bytes)));
    bytes *= chunk[axis]!;
    if (chunk[axis] !== shape[axis]) break;
  }
  return chunk;
}

export function planContiguous(spec: ReadSpec, address: number): ReadPlan {
  const { shape, chunk, storedBytes } = spec;
  const bytes = chunk.reduce((product, length) => product * length, storedBytes);
  return planPieces(spec, (_, place) => {
    if (address === nowhere) return [nowhere, 0, 0];
    const element = place.reduce((at, value, axis) => at * shape[axis]! + value * chunk[axis]!, 0);
    return [address + element * storedBytes, bytes, 0];
  });
}
