import { ChunkCodec } from '@daisy-lab/compute';
import { eachRun, overlapOf, spanOf, type Box } from '../../chunks/copy-overlap.js';
import { writeFully } from '../../../bytes/write-fully.js';
import { directUnit, writeDirect } from '../../../bytes/write-direct.js';
import { allocateAligned, allocateAt } from '../file-room.js';
import type { StoreTurn } from './messages.js';

let codecOfThisThread: ChunkCodec | undefined;

/** Compresses and writes chunks; one that does not shrink is stored as it is. Returns address, bytes and filter mask of each. */
export function storeChunks(turn: StoreTurn): Float64Array {
  const { fd, directFd, end, filters, first, last } = turn;
  const stored = new Float64Array(3 * (last - first));
  for (let number = first; number < last; number++) {
    const plain = filters.length === 0 ? runOf(turn, number) : null;
    const { bytes, mask } = plain ? { bytes: plain, mask: 0 } : encoded(turn, number);
    const address = directFd === null ? allocateAt(end, bytes.length) : allocateAligned(end, bytes.length, directUnit);
    const done = directFd === null ? 0 : writeDirect(directFd, bytes, address);
    writeFully(fd, bytes.subarray(done), address + done);
    stored.set([address, bytes.length, mask], 3 * (number - first));
  }
  return stored;
}

function encoded(turn: StoreTurn, number: number): { bytes: Uint8Array; mask: number } {
  const { chunk, itemBytes, filters } = turn;
  codecOfThisThread ??= new ChunkCodec();
  const chunkBytes = chunk.reduce((product, length) => product * length, itemBytes);
  fillChunk(turn, number, codecOfThisThread.plainRoom(chunkBytes, filters));
  const bytes = codecOfThisThread.encodeRoom(chunkBytes, filters);
  if (filters.length === 0 || bytes.length < chunkBytes) return { bytes, mask: 0 };
  const plain = codecOfThisThread.plainRoom(chunkBytes, filters);
  fillChunk(turn, number, plain);
  return { bytes: plain, mask: 2 ** filters.length - 1 };
}

/** The bytes of a chunk where they lie, when they lie in one piece; else null. */
function runOf({ stage, shape, chunk, itemBytes }: StoreTurn, number: number): Uint8Array | null {
  const whole: Box = { first: shape.map(() => 0), lengths: shape };
  const part = overlapOf(whole, { first: placeOf(number, shape, chunk), lengths: chunk })!;
  if (part.lengths.some((length, axis) => length < chunk[axis]!)) return null;
  const [first, end] = spanOf(part, whole);
  const together = end - first === chunk.reduce((product, length) => product * length, 1);
  return together ? stage.subarray(first * itemBytes, end * itemBytes) : null;
}

/** Copies the values of a chunk; what lies beyond the edge is zero. */
function fillChunk({ stage, shape, chunk, itemBytes }: StoreTurn, number: number, room: Uint8Array): void {
  const whole: Box = { first: shape.map(() => 0), lengths: shape };
  const box: Box = { first: placeOf(number, shape, chunk), lengths: chunk };
  const part = overlapOf(whole, box)!;
  if (part.lengths.some((length, axis) => length < chunk[axis]!)) room.fill(0);
  eachRun(part, whole, box, (from, to, elements) => {
    const start = from * itemBytes;
    room.set(stage.subarray(start, start + elements * itemBytes), to * itemBytes);
  });
}

/** First element of a chunk along each axis. */
export function placeOf(number: number, shape: readonly number[], chunk: readonly number[]): number[] {
  const place = new Array<number>(shape.length);
  let left = number;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const count = axis === 0 ? Infinity : Math.ceil(shape[axis]! / chunk[axis]!);
    place[axis] = (axis === 0 ? left : left % count) * chunk[axis]!;
    left = Math.floor(left / count);
  }
  return place;
}
