import {
  DaisyError,
  sharedArray,
  sizeOf,
  typedArray,
  type NdArray,
  type TreeNode,
  type TypedArray,
} from '@daisy-lab/core';
import type { Attributes } from '../attributes.js';
import type { DatasetInfo, DataSource, ReadOptions, Selection } from '../data-source.js';
import { parsing, parsingAsync } from '../bytes/problems.js';
import { lengthOf, rangesOf, type Range } from './ranges.js';

/** One dataset of a file: what it is, and how a box of it is read. */
export interface Entry {
  readonly info: DatasetInfo;
  /** Fills `into`, which has exactly the size of the box. */
  readonly fill?: (ranges: readonly Range[], into: TypedArray) => void;
  /** The same without holding up the thread. */
  readonly fillAsync?: (ranges: readonly Range[], into: TypedArray, signal?: AbortSignal) => Promise<void>;
  /** Entries of a dataset of text. */
  readonly texts?: readonly string[];
  readonly axes?: readonly string[];
}

export interface EntrySourceParts {
  readonly path: string;
  /** Name of the format, for sentences. */
  readonly format: string;
  readonly entries: readonly Entry[];
  /** Attributes of the file as a whole. */
  readonly attributes?: Attributes;
  readonly close?: () => void;
}

/** A file that is a list of datasets. */
export function entrySource(parts: EntrySourceParts): DataSource {
  return new EntrySource(parts);
}

class EntrySource implements DataSource {
  readonly path: string;
  readonly #parts: EntrySourceParts;
  readonly #entries: ReadonlyMap<string, Entry>;

  constructor(parts: EntrySourceParts) {
    this.path = parts.path;
    this.#parts = parts;
    this.#entries = new Map(parts.entries.map(entry => [entry.info.path, entry]));
  }

  tree(): readonly TreeNode[] {
    const groups = new Set<string>();
    return [...this.#entries.values()].flatMap(({ info }) => {
      const parents = parentsOf(info.path).filter(path => !groups.has(path));
      for (const path of parents) groups.add(path);
      const { path, shape, typeName } = info;
      return [
        ...parents.map(parent => ({ path: parent, kind: 'group' as const })),
        { path, kind: 'dataset' as const, shape, dtype: typeName },
      ];
    });
  }

  describe(path: string): DatasetInfo | null {
    return this.#entries.get(path)?.info ?? null;
  }

  attributes(path: string): Attributes {
    return path === '/' || path === '' ? (this.#parts.attributes ?? {}) : (this.describe(path)?.attributes ?? {});
  }

  read(path: string, selection: Selection = [], into?: TypedArray): NdArray {
    const { entry, ranges, array } = this.#prepare(path, selection, into);
    if (!entry.fill) {
      throw new DaisyError('Input', {
        message: `${this.#parts.format} is read without holding up the thread.`,
        action: 'Use "await readPart(source, dataset, selection)".',
      });
    }
    parsing(this.path, this.#parts.format, () => entry.fill!(ranges, array.data));
    return array;
  }

  async load(path: string, selection: Selection = [], { into, signal }: ReadOptions = {}): Promise<NdArray> {
    if (signal?.aborted) throw DaisyError.cancelled('Reading');
    const { entry, ranges, array } = this.#prepare(path, selection, into, true);
    await parsingAsync(this.path, this.#parts.format, async () =>
      entry.fillAsync ? entry.fillAsync(ranges, array.data, signal) : entry.fill!(ranges, array.data),
    );
    return array;
  }

  readScalar(path: string): string | number | null {
    const entry = this.#entries.get(path);
    if (!entry) return null;
    if (entry.texts) return entry.texts[0] ?? null;
    if (!entry.fill || sizeOf(entry.info.shape) === 0) return null;
    const value = this.read(
      path,
      entry.info.shape.map(() => [0, 1]),
    ).data[0];
    return typeof value === 'bigint' ? Number(value) : (value ?? null);
  }

  texts(path: string): readonly string[] | null {
    return this.#entries.get(path)?.texts ?? null;
  }

  close(): void {
    this.#parts.close?.();
  }

  #prepare(path: string, selection: Selection, into: TypedArray | undefined, inThreads = false) {
    const entry = this.#entries.get(path);
    if (!entry) {
      throw new DaisyError('File', {
        message: `There is no dataset ${path} in ${this.path}.`,
        action: `It has ${[...this.#entries.keys()].slice(0, 12).join(', ')}.`,
        path: this.path,
        dataset: path,
      });
    }
    const { dtype, shape, typeName } = entry.info;
    if (!dtype) {
      throw new DaisyError('File', {
        message: `${path} of ${this.path} holds ${typeName}, not numbers.`,
        dataset: path,
      });
    }
    const ranges = rangesOf(shape, selection);
    const lengths = ranges.map(lengthOf);
    const shared = inThreads && entry.fillAsync !== undefined;
    const data = into ? into.subarray(0, sizeOf(lengths)) : allocate(dtype, lengths, shared);
    const axes = entry.axes ?? lengths.map((_, axis) => `axis${axis}`);
    return { entry, ranges, array: { dtype, shape: lengths, axes, data } as NdArray };
  }
}

function allocate(dtype: NonNullable<DatasetInfo['dtype']>, shape: readonly number[], shared: boolean): TypedArray {
  try {
    if (shared) return sharedArray(dtype, [sizeOf(shape)], ['value']).data;
    return typedArray(dtype, sizeOf(shape));
  } catch (cause) {
    throw new DaisyError('Resource', {
      message: `There is no memory for [${shape.join(', ')}] values of ${dtype}.`,
      action: 'Read a part of it.',
      cause,
    });
  }
}

function parentsOf(path: string): readonly string[] {
  const names = path.split('/').slice(1, -1);
  return names.map((_, index) => `/${names.slice(0, index + 1).join('/')}`);
}
