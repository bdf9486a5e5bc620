import { decodeBitshuffle, encodeBitshuffle } from './bitshuffle.js';
import { decodeBlosc } from './blosc.js';
import { CodecMemory, type Region } from './codec-memory.js';
import { damaged, written } from './damaged.js';
import { filterId, filterName, type FilterSpec } from './filters.js';
import { deflate, zstd } from './general.js';
import { inflate } from './inflate.js';
import { decodeLz4Frames, encodeLz4Frames } from './lz4-frames.js';

/** A chunk whose contents, decoded, exceed this is refused. */
export const largestChunkBytes = 1 << 30;

/** Filters in the order in which they were applied when writing, and the bytes of the chunk before. */
export interface ChunkFormat {
  readonly filters: readonly FilterSpec[];
  readonly chunkBytes: number;
}

/** Decodes and encodes chunks one at a time in memory of its own; one for each thread. */
export class ChunkCodec {
  readonly #memory = new CodecMemory();

  /** Room for the stored bytes of a chunk, to be filled before `decode`; void after it. */
  room(storedBytes: number, { filters, chunkBytes }: ChunkFormat): Uint8Array {
    if (chunkBytes > largestChunkBytes || storedBytes > 2 * largestChunkBytes) {
      throw damaged('compressed', `a chunk claims ${Math.max(chunkBytes, storedBytes)} bytes`);
    }
    const [input] = this.#regions(storedBytes, filters, chunkBytes);
    return this.#memory.bytes({ at: input.at, bytes: storedBytes });
  }

  /**
   * Decodes what lies in `room`: at least bytes `first <= byte < end` of the chunk hold what they should.
   * @param skipped a bit for each filter that was left out for this chunk.
   * @throws DaisyError `Data` when the stored bytes are damaged.
   */
  decode(
    storedBytes: number,
    { filters, chunkBytes }: ChunkFormat,
    skipped = 0,
    range: readonly [first: number, end: number] = [0, chunkBytes],
  ): Uint8Array {
    const [first, second, spare] = this.#regions(storedBytes, filters, chunkBytes);
    const active = filters.filter((_, index) => !(skipped & (1 << index)));
    let from: Region = { at: first.at, bytes: storedBytes };
    let room: Region = second;
    // only when the outermost filter is the only one does its output lie where the values lie
    const wanted = active.length === 1 ? range : ([0, chunkBytes] as const);
    for (const filter of [...active].reverse()) {
      const result = this.#undo(filter, from, room, spare, wanted);
      if (result.at === room.at) room = room.at === first.at ? second : first;
      from = result;
    }
    if (from.bytes < chunkBytes)
      throw damaged('compressed', `a chunk has ${from.bytes} instead of ${chunkBytes} bytes`);
    return this.#memory.bytes({ at: from.at, bytes: chunkBytes });
  }

  /** Turns the bytes of `count` elements around, in what `decode` returned. */
  swapBytes(decoded: Uint8Array, elementBytes: number): void {
    this.#memory.kernel.swapBytes(decoded.byteOffset, Math.floor(decoded.length / elementBytes), elementBytes);
  }

  /** Applies filters to the bytes of a chunk. */
  encode(bytes: Uint8Array, filters: readonly FilterSpec[]): Uint8Array {
    this.plainRoom(bytes.length, filters).set(bytes);
    return this.encodeRoom(bytes.length, filters).slice();
  }

  /** Room for the bytes of a chunk, to be filled before `encodeRoom`; void after it. */
  plainRoom(chunkBytes: number, filters: readonly FilterSpec[]): Uint8Array {
    if (chunkBytes > largestChunkBytes) throw damaged('plain', `a chunk of ${chunkBytes} bytes is too large`);
    const [first] = this.#regions(chunkBytes, filters, chunkBytes);
    return this.#memory.bytes({ at: first.at, bytes: chunkBytes });
  }

  /** Applies filters to what lies in `plainRoom`; the result is void after the next call of any method. */
  encodeRoom(chunkBytes: number, filters: readonly FilterSpec[]): Uint8Array {
    const [first, second] = this.#regions(chunkBytes, filters, chunkBytes);
    let from: Region = { at: first.at, bytes: chunkBytes };
    let room: Region = second;
    for (const filter of filters) {
      const length = this.#apply(filter, from, room);
      [from, room] = [{ at: room.at, bytes: length }, room.at === first.at ? second : first];
    }
    return this.#memory.bytes(from);
  }

  /** Two regions that take turns, and a third for a codec that needs one. */
  #regions(storedBytes: number, filters: readonly FilterSpec[], chunkBytes: number): readonly [Region, Region, Region] {
    if (filters.length === 0) {
      const [only] = this.#memory.arrange(Math.max(storedBytes, chunkBytes));
      return [only!, only!, only!];
    }
    // a compressor that meets noise makes it a little longer
    const most = Math.max(storedBytes, chunkBytes + (chunkBytes >> 3) + 65536);
    const spareBytes = filters.some(({ id }) => id === filterId.blosc) ? most : 0;
    const [first, second, spare] = this.#memory.arrange(most, most, spareBytes);
    return [first!, second!, spare!];
  }

  #undo(
    { id, values }: FilterSpec,
    from: Region,
    room: Region,
    spare: Region,
    range: readonly [number, number],
  ): Region {
    const memory = this.#memory;
    const { kernel } = memory;
    const to = (bytes: number): Region => ({ at: room.at, bytes });
    switch (id) {
      case filterId.deflate:
        return to(inflate(memory.bytes(from), memory.bytes(room)));
      case filterId.zstd:
        return this.#put(zstd(memory.bytes(from), room.bytes), room);
      case filterId.shuffle:
        kernel.unshuffle(from.at, from.bytes, room.at, Math.max(1, Math.min(values[0] ?? 1, from.bytes || 1)));
        return to(from.bytes);
      case filterId.fletcher32:
        return this.#withoutChecksum(from);
      case filterId.lzf:
        return to(written('LZF', kernel.decodeLzf(from.at, from.bytes, room.at, room.bytes)));
      case filterId.blosc:
        return to(decodeBlosc(memory, from, room, spare));
      case filterId.lz4:
        return to(decodeLz4Frames(memory, from, room));
      case filterId.bitshuffle:
        return to(decodeBitshuffle(memory, from, room, values, range));
      default:
        throw damaged('compressed', `${filterName({ id, values })} is not decoded here`);
    }
  }

  #apply({ id, values }: FilterSpec, from: Region, room: Region): number {
    const memory = this.#memory;
    switch (id) {
      case filterId.deflate:
        return this.#put(deflate(memory.bytes(from), values[0] ?? 1), room).bytes;
      case filterId.shuffle:
        memory.kernel.shuffle(from.at, from.bytes, room.at, Math.max(1, values[0] ?? 1));
        return from.bytes;
      case filterId.fletcher32: {
        const sum = memory.kernel.fletcher32(from.at, from.bytes) >>> 0;
        memory.bytes(room).set(memory.bytes(from));
        memory.view(room).setUint32(from.bytes, sum, true);
        return from.bytes + 4;
      }
      case filterId.lz4:
        return encodeLz4Frames(memory, from, room, values[0]);
      case filterId.bitshuffle:
        return encodeBitshuffle(memory, from, room, values);
      default:
        throw damaged('compressed', `${filterName({ id, values })} is read, but not written`);
    }
  }

  #put(plain: Uint8Array, room: Region): Region {
    const region = { at: room.at, bytes: plain.length };
    this.#memory.bytes(region).set(plain);
    return region;
  }

  #withoutChecksum(from: Region): Region {
    if (from.bytes < 4) throw damaged('Fletcher32', 'they are cut off');
    const bytes = from.bytes - 4;
    const sum = this.#memory.kernel.fletcher32(from.at, bytes) >>> 0;
    const stored = this.#memory.view(from).getUint32(bytes, true);
    // HDF5 before 1.6.3 wrote the bytes of each half the other way round
    const old = (((stored & 0x00ff00ff) << 8) | ((stored >>> 8) & 0x00ff00ff)) >>> 0;
    if (sum !== stored && sum !== old) throw damaged('checksummed', 'the checksum of a chunk is wrong');
    return { at: from.at, bytes };
  }
}
