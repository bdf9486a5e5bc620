import { DaisyError, itemSize, sizeOf, type NdArray } from '@daisy-lab/core';
import { bytesOf } from '../bytes/byte-order.js';
import type { Attributes } from '../attributes.js';
import type { DataSink, SlabSpec, SlabWriter } from '../data-source.js';
import { startFile, writeFailure, type PartialFile } from '../partial-file.js';
import { chunkShape } from '../storage/chunk-shape.js';
import { filtersOf } from '../storage/codecs.js';
import { ChunkedDataset } from './write/chunked-dataset.js';
import { GrowingFile } from './write/growing-file.js';
import { plainDataset, textDataset } from './write/plain-dataset.js';

/** A growing file is made readable again after so long, when enough has come that the index of chunks is small beside it. */
const publishEveryMs = 1000;
const indexBytesOfChunk = 64;

/**
 * Starts an HDF5 file under a temporary name.
 * @throws DaisyError `File` when it exists already (unless `overwrite`) or the folder does not take it.
 */
export async function createHdf5(path: string, options: { readonly overwrite: boolean }): Promise<DataSink> {
  const partial = startFile(path, options.overwrite);
  try {
    return new Hdf5Sink(partial, new GrowingFile(partial.temporary));
  } catch (cause) {
    partial.remove();
    throw writeFailure(partial.path, cause);
  }
}

class Hdf5Sink implements DataSink {
  readonly #partial: PartialFile;
  readonly #chunked: ChunkedDataset[] = [];
  #file: GrowingFile | undefined;
  #publishedAt = performance.now();
  #publishedBytes = 0;

  constructor(partial: PartialFile, file: GrowingFile) {
    this.#partial = partial;
    this.#file = file;
  }

  get path(): string {
    return this.#partial.path;
  }

  get growing(): string {
    return this.#partial.temporary;
  }

  group(path: string, attributes: Attributes = {}): void {
    this.#guard(({ tree }) => tree.group(path, attributes));
  }

  write(path: string, array: NdArray, attributes: Attributes = {}): void {
    this.#guard(({ tree, room }) => {
      const bytes = bytesOf(array.data);
      const address = bytes.length > 0 ? room.append(bytes) : null;
      tree.dataset(path, plainDataset(array.dtype, array.shape, { address, bytes: bytes.length }), attributes);
    });
  }

  create(path: string, spec: SlabSpec, attributes: Attributes = {}): SlabWriter {
    const { dtype, shape, storage } = spec;
    if (sizeOf(shape.slice(1)) === 0 || shape.length === 0) {
      this.write(path, { dtype, shape, axes: shape.map(String), data: new Uint8Array(0) } as NdArray, attributes);
      return { append: () => undefined };
    }
    return this.#guard(({ tree, room }) => {
      const chunk = storage?.chunks ?? chunkShape(shape, itemSize(dtype), 'frames');
      const filters = filtersOf(storage?.codec ?? 'none', itemSize(dtype));
      const dataset = new ChunkedDataset({ dtype, shape, chunk, filters }, room);
      tree.dataset(path, dataset, { ...attributes, ...storage?.attributes });
      this.#chunked.push(dataset);
      return {
        append: data => this.#take(() => dataset.append(data)),
        put: (first, array) => this.#take(() => dataset.put(first, array.shape, array.data)),
      };
    });
  }

  writeScalar(path: string, value: string | number, attributes: Attributes = {}): void {
    this.#guard(({ tree, room }) => {
      const place = (): { address: number; bytes: number } => ({
        address: room.append(new Uint8Array(Float64Array.of(value as number).buffer)),
        bytes: 8,
      });
      const made = typeof value === 'string' ? textDataset(value, tree.texts) : plainDataset('float64', null, place());
      tree.dataset(path, made, attributes);
    });
  }

  writeTexts(path: string, texts: readonly string[], attributes: Attributes = {}): void {
    this.#guard(({ tree }) => tree.dataset(path, textDataset(texts, tree.texts), attributes));
  }

  link(path: string, target: string): void {
    this.#guard(({ tree }) => tree.link(path, target));
  }

  async flush(): Promise<void> {
    await this.#settle(false);
    this.#publish();
  }

  async finish(): Promise<void> {
    await this.#settle(true);
    this.#publish();
    this.#file?.close();
    this.#file = undefined;
    this.#partial.finish();
  }

  async abort(): Promise<void> {
    // threads may still write to the open file
    await Promise.allSettled(this.#chunked.map(dataset => dataset.flush(false)));
    this.#file?.close();
    this.#file = undefined;
    this.#partial.remove();
  }

  async #take(work: () => Promise<void>): Promise<void> {
    this.#guard(() => undefined);
    try {
      await work();
    } catch (cause) {
      throw writeFailure(this.path, cause);
    }
    this.#publishNowAndThen();
  }

  async #settle(rest: boolean): Promise<void> {
    try {
      await Promise.all(this.#chunked.map(dataset => dataset.flush(rest)));
    } catch (cause) {
      throw writeFailure(this.path, cause);
    }
  }

  #publish(): void {
    this.#guard(file => file.publish());
    this.#publishedAt = performance.now();
    this.#publishedBytes = this.#storedBytes();
  }

  #publishNowAndThen(): void {
    const chunks = this.#chunked.reduce((sum, dataset) => sum + dataset.storedChunks, 0);
    const fresh = this.#storedBytes() - this.#publishedBytes;
    const due = performance.now() - this.#publishedAt > publishEveryMs;
    if (due && fresh > 16 * indexBytesOfChunk * chunks) this.#publish();
  }

  #storedBytes(): number {
    return this.#chunked.reduce((sum, dataset) => sum + dataset.storedBytes, 0);
  }

  #guard<T>(work: (file: GrowingFile) => T): T {
    if (!this.#file) throw new DaisyError('Internal', { message: `${this.path} has been finished already.` });
    try {
      return work(this.#file);
    } catch (cause) {
      throw writeFailure(this.path, cause);
    }
  }
}
