import { ChunkCodec, filterName } from '@daisy-lab/compute';
import { itemSize, sizeOf } from '@daisy-lab/core';
import type { StorageInfo } from '../data-source.js';
import type { ChunkTable } from './chunks/chunk-table.js';
import { eachRun, type Box } from './chunks/copy-overlap.js';
import { widenHalf } from './chunks/half-precision.js';
import { readChunkIndex } from './chunks/read-index.js';
import { readPieces } from './chunks/read-pieces.js';
import { contiguousChunk, planChunks, planContiguous, type ReadPlan, type ReadSpec } from './chunks/read-plan.js';
import { DamagedFile } from './format/file-faults.js';
import type { Hdf5File } from './format/hdf5-file.js';
import type { StoredDataset } from './format/stored-dataset.js';
import { readPool } from './threads/read-pool.js';

let codecOfThisThread: ChunkCodec | undefined;
const smallBytes = 1 << 18;

/** How a read in other threads may be steered. */
export interface Steering {
  readonly priority?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Reads parts of one dataset without the general library; what is no plain number comes as the bytes that are stored. */
export class DatasetReader {
  #table: ChunkTable | undefined;

  constructor(
    readonly file: Hdf5File,
    readonly stored: StoredDataset,
  ) {}

  get storage(): StorageInfo {
    const { layout, filters, type, slowBecause, libraryBecause } = this.stored;
    return {
      layout: layout?.kind ?? 'unknown',
      chunks: layout?.kind === 'chunked' ? layout.chunk : null,
      filters: filters.map(filterName),
      slowBecause: type.dtype ? slowBecause : libraryBecause,
    };
  }

  /** Reads in this thread; `asStored` leaves plain numbers as they are, too. */
  readHere(selection: Box, into: Uint8Array, asStored = false): void {
    if (!this.#readWithoutChunks(selection, into, asStored)) this.#execute(this.#plan(selection, asStored), into);
  }

  /** The selected elements as bytes, one after the other. */
  readStored(selection: Box): Uint8Array {
    const into = new Uint8Array(sizeOf(selection.lengths) * this.stored.type.bytes);
    this.readHere(selection, into, true);
    return into;
  }

  /** Reads in other threads to shared memory; what takes less time than to tell a thread is read here. */
  async readElsewhere(selection: Box, into: Uint8Array, { priority, signal }: Steering): Promise<void> {
    if (this.#readWithoutChunks(selection, into)) return;
    const plan = this.#plan(selection);
    if (plan.count * sizeOf(plan.spec.chunk) * plan.spec.storedBytes <= smallBytes) {
      this.#execute(plan, into);
      return;
    }
    const { bytes } = this.file;
    const fd = bytes.hold();
    try {
      await readPool.run(plan, { fd, fileBytes: bytes.size, into, priority, signal });
    } finally {
      bytes.release();
    }
  }

  /** Values that lie in the object header, and datasets of one value, which have no axis to divide. */
  #readWithoutChunks(selection: Box, into: Uint8Array, asStored = false): boolean {
    const { layout, space } = this.stored;
    const rank = space.shape.length;
    if (into.length === 0) return true;
    if (layout?.kind === 'compact') {
      this.#copyHeld(layout.values, selection, into, asStored);
      return true;
    }
    if (rank > 0) return false;
    const spec = this.#specOf({ first: [0], lengths: [1] }, [1], [1], asStored);
    if (layout?.kind !== 'contiguous') throw new DamagedFile('a single value in chunks');
    this.#execute(planContiguous(spec, layout.address), into);
    return true;
  }

  #execute({ spec, pieces }: ReadPlan, into: Uint8Array): void {
    const { handle, size } = this.file.bytes;
    codecOfThisThread ??= new ChunkCodec();
    readPieces(handle, size, spec, pieces, into, codecOfThisThread, () => false);
  }

  #copyHeld(values: Uint8Array, selection: Box, into: Uint8Array, asStored: boolean): void {
    const { type, space } = this.stored;
    const spec = this.#specOf(selection, space.shape, space.shape, asStored);
    const count = space.shape.reduce((product, length) => product * length, 1);
    if (values.length < count * type.bytes) throw new DamagedFile('values in an object header are cut off');
    const plain = values.slice(0, count * type.bytes);
    if (spec.swap) for (let at = 0; at < plain.length; at += type.bytes) plain.subarray(at, at + type.bytes).reverse();
    const wide = spec.half ? widenHalf(plain) : plain;
    const whole = { first: space.shape.map(() => 0), lengths: space.shape };
    eachRun(selection, whole, selection, (from, to, elements) => {
      const start = from * spec.itemBytes;
      into.set(wide.subarray(start, start + elements * spec.itemBytes), to * spec.itemBytes);
    });
  }

  #plan(selection: Box, asStored = false): ReadPlan {
    const { layout, space, type, filters } = this.stored;
    if (layout?.kind === 'contiguous') {
      const spec = this.#specOf(selection, space.shape, contiguousChunk(space.shape, type.bytes), asStored);
      return planContiguous(spec, layout.address);
    }
    if (layout?.kind !== 'chunked') throw new DamagedFile('a dataset without values');
    this.#table ??= readChunkIndex(this.file, layout, space, type.bytes, filters.length > 0);
    const spec = this.#specOf(selection, space.shape, layout.chunk, asStored);
    return planChunks({ ...spec, filters, plainEdges: layout.plainEdges }, this.#table);
  }

  #specOf(selection: Box, shape: readonly number[], chunk: readonly number[], asStored: boolean): ReadSpec {
    const { type, fill } = this.stored;
    const plain = !asStored && type.dtype !== null && type.odd === null;
    return {
      ...{ shape, chunk, selection, fill, filters: [], plainEdges: false },
      storedBytes: type.bytes,
      itemBytes: plain ? itemSize(type.dtype!) : type.bytes,
      half: plain && type.half,
      swap: plain && type.bigEndian && type.bytes > 1,
    };
  }
}
