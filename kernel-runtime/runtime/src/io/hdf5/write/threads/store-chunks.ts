import { ChunkCodec } from '@daisy-lab/compute';
import { eachRun, overlapOf, type Box } from '../../chunks/copy-overlap.js';
import { writeFully } from '../../../bytes/write-fully.js';
import { allocateAt } from '../file-room.js';
import type { StoreTurn } from './messages.js';

let codecOfThisThread: ChunkCodec | undefined;

/** Compresses and writes chunks; one that does not shrink is stored as it is. Returns address, bytes and filter mask of each. */
export function storeChunks(turn: StoreTurn): Float64Array {
  const { fd, end, filters, first, last } = turn;
  codecOfThisThread ??= new ChunkCodec();
  const chunkBytes = turn.chunk.reduce((product, length) => product * length, turn.itemBytes);
  const stored = new Float64Array(3 * (last - first));
  for (let number = first; number < last; number++) {
    const room = codecOfThisThread.plainRoom(chunkBytes, filters);
    fillChunk(turn, number, room);
    let bytes = codecOfThisThread.encodeRoom(chunkBytes, filters);
    let mask = 0;
    if (filters.length > 0 && bytes.length >= chunkBytes) {
      bytes = codecOfThisThread.plainRoom(chunkBytes, filters);
      fillChunk(turn, number, bytes);
      mask = 2 ** filters.length - 1;
    }
    const address = allocateAt(end, bytes.length);
    writeFully(fd, bytes, address);
    stored.set([address, bytes.length, mask], 3 * (number - first));
  }
  return stored;
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
