import { realpathSync } from 'node:fs';
import { sharedArray, sizeOf, type Dtype, type NdArray } from '@daisy-lab/core';
import { readChunkIndex } from './chunks/read-index.js';
import type { ChunkTable } from './chunks/chunk-table.js';
import { DatasetReader } from './dataset-reader.js';
import { DamagedFile, NotReadHere } from './format/file-faults.js';
import { Hdf5File } from './format/hdf5-file.js';
import { readDatasetHeader, type StoredDataset } from './format/stored-dataset.js';
import { LinkedFiles } from './linked-files.js';

/**
 * A dataset of a file that somebody may be writing to, as it is at one moment. Each look reads the file afresh: nothing is kept that the
 * writer might have changed. Entries run along the first axis.
 */
export class GrowingLook {
  readonly shape: readonly number[];
  readonly dtype: Dtype;
  /** Whether a writer has the file open; null for files of old versions, which do not tell. */
  readonly beingWritten: boolean | null;
  readonly #files: LinkedFiles;
  readonly #reader: DatasetReader;
  readonly #table: ChunkTable | null;
  readonly #layerEntries: number;
  readonly #mayGrow: boolean;

  /**
   * @throws DamagedFile, NotReadHere, or an error of the operating system: now or, when the file is in the middle of a change, only now
   */
  constructor(path: string, dataset: string) {
    this.#files = new LinkedFiles(new Hdf5File(realpathSync(path)), []);
    try {
      const { reader, stored } = this.#find(dataset);
      const { layout, space, type } = stored;
      this.#reader = reader;
      this.shape = space.shape;
      this.dtype = type.dtype!;
      this.beingWritten = this.#files.main.beingWritten;
      this.#mayGrow = space.mostShape[0]! > space.shape[0]!;
      const chunked = layout?.kind === 'chunked' ? layout : null;
      this.#layerEntries = chunked?.chunk[0] ?? 1;
      this.#table = chunked && readChunkIndex(reader.file, chunked, space, type.bytes, stored.filters.length > 0);
    } catch (thrown) {
      this.#files.close();
      throw thrown;
    }
  }

  /**
   * Whether an entry has been written whole. A chunk that holds several entries may be there with some of them alone: it counts when a
   * later one is there, when nobody writes any more, or when the shape tells how far it is filled and the file rests.
   */
  isWritten(entry: number, resting: boolean): boolean {
    if (!this.#table) return true;
    const layer = Math.floor(entry / this.#layerEntries);
    if (!this.#hasLayer(this.#table, layer)) return false;
    if (this.#layerEntries === 1 || this.beingWritten === false) return true;
    return (resting && this.#mayGrow) || this.#hasLayer(this.#table, layer + 1);
  }

  /** Entries `first <= index < end`, in shared memory. */
  async read(first: number, end: number): Promise<NdArray> {
    const [, ...inner] = this.shape;
    const array = sharedArray(this.dtype, [end - first, ...inner], axesOf(inner.length + 1));
    const box = { first: [first, ...inner.map(() => 0)], lengths: array.shape };
    const { buffer, byteOffset, byteLength } = array.data;
    await this.#reader.readElsewhere(box, new Uint8Array(buffer, byteOffset, byteLength), {});
    return array;
  }

  close(): void {
    this.#files.close();
  }

  #find(dataset: string): { reader: DatasetReader; stored: StoredDataset } {
    const found = this.#files.locate(dataset);
    const stored = found && readDatasetHeader(found.file, found.file.header(found.address));
    if (!stored) throw new DamagedFile(`there is no dataset ${dataset} yet`);
    if (stored.slowBecause !== null) throw new NotReadHere(`${dataset} cannot be followed: ${stored.slowBecause}`);
    if (stored.space.shape.length === 0) throw new NotReadHere(`${dataset} is a single value`);
    return { reader: new DatasetReader(found.file, stored), stored };
  }

  #hasLayer(table: ChunkTable, layer: number): boolean {
    const [layers, ...inner] = table.grid;
    if (layer >= layers!) return false;
    const perLayer = sizeOf(inner);
    for (let chunk = layer * perLayer; chunk < (layer + 1) * perLayer; chunk++) if (table.row(chunk) < 0) return false;
    return true;
  }
}

function axesOf(rank: number): readonly string[] {
  const named = ['frame', 'row', 'column'];
  return Array.from({ length: rank }, (_, axis) => (rank === 3 ? named[axis]! : `axis${axis}`));
}
