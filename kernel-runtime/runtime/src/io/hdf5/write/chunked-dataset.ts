import { availableParallelism } from 'node:os';
import { pagedMemory, type FilterSpec } from '@daisy-lab/compute';
import { DaisyError, itemSize, sizeOf, type Dtype, type TypedArray } from '@daisy-lab/core';
import { bytesOf } from '../../bytes/byte-order.js';
import { ChunkList } from './chunk-list.js';
import { writeChunkTree } from './chunk-tree.js';
import type { FileRoom } from './file-room.js';
import type { DatasetState, WrittenDataset } from './file-tree.js';
import { placeOf, storeChunks } from './threads/store-chunks.js';
import { storePool } from './threads/store-pool.js';

/** An array that comes in pieces along its first axis, whose length may be Infinity. */
export interface ChunkedSpec {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly chunk: readonly number[];
  readonly filters: readonly FilterSpec[];
}

/** Bytes that a thread is given at a time, at least and about. */
const turnBytes = 2 << 20;
/** Bytes of a stage, at least: threads are not asked for less. */
const stageBytes = 1 << 20;
/** Bytes of all stages together, where two are not more. */
const mostStagedBytes = 64 << 20;
/** Arrays up to this size are stored at once, in this thread. */
const smallBytes = 1 << 18;

/**
 * Plain arrays of so many bytes go past the cache of the system, in chunks of so many: the cache would not hold them, and filling it
 * takes more of the processor than the disk does.
 */
const directBytes = 1 << 30;
const directChunkBytes = 1 << 18;

/** Memory for rows of chunks that are filled, then compressed, then filled again. */
interface Stage {
  readonly bytes: Uint8Array;
  /** First entry that it holds, and how many. */
  first: number;
  filled: number;
}

/** A dataset in chunks that is compressed and written by threads while more comes. */
export class ChunkedDataset implements WrittenDataset {
  readonly type: Dtype;
  readonly filters: readonly FilterSpec[];
  readonly #spec: ChunkedSpec;
  readonly #room: FileRoom;
  readonly #list: ChunkList;
  readonly #entryBytes: number;
  readonly #entriesOfStage: number;
  readonly #free: Stage[] = [];
  readonly #busy = new Set<Promise<void>>();
  #stages = 0;
  #filling: Stage | null = null;
  #taken = 0;
  #published = -1;
  #failure: unknown;

  constructor(spec: ChunkedSpec, room: FileRoom) {
    this.#spec = spec;
    this.#room = room;
    this.type = spec.dtype;
    this.filters = spec.filters;
    this.#list = new ChunkList(spec.shape, spec.chunk);
    this.#entryBytes = spec.shape.slice(1).reduce((product, length) => product * length, itemSize(spec.dtype));
    const rowBytes = spec.chunk[0]! * this.#entryBytes;
    const rows = Math.max(1, Math.floor(stageBytes / Math.max(1, rowBytes)));
    this.#entriesOfStage = Math.min(rows, Math.ceil(spec.shape[0]! / spec.chunk[0]!) || 1) * spec.chunk[0]!;
  }

  /** Entries that can be found in the file, once published. */
  get storedEntries(): number {
    return Math.min(this.#taken, this.#list.wholeRows * this.#spec.chunk[0]!);
  }

  get #small(): boolean {
    return this.#spec.shape[0]! * this.#entryBytes <= smallBytes;
  }

  get #isHuge(): boolean {
    const { filters, chunk, shape, dtype } = this.#spec;
    const large = sizeOf(chunk) * itemSize(dtype) >= directChunkBytes;
    const bytes = shape[0]! * this.#entryBytes;
    return filters.length === 0 && large && bytes >= directBytes && bytes < Infinity;
  }

  get storedBytes(): number {
    return this.#list.storedBytes;
  }

  get storedChunks(): number {
    return this.#list.count;
  }

  get changed(): boolean {
    return this.#published !== this.storedEntries;
  }

  /** Takes whole entries; settles when `data` may be used again and there is room for more. */
  async append(data: TypedArray): Promise<void> {
    const bytes = bytesOf(data);
    const entries = bytes.length / this.#entryBytes;
    if (!Number.isInteger(entries) || this.#taken + entries > this.#spec.shape[0]!) {
      throw new DaisyError('Internal', { message: `${data.length} values are not whole entries of the array.` });
    }
    for (let done = 0; done < entries;) {
      this.#throwFailure();
      this.#filling ??= await this.#freeStage();
      const stage = this.#filling;
      const count = Math.min(entries - done, this.#entriesOfStage - stage.filled);
      const from = done * this.#entryBytes;
      stage.bytes.set(bytes.subarray(from, from + count * this.#entryBytes), stage.filled * this.#entryBytes);
      stage.filled += count;
      done += count;
      this.#taken += count;
      if (stage.filled === this.#entriesOfStage) this.#submit(stage);
    }
    this.#throwFailure();
  }

  /**
   * Stores a box of whole chunks (or up to the edge) that begins at `first`, in any order; settles when `data` may be used again.
   * Threads read it where it is when it lies in shared memory.
   */
  async put(first: readonly number[], shape: readonly number[], data: TypedArray): Promise<void> {
    this.#taken = this.#spec.shape[0]!;
    const shared = data.buffer instanceof SharedArrayBuffer || this.#small;
    const bytes = shared ? bytesOf(data) : sharedCopy(bytesOf(data));
    await this.#store(bytes, shape, first);
  }

  /** Writes the rows of chunks that are complete; with `rest` also the last one that is not. */
  async flush(rest: boolean): Promise<void> {
    const stage = this.#filling;
    if (stage && rest && stage.filled > 0) this.#submit(stage);
    else if (stage) await this.#storeWholeRows(stage);
    while (this.#busy.size > 0) await Promise.all(this.#busy);
    this.#throwFailure();
  }

  publish(room: FileRoom): DatasetState {
    const { shape, chunk, dtype } = this.#spec;
    const entries = this.storedEntries;
    this.#published = entries;
    const index = writeChunkTree(this.#list.chunks(), chunk, room);
    return {
      shape: [entries, ...shape.slice(1)],
      mostShape: [Infinity, ...shape.slice(1)],
      place: { kind: 'chunked', index, chunk, elementBytes: itemSize(dtype) },
    };
  }

  async #freeStage(): Promise<Stage> {
    const bytes = this.#entriesOfStage * this.#entryBytes;
    const most = Math.max(
      2,
      Math.min(2 * availableParallelism() + 1, Math.floor(mostStagedBytes / Math.max(1, bytes))),
    );
    while (this.#free.length === 0 && this.#stages >= most) {
      await Promise.race(this.#busy);
      this.#throwFailure();
    }
    const stage = this.#free.pop() ?? this.#newStage(bytes);
    stage.first = this.#taken;
    stage.filled = 0;
    return stage;
  }

  #newStage(bytes: number): Stage {
    this.#stages += 1;
    return { bytes: new Uint8Array(pagedMemory(bytes), 0, bytes), first: 0, filled: 0 };
  }

  /** Stores the rows of chunks that a stage has got so far; what is left moves to its begin. */
  async #storeWholeRows(stage: Stage): Promise<void> {
    const whole = stage.filled - (stage.filled % this.#spec.chunk[0]!);
    if (whole === 0) return;
    const entry = this.#spec.shape.slice(1);
    await this.#store(stage.bytes, [whole, ...entry], [stage.first, ...entry.map(() => 0)]);
    stage.bytes.copyWithin(0, whole * this.#entryBytes, stage.filled * this.#entryBytes);
    stage.first += whole;
    stage.filled -= whole;
  }

  /** Hands a stage to the threads; it is free again when they are done. */
  #submit(stage: Stage): void {
    this.#filling = null;
    const shape = [stage.filled, ...this.#spec.shape.slice(1)];
    const done = this.#store(stage.bytes, shape, [stage.first, ...shape.slice(1).fill(0)]).then(
      () => undefined,
      (failure: unknown) => (this.#failure ??= failure),
    );
    const freed: Promise<void> = done.then(() => {
      this.#free.push(stage);
      this.#busy.delete(freed);
    });
    this.#busy.add(freed);
  }

  /** Stores the chunks of a box that begins at `first`; settles when no thread reads `bytes` any more. */
  async #store(bytes: Uint8Array, shape: readonly number[], first: readonly number[]): Promise<void> {
    const { chunk, dtype, filters } = this.#spec;
    const count = shape.reduce((product, length, axis) => product * Math.ceil(length / chunk[axis]!), 1);
    const turn = {
      ...{
        fd: this.#room.fd,
        directFd: this.#isHuge ? this.#room.directFd : null,
        end: this.#room.end,
        stage: bytes,
        shape,
        chunk,
        filters,
      },
      itemBytes: itemSize(dtype),
    };
    const note = (from: number, stored: Float64Array): void => {
      for (let at = 0; at < stored.length; at += 3) {
        const place = placeOf(from + at / 3, shape, chunk).map((start, axis) => start + first[axis]!);
        this.#list.add(this.#list.numberAt(place), stored.subarray(at, at + 3));
      }
    };
    if (this.#small) {
      note(0, storeChunks({ turn: 0, ...turn, first: 0, last: count }));
      return;
    }
    const turns = Math.max(1, Math.min(count, Math.ceil((sizeOf(shape) * turn.itemBytes) / turnBytes)));
    const results = await Promise.allSettled(
      Array.from({ length: turns }, async (_, number) => {
        const [begin, end] = [Math.floor((number * count) / turns), Math.floor(((number + 1) * count) / turns)];
        note(begin, await storePool.store({ ...turn, first: begin, last: end }));
      }),
    );
    const failed = results.find(result => result.status === 'rejected');
    if (failed) throw failed.reason;
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}

function sharedCopy(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(pagedMemory(bytes.length), 0, bytes.length);
  copy.set(bytes);
  return copy;
}
