import { itemSize, sizeOf } from '@daisy-lab/core';
import { eachRun, type Box } from '../chunks/copy-overlap.js';
import { fillPart } from '../chunks/read-pieces.js';
import { DatasetReader, type Steering } from '../dataset-reader.js';
import { NotReadHere } from '../format/file-faults.js';
import type { Hdf5File } from '../format/hdf5-file.js';
import { readDatasetHeader, type StoredDataset } from '../format/stored-dataset.js';
import type { LinkedFiles } from '../linked-files.js';
import type { MappingNames } from './mapping-names.js';
import { matchingBoxes } from './matching-parts.js';
import { presentMappings } from './present-mappings.js';
import type { FiniteMapping } from './settled-mappings.js';
import type { FiniteSelection } from './stored-selection.js';

/** A part of what is wanted, and the dataset that has it. */
interface Piece {
  readonly reader: DatasetReader;
  readonly source: Box;
  readonly target: Box;
}

const piecesAtOnce = 4;

/** Reads parts of a virtual dataset from the datasets that it is put together from; where none has values, they are the fill value. */
export class VirtualReader {
  readonly #files: LinkedFiles;
  readonly #file: Hdf5File;
  readonly #stored: StoredDataset;
  readonly #mappings: readonly FiniteMapping[];
  readonly #readers = new Map<string, DatasetReader | null>();

  private constructor(files: LinkedFiles, file: Hdf5File, stored: StoredDataset, mappings: readonly FiniteMapping[]) {
    this.#files = files;
    this.#file = file;
    this.#stored = stored;
    this.#mappings = mappings;
  }

  /**
   * null when the dataset is not virtual, or has mappings that only the general library understands.
   *
   * @param stored with the shape of this moment
   */
  static of(files: LinkedFiles, file: Hdf5File, stored: StoredDataset): VirtualReader | null {
    const { layout, type, space } = stored;
    if (layout?.kind !== 'virtual' || !type.dtype || type.odd || space.shape.length === 0) return null;
    const present = presentMappings(files, file, stored);
    return present && new VirtualReader(files, file, stored, present.mappings);
  }

  /** Reads in this thread. False when the general library has to, because of what a source is. */
  readHere(selection: Box, into: Uint8Array): boolean {
    const pieces = this.#pieces(selection);
    if (!pieces) return false;
    this.#fill(selection, into);
    for (const piece of pieces) {
      const run = this.#runOf(piece, selection, into);
      const bytes = run ?? new Uint8Array(sizeOf(piece.target.lengths) * this.#itemBytes);
      piece.reader.readHere(piece.source, bytes);
      if (!run) this.#copy(bytes, piece, selection, into);
    }
    return true;
  }

  /** The same in other threads, to shared memory. */
  async readElsewhere(selection: Box, into: Uint8Array, steering: Steering): Promise<boolean> {
    const pieces = this.#pieces(selection);
    if (!pieces) return false;
    this.#fill(selection, into);
    const waiting = pieces.values();
    const work = async (): Promise<void> => {
      for (const piece of waiting) await this.#readPiece(piece, selection, into, steering);
    };
    // what lies above other parts is read after them; all have an end before the memory is anybody's again
    const ended = await Promise.allSettled(Array.from({ length: mayOverlap(pieces) ? 1 : piecesAtOnce }, work));
    for (const outcome of ended) if (outcome.status === 'rejected') throw outcome.reason;
    return true;
  }

  get #itemBytes(): number {
    return itemSize(this.#stored.type.dtype!);
  }

  async #readPiece(piece: Piece, selection: Box, into: Uint8Array, steering: Steering): Promise<void> {
    const run = this.#runOf(piece, selection, into);
    const bytes = run ?? new Uint8Array(new SharedArrayBuffer(sizeOf(piece.target.lengths) * this.#itemBytes));
    await piece.reader.readElsewhere(piece.source, bytes, steering);
    if (!run) this.#copy(bytes, piece, selection, into);
  }

  /** null when a source is nothing that is read here. */
  #pieces(selection: Box): readonly Piece[] | null {
    try {
      return this.#mappings.flatMap(mapping => this.#piecesOf(mapping, selection));
    } catch (thrown) {
      if (thrown instanceof NotReadHere) return null;
      throw thrown;
    }
  }

  #piecesOf(mapping: FiniteMapping, selection: Box): readonly Piece[] {
    const { shape } = this.#stored.space;
    if (!mayTouch(mapping.target, selection)) return [];
    const reader = this.#readerOf(mapping);
    if (!reader) return [];
    return matchingBoxes(mapping, reader.stored.space.shape, shape, selection).map(boxes => ({ reader, ...boxes }));
  }

  /** null when the file or the dataset is not there, which HDF5 takes for values that were never written. */
  #readerOf({ file, dataset }: MappingNames): DatasetReader | null {
    const key = `${file}\0${dataset}`;
    const known = this.#readers.get(key);
    if (known !== undefined) return known;
    const found = this.#files.locateNamed(this.#file, file, dataset);
    const stored = found && readDatasetHeader(found.file, found.file.header(found.address));
    if (stored && (stored.slowBecause !== null || stored.type.dtype !== this.#stored.type.dtype)) {
      throw new NotReadHere(`a virtual dataset of ${stored.slowBecause ?? 'numbers of another type'}`);
    }
    const reader = stored ? new DatasetReader(found!.file, stored) : null;
    this.#readers.set(key, reader);
    return reader;
  }

  #fill(selection: Box, into: Uint8Array): void {
    const { type, fill } = this.#stored;
    const swap = type.bigEndian && type.bytes > 1;
    const element = { fill, storedBytes: type.bytes, itemBytes: this.#itemBytes, half: type.half, swap };
    fillPart(selection, selection, element, into);
  }

  /** The bytes of a piece when they lie in one run. */
  #runOf({ target }: Piece, selection: Box, into: Uint8Array): Uint8Array | null {
    let [runs, first, count] = [0, 0, 0];
    eachRun(target, target, selection, (_, to, elements) => {
      runs += 1;
      [first, count] = [to, elements];
    });
    return runs === 1 ? into.subarray(first * this.#itemBytes, (first + count) * this.#itemBytes) : null;
  }

  #copy(bytes: Uint8Array, { target }: Piece, selection: Box, into: Uint8Array): void {
    const item = this.#itemBytes;
    eachRun(target, target, selection, (from, to, elements) => {
      into.set(bytes.subarray(from * item, (from + elements) * item), to * item);
    });
  }
}

/** Whether a mapping reaches into a box, so that files that do not need not be opened. */
function mayTouch(target: FiniteSelection, { first, lengths }: Box): boolean {
  return (target ?? []).every((stretches, axis) => {
    const [from, end] = [first[axis] ?? 0, (first[axis] ?? 0) + (lengths[axis] ?? 0)];
    return stretches.some(([start, stop]) => start < end && stop > from);
  });
}

/** Whether two pieces have entries of the first axis in common. */
function mayOverlap(pieces: readonly Piece[]): boolean {
  const sorted = pieces.map(({ target }) => target).toSorted((a, b) => a.first[0]! - b.first[0]!);
  return sorted.some(({ first }, index) => {
    const before = sorted[index - 1];
    return before !== undefined && before.first[0]! + before.lengths[0]! > first[0]!;
  });
}
