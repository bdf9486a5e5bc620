import { filterId, type ChunkCodec } from '@daisy-lab/compute';
import { decodeTile, finishTile, type TileCoding } from '../../tiff/decode-tile.js';
import { nowhere } from '../format/cursor.js';
import { readStored } from '../format/paged-file.js';
import { DamagedFile } from '../format/file-faults.js';
import { eachRun, overlapOf, spanOf, type Box } from './copy-overlap.js';
import { widenHalf } from './half-precision.js';
import { pieceHead, type ReadSpec } from './read-plan.js';

/** Stretches from here on are read to their place at once instead of through the memory of the codec. */
const directBytes = 16384;

/** Thrown when the reader was told to stop. */
export class Stopped extends Error {}

/**
 * Reads pieces of a dataset to their places in `into`, the bytes of the selection; each thread has a codec of its own.
 * @throws DamagedFile, DaisyError `Data` when the file is damaged; Stopped.
 */
export function readPieces(
  fd: number,
  fileBytes: number,
  spec: ReadSpec,
  pieces: Float64Array,
  into: Uint8Array,
  codec: ChunkCodec,
  stopped: () => boolean,
): void {
  const width = pieceHead + spec.shape.length;
  for (let at = 0; at < pieces.length; at += width) {
    if (stopped()) throw new Stopped();
    readPiece(fd, fileBytes, spec, pieces.subarray(at, at + width), into, codec);
  }
}

function readPiece(
  fd: number,
  fileBytes: number,
  spec: ReadSpec,
  piece: Float64Array,
  into: Uint8Array,
  codec: ChunkCodec,
): void {
  const { chunk, shape, selection, storedBytes, itemBytes, filters } = spec;
  const [address, bytes, mask] = piece as unknown as readonly [number, number, number];
  const first = chunk.map((length, axis) => length * piece[pieceHead + axis]!);
  const box = { first, lengths: chunk };
  const part = overlapOf(box, selection);
  if (!part) return;
  if (address === nowhere) {
    fillPart(part, selection, spec, into);
    return;
  }
  if (address + Math.min(bytes, storedBytes) > fileBytes)
    throw new DamagedFile('a chunk lies behind the end of the file');
  const edge = spec.plainEdges && first.some((start, axis) => start + chunk[axis]! > shape[axis]!);
  const plain = !spec.tile && (edge || filters.every((_, index) => mask & (1 << index)));
  const [firstElement, endElement] = spanOf(part, box);
  const range = [firstElement * storedBytes, endElement * storedBytes] as const;
  if (plain) {
    if (range[1] > bytes) throw new DamagedFile('a chunk is shorter than its elements');
    if (!spec.swap && !spec.half && readDirectly(fd, address, part, box, spec, into)) return;
  }
  const chunkBytes = chunk.reduce((product, length) => product * length, storedBytes);
  const decoded = spec.tile
    ? readTile(fd, fileBytes, piece, spec, spec.tile, codec)
    : plain
      ? readPlain(fd, address, range, storedBytes, codec)
      : readFiltered(fd, fileBytes, address, bytes, mask, chunkBytes, range, spec, codec);
  if (spec.swap && !spec.tile) codec.swapBytes(decoded.values, storedBytes);
  const values = spec.half ? widenHalf(decoded.values) : decoded.values;
  const skipped = decoded.first * itemBytes;
  eachRun(part, box, selection, (from, to, elements) => {
    const start = from * itemBytes - skipped;
    into.set(values.subarray(start, start + elements * itemBytes), to * itemBytes);
  });
}

/** Values of the wanted elements; `first` is the number of the first of them in the chunk. */
interface Decoded {
  readonly values: Uint8Array;
  readonly first: number;
}

function readDirectly(
  fd: number,
  address: number,
  part: Box,
  box: Box,
  { storedBytes, selection }: ReadSpec,
  into: Uint8Array,
): boolean {
  let large = true;
  eachRun(part, box, selection, (from, to, elements) => {
    const bytes = elements * storedBytes;
    large &&= bytes >= directBytes;
    if (large) readStored(fd, into.subarray(to * storedBytes, to * storedBytes + bytes), address + from * storedBytes);
  });
  return large;
}

function readPlain(
  fd: number,
  address: number,
  [first, end]: readonly [number, number],
  storedBytes: number,
  codec: ChunkCodec,
): Decoded {
  const format = { filters: [], chunkBytes: end - first };
  const room = codec.room(end - first, format);
  readStored(fd, room, address + first);
  return { values: room, first: first / storedBytes };
}

function readFiltered(
  fd: number,
  fileBytes: number,
  address: number,
  bytes: number,
  mask: number,
  chunkBytes: number,
  range: readonly [number, number],
  { filters, storedBytes }: ReadSpec,
  codec: ChunkCodec,
): Decoded {
  if (address + bytes > fileBytes) throw new DamagedFile('a chunk lies behind the end of the file');
  const format = { filters, chunkBytes };
  readStored(fd, codec.room(bytes, format), address);
  const values = codec.decode(bytes, format, mask, range);
  return { values: values.subarray(range[0], range[1]), first: range[0] / storedBytes };
}

const deflated = [{ id: filterId.deflate, values: [] }];

/** Strips end with their page, tiles are whole. */
function readTile(
  fd: number,
  fileBytes: number,
  piece: Float64Array,
  { chunk, shape, storedBytes }: ReadSpec,
  coding: TileCoding & { readonly tiled: boolean },
  codec: ChunkCodec,
): Decoded {
  const [address, bytes] = piece as unknown as readonly [number, number];
  if (address + bytes > fileBytes) throw new DamagedFile('a tile lies behind the end of the file');
  const [, rows, ...rest] = chunk as readonly [number, number, ...number[]];
  const here = coding.tiled ? rows : Math.min(rows, shape[1]! - rows * piece[pieceHead + 1]!);
  const length = rest.reduce((product, side) => product * side, here * storedBytes);
  try {
    if (coding.compression === 'deflate') {
      const format = { filters: deflated, chunkBytes: length };
      readStored(fd, codec.room(bytes, format), address);
      return { values: finishTile(codec.decode(bytes, format), coding, length), first: 0 };
    }
    const stored = new Uint8Array(bytes);
    readStored(fd, stored, address);
    return { values: decodeTile(stored, coding, length), first: 0 };
  } catch (thrown) {
    throw new DamagedFile(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

/** Elements that were never written have the fill value. */
export function fillPart(
  part: Box,
  selection: Box,
  { fill, storedBytes, itemBytes, half, swap }: Pick<ReadSpec, 'fill' | 'storedBytes' | 'itemBytes' | 'half' | 'swap'>,
  into: Uint8Array,
): void {
  let value = fill && fill.length === storedBytes ? fill.slice() : new Uint8Array(storedBytes);
  if (swap) value.reverse();
  if (half) value = widenHalf(value).slice();
  const zero = value.every(byte => byte === 0);
  eachRun(part, part, selection, (_, to, elements) => {
    const target = into.subarray(to * itemBytes, (to + elements) * itemBytes);
    if (zero) target.fill(0);
    else if (itemBytes === 1) target.fill(value[0]!);
    else for (let at = 0; at < target.length; at += itemBytes) target.set(value, at);
  });
}
