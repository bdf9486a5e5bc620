import { resolve } from 'node:path';
import { realpathSync } from 'node:fs';
import { filterName } from '@daisy-lab/compute';
import { DaisyError, dtypeOf, ndarray, sharedArray, sizeOf, typedArray } from '@daisy-lab/core';
import type { DataItem, DataType, Dtype, NdArray, TreeNode, TypedArray } from '@daisy-lab/core';
import type { Attributes } from '../attributes.js';
import type { DatasetInfo, DataSource, GroupMembers, ReadOptions, Selection, TypedObject } from '../data-source.js';
import type { Box } from './chunks/copy-overlap.js';
import { DatasetReader, type Steering } from './dataset-reader.js';
import { typeNameOf } from './dtypes.js';
import { countFallback } from './fallbacks.js';
import { isShared } from '../bytes/byte-order.js';
import { checkFile } from '../bytes/problems.js';
import { followHdf5 } from '../live/files/follow-hdf5.js';
import type { FollowOptions, LiveSource } from '../live/live-source.js';
import { openingError, readingError } from './file-errors.js';
import { readAttributes, storedAttributes } from './format/attributes.js';
import { virtualSources } from './format/global-heap.js';
import { Hdf5File } from './format/hdf5-file.js';
import { readDatasetHeader, valuesElsewhere } from './format/stored-dataset.js';
import { loadLibrary, type Library } from './h5wasm.js';
import { LibraryFile } from './library-file.js';
import { LinkedFiles, type Located } from './linked-files.js';
import { membersOf, treeOf } from './tree.js';
import { dataAttribute, valueItem, valueText } from './values/as-text.js';
import { ordinaryNumbers } from './values/odd-numbers.js';
import { elements, valueForm, valuesPerElement, type Value } from './values/value-form.js';
import { atPresent } from './virtual/present-mappings.js';
import { VirtualReader } from './virtual/virtual-reader.js';

export interface OpenHdf5Options {
  /** Folders that external links may lead to, besides that of the file. */
  readonly linkRoots?: readonly string[];
}

/**
 * Opens an HDF5 file for reading.
 * @throws DaisyError `File` when it is missing, truncated or not HDF5.
 */
export async function openHdf5(name: string, { linkRoots = [] }: OpenHdf5Options = {}): Promise<DataSource> {
  const path = resolve(name);
  checkFile(path, 'Choose an HDF5 file.');
  const library = await loadLibrary();
  try {
    return new Hdf5Source(path, library, new LinkedFiles(new Hdf5File(realpathSync(path)), linkRoots));
  } catch (thrown) {
    throw openingError(path, thrown);
  }
}

/** Values of any type that are read one by one at most. */
const mostValues = 5_000_000;

/** Numbers of the filters that the general library has: deflate, shuffle, fletcher32, szip, n-bit, scale-offset. */
const libraryFilters: readonly number[] = [1, 2, 3, 4, 5, 6];

/** A dataset that was looked up, with what is needed to read it. */
interface FoundDataset extends Located {
  readonly reader: DatasetReader;
  /** For virtual datasets whose parts are read here. */
  readonly virtual: VirtualReader | null;
}

const keyOf = ({ address, file }: Located): string => `${address} ${file.path}`;

class Hdf5Source implements DataSource {
  readonly path: string;
  readonly #library: Library;
  readonly #libraryFiles = new Map<string, LibraryFile>();
  readonly #readers = new Map<string, Pick<FoundDataset, 'reader' | 'virtual'>>();
  #files: LinkedFiles | undefined;

  constructor(path: string, library: Library, files: LinkedFiles) {
    this.path = path;
    this.#library = library;
    this.#files = files;
  }

  tree(): readonly TreeNode[] {
    try {
      return treeOf(this.#open());
    } catch (thrown) {
      throw openingError(this.path, thrown);
    }
  }

  members(group: string): GroupMembers | null {
    const files = this.#open();
    const found = this.#quietly(() => files.locate(group));
    return found && membersOf(files, found, group === '/' ? '' : group);
  }

  describe(path: string): DatasetInfo | null {
    const found = this.#quietly(() => this.#find(path));
    if (!found) return null;
    const { space, type } = found.reader.stored;
    return {
      ...{ path, shape: space.shape, dtype: type.dtype, typeName: typeNameOf(type) },
      attributes: this.#attributesOf(found),
      storage: { ...found.reader.storage, ...(found.virtual ? { slowBecause: null } : {}) },
    };
  }

  attributes(path: string): Attributes {
    const found = this.#quietly(() => this.#open().locate(path));
    return found ? this.#attributesOf(found) : {};
  }

  identity(path: string): string | null {
    const found = this.#quietly(() => this.#open().locate(path));
    return found && keyOf(found);
  }

  read(path: string, selection: Selection = [], into?: TypedArray): NdArray {
    return this.#guard(path, () => {
      const { found, box, dtype } = this.#prepare(path, selection);
      const same = into && dtypeOf(into) === dtype;
      const data = same ? into : typedArray(dtype, sizeOf(box.lengths));
      if (found.reader.stored.type.odd || !readHere(found, box, bytesOf(data, box)))
        (data as Float32Array).set(this.#readSlowly(path, found, box, dtype) as Float32Array);
      return arrayOf(data, box, into);
    });
  }

  async load(path: string, selection: Selection, { into, signal, priority }: ReadOptions): Promise<NdArray> {
    try {
      const { found, box, dtype } = this.#prepare(path, selection);
      const same = into && isShared(into) && dtypeOf(into) === dtype;
      const shared = same ? into : sharedArray(dtype, [sizeOf(box.lengths)], ['value']).data;
      const target = bytesOf(shared, box);
      const odd = found.reader.stored.type.odd !== null;
      const done = !odd && (await readElsewhere(found, box, target, { signal, priority }));
      if (!done) (shared as Float32Array).set(this.#readSlowly(path, found, box, dtype) as Float32Array);
      return arrayOf(shared, box, into);
    } catch (thrown) {
      throw thrown instanceof DaisyError && thrown.tag !== 'Data' ? thrown : readingError(this.path, path, thrown);
    }
  }

  shown(path: string, selection: Selection): readonly string[] {
    return this.#guard(path, () => {
      const { found, box } = this.#select(path, selection);
      const own = this.#valuesOf(path, found, box);
      if (own) return own.values.map(value => valueText(value, own.type));
      return found.reader.stored.space.empty ? [] : this.#slowFile(path, found).shown(found.path, rangesOf(box));
    });
  }

  items(path: string, selection: Selection): DataItem {
    return this.#guard(path, () => {
      const { found, box } = this.#select(path, selection);
      const own = this.#valuesOf(path, found, box);
      if (own) return box.lengths.length === 0 ? valueItem(own.values[0]!) : own.values.map(valueItem);
      return found.reader.stored.space.empty ? null : this.#slowFile(path, found).items(found.path, rangesOf(box));
    });
  }

  typed(path: string): TypedObject {
    return this.#guard(path, () => {
      const located = this.#open().locate(path);
      if (!located) throw new Error('there is no such object');
      const { file } = located;
      const header = file.header(located.address);
      const written = this.#quietly(() => readDatasetHeader(file, header));
      const stored = written && atPresent(this.#open(), file, written);
      const shape = stored && (stored.space.empty ? null : stored.space.shape);
      return {
        values: stored && { type: valueForm(file, stored.typeBody).type, shape },
        attributes: storedAttributes(file, header).map(dataAttribute),
      };
    });
  }

  readScalar(path: string): string | number | null {
    try {
      const { found, box } = this.#select(
        path,
        this.describe(path)?.shape.map(() => [0, 1] as const),
      );
      const own = this.#valuesOf(path, found, box);
      const value = own ? own.values[0] : this.read(path, rangesOf(box)).data[0];
      if (typeof value === 'bigint') return Number(value);
      return typeof value === 'string' || typeof value === 'number' ? value : null;
    } catch {
      return null;
    }
  }

  follow(path: string, options: FollowOptions = {}): LiveSource {
    return followHdf5(this.path, path, options);
  }

  close(): void {
    for (const file of this.#libraryFiles.values()) file.close();
    this.#libraryFiles.clear();
    this.#files?.close();
    this.#files = undefined;
  }

  #open(): LinkedFiles {
    if (!this.#files) throw new DaisyError('Internal', { message: `${this.path} has been closed already.` });
    return this.#files;
  }

  #find(path: string): FoundDataset | null {
    const located = this.#open().locate(path);
    if (!located) return null;
    const key = keyOf(located);
    let known = this.#readers.get(key);
    if (!known || known.reader.file !== located.file) {
      const header = readDatasetHeader(located.file, located.file.header(located.address));
      if (!header) return null;
      const stored = atPresent(this.#open(), located.file, header);
      const virtual = VirtualReader.of(this.#open(), located.file, stored);
      known = { reader: new DatasetReader(located.file, stored), virtual };
      this.#readers.set(key, known);
    }
    return { ...located, ...known };
  }

  #prepare(path: string, selection: Selection): { found: FoundDataset; box: Box; dtype: Dtype } {
    const { found, box } = this.#select(path, selection);
    const { space, type } = found.reader.stored;
    if (!type.dtype) {
      throw new DaisyError('File', {
        message: `${path} of ${this.path} holds ${typeNameOf(type)}, not numbers.`,
        dataset: path,
      });
    }
    if (space.empty) throw new Error('it has no values');
    return { found, box, dtype: type.dtype };
  }

  #select(path: string, selection: Selection = []): { found: FoundDataset; box: Box } {
    const found = this.#find(path);
    if (!found) throw new Error('there is no such dataset');
    const ranges = found.reader.stored.space.shape.map((length, axis) => bounds(length, selection[axis] ?? null));
    return {
      found,
      box: { first: ranges.map(([first]) => first), lengths: ranges.map(([first, end]) => end - first) },
    };
  }

  /** The selected values of any type; null when the general library has to read them. */
  #valuesOf(
    path: string,
    { reader, file }: FoundDataset,
    box: Box,
  ): { values: readonly Value[]; type: DataType } | null {
    const { stored } = reader;
    const numbers = stored.libraryBecause !== null && stored.type.dtype !== null;
    if (stored.space.empty || (stored.libraryBecause !== null && !numbers)) return null;
    const form = valueForm(file, stored.typeBody);
    const count = sizeOf(box.lengths) * valuesPerElement(form.type);
    if (count > mostValues) {
      throw new DaisyError('File', {
        message: `${path} of ${this.path} has ${count} values in what was asked for, more than are shown one by one.`,
        action: 'Ask for fewer elements, or convert the dataset to plain numbers.',
        path: this.path,
      });
    }
    if (numbers) return { values: Array.from<number | bigint>(this.read(path, rangesOf(box)).data), type: form.type };
    return { values: elements(form, reader.readStored(box), sizeOf(box.lengths)), type: form.type };
  }

  #readSlowly(path: string, found: FoundDataset, box: Box, dtype: Dtype): TypedArray {
    const { type, libraryBecause } = found.reader.stored;
    if (type.odd && libraryBecause === null) return ordinaryNumbers(type.format!, found.reader.readStored(box), dtype);
    const values = this.#slowFile(path, found).slice(found.path, rangesOf(box), dtype);
    if (!type.odd) return values;
    // the library leaves the bits as they are, but not the order of the bytes
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    return ordinaryNumbers({ ...type.format!, order: 'little' }, bytes, dtype);
  }

  #slowFile(path: string, found: FoundDataset): LibraryFile {
    this.#checkLibraryReads(path, found);
    return this.#libraryFile(found);
  }

  /** Counts a read by the general library, which is only let at what it can read and what may be read. */
  #checkLibraryReads(path: string, found: FoundDataset): void {
    const { slowBecause, libraryBecause, layout } = found.reader.stored;
    const missing = found.reader.stored.filters.filter(({ id }) => !libraryFilters.includes(id)).map(filterName);
    if (missing.length > 0) {
      throw new DaisyError('File', {
        message: `${path} of ${this.path} is compressed with ${missing.join(' and ')}, which is not read here in this combination.`,
        action: 'Copy the dataset with another compression, with h5repack for example.',
        path: this.path,
      });
    }
    countFallback(found.file.path, found.path, libraryBecause ?? slowBecause ?? 'values that are no numbers');
    const { file } = found;
    if (layout?.kind === 'virtual') {
      // the library would open whatever is named
      for (const name of virtualSources(file, layout.heap, layout.item)) this.#open().checkNamed(file.path, name);
    } else if (libraryBecause === valuesElsewhere) {
      throw new DaisyError('File', {
        message: `${path} of ${this.path} keeps its values in other files, which is not read here.`,
        action: 'Copy the dataset to a file of its own, with h5repack for example.',
        path: this.path,
      });
    }
  }

  #attributesOf(found: Located): Attributes {
    return this.#quietly(() => readAttributes(found.file, found.file.header(found.address))) ?? {};
  }

  #libraryFile({ file }: Located): LibraryFile {
    let open = this.#libraryFiles.get(file.path);
    if (!open) {
      open = new LibraryFile(this.#library, file.path);
      this.#libraryFiles.set(file.path, open);
    }
    return open;
  }

  /** null for whatever cannot be followed: a missing name, a link that leads nowhere or is refused. */
  #quietly<T>(look: () => T | null): T | null {
    try {
      return look();
    } catch (thrown) {
      if (thrown instanceof DaisyError && thrown.tag === 'Internal') throw thrown;
      return null;
    }
  }

  #guard<T>(path: string, work: () => T): T {
    try {
      return work();
    } catch (thrown) {
      throw thrown instanceof DaisyError && thrown.tag !== 'Data' ? thrown : readingError(this.path, path, thrown);
    }
  }
}

/** False when the general library has to read the values. */
function readHere({ reader, virtual }: FoundDataset, box: Box, target: Uint8Array): boolean {
  if (virtual) return virtual.readHere(box, target);
  if (reader.stored.slowBecause !== null) return false;
  reader.readHere(box, target);
  return true;
}

/** The same in other threads. */
async function readElsewhere(
  { reader, virtual }: FoundDataset,
  box: Box,
  target: Uint8Array,
  steering: Steering,
): Promise<boolean> {
  if (virtual) return virtual.readElsewhere(box, target, steering);
  if (reader.stored.slowBecause !== null) return false;
  await reader.readElsewhere(box, target, steering);
  return true;
}

const rangesOf = ({ first, lengths }: Box): readonly (readonly [number, number])[] =>
  first.map((start, axis) => [start, start + lengths[axis]!]);

function bounds(length: number, range: readonly [number, number] | null): readonly [number, number] {
  if (!range) return [0, length];
  const [first, end] = range;
  if (first >= 0 && first < end && end <= length) return range;
  throw new DaisyError('Input', { message: `Entries ${first} to ${end} do not lie in an axis of ${length}.` });
}

/** The bytes that a selection takes of an array of its dtype. */
function bytesOf(data: TypedArray, box: Box): Uint8Array {
  const count = sizeOf(box.lengths);
  if (data.length < count) {
    throw new DaisyError('Input', {
      message: `${count} values do not fit in an array of ${data.length} elements.`,
      field: 'into',
    });
  }
  return new Uint8Array(data.buffer, data.byteOffset, count * data.BYTES_PER_ELEMENT);
}

/** The values as an array; where they were to go to memory of another dtype, they are converted to it. */
function arrayOf(data: TypedArray, box: Box, into: TypedArray = data): NdArray {
  const axes = box.lengths.map((_, axis) => `axis${axis}`);
  if (into !== data) (into as Float32Array).set(data as Float32Array);
  return ndarray(into.subarray(0, sizeOf(box.lengths)) as Float32Array, box.lengths, axes) as NdArray;
}
