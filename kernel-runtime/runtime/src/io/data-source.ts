import type {
  DataAttribute,
  DataEntry,
  DataItem,
  DataType,
  Dtype,
  NdArray,
  TreeNode,
  TypedArray,
} from '@daisy-lab/core';
import type { Codec } from './storage/codecs.js';
import type { Attributes } from './attributes.js';
import type { FollowOptions, LiveSource } from './live/live-source.js';

/** Part of a dataset: for each axis `[first, end)` or everything (`null`); axes that are left out are read whole. */
export type Selection = readonly (readonly [first: number, end: number] | null)[];

/** What is known of a dataset without reading it. */
export interface DatasetInfo {
  readonly path: string;
  readonly shape: readonly number[];
  /** null for what is not an array of plain numbers: text, compounds. */
  readonly dtype: Dtype | null;
  /** Name of the stored type, for people. */
  readonly typeName: string;
  readonly attributes: Attributes;
  /** How the values are stored; absent where the kind of file does not tell. */
  readonly storage?: StorageInfo;
}

/** How a dataset is stored, for plans of reading and for people. */
export interface StorageInfo {
  readonly layout: string;
  /** Shape of a chunk; null when the values are not stored in chunks. */
  readonly chunks: readonly number[] | null;
  /** Names of the filters in the order in which they were applied. */
  readonly filters: readonly string[];
  /** Why a general library reads the values instead of the fast reader; null when the fast reader does. */
  readonly slowBecause: string | null;
}

/** An object with its types. */
export interface TypedObject {
  /** Of a dataset; the shape is null where it has no values. */
  readonly values: { readonly type: DataType; readonly shape: readonly number[] | null } | null;
  readonly attributes: readonly DataAttribute[];
}

/** How a read may be steered. */
export interface ReadOptions {
  /** Where the values go; in shared memory they are written there by the threads that decode them. */
  readonly into?: TypedArray;
  /** Stops the read within a chunk; the promise is rejected with DaisyError `Cancelled`. */
  readonly signal?: AbortSignal;
  /** Reads of higher priority go first; 0 by default. */
  readonly priority?: number;
}

/** The members of a group; what is behind a name is looked at when it is asked for. */
export interface GroupMembers {
  /** In the order of their characters. */
  readonly names: readonly string[];
  entry(name: string): DataEntry;
}

/** A file that is read. It is opened for reading only, and kept open no longer than needed. */
export interface DataSource {
  readonly path: string;
  /** Groups, datasets and links, parents first, by name; links that lead nowhere are listed as links. */
  tree(): readonly TreeNode[];
  /** What is in one group; null when there is no such group. Absent for kinds whose `tree` is short. */
  members?(group: string): GroupMembers | null;
  /** null when there is no dataset at that path, or its link leads nowhere. */
  describe(dataset: string): DatasetInfo | null;
  /** Attributes of a group or dataset; empty when there is none. */
  attributes(path: string): Attributes;
  /**
   * Reads the selected part alone. With `into` the values are written there (shared memory, say) and an array on it is returned.
   * @throws DaisyError `File` when it cannot be read.
   */
  read(dataset: string, selection?: Selection, into?: TypedArray): NdArray;
  /** The same for all paths that lead to one object; absent for kinds without links. */
  identity?(path: string): string | null;
  /** Entries of a dataset of text, for the kinds that have such; null when it is none. */
  texts?(dataset: string): readonly string[] | null;
  /** As `read`, in other threads; absent where a kind has none. Call `readPart`, which does with any source. */
  load?(dataset: string, selection: Selection, options: ReadOptions): Promise<NdArray>;
  /** The selected values of any type as text for people, in C order. Absent where everything is numbers. */
  shown?(dataset: string, selection: Selection): readonly string[];
  /** The selected values of any type as JSON, in C order; a single value of a dataset without axes. Absent where everything is numbers. */
  items?(dataset: string, selection: Selection): DataItem;
  /** Types of the values and of the attributes of an object, whatever they are. Absent for kinds with plain types alone. */
  typed?(path: string): TypedObject;
  /** A text or a number; null when there is none. */
  readScalar(dataset: string): string | number | null;
  /** Goes on with what is added to a dataset from now on or since its beginning, reading the file afresh. Absent for kinds that do not grow. */
  follow?(dataset: string, options?: FollowOptions): LiveSource;
  close(): void;
}

/** A file that is written under a temporary name, and gets its name when it is finished. */
export interface DataSink {
  readonly path: string;
  /** A file that can be opened while this one grows; absent for kinds that can be read only when they are finished. */
  readonly growing?: string;
  group(path: string, attributes?: Attributes): void;
  /** Writes a whole array. */
  write(path: string, array: NdArray, attributes?: Attributes): void | Promise<void>;
  /** Declares an array that is written piece by piece along its first axis. */
  create(path: string, spec: SlabSpec, attributes?: Attributes): SlabWriter;
  writeScalar(path: string, value: string | number, attributes?: Attributes): void;
  /** Writes several texts along one axis; absent for kinds that have no place for them. */
  writeTexts?(path: string, texts: readonly string[], attributes?: Attributes): void;
  /** Another name for an object of the file; absent for kinds without links. */
  link?(path: string, target: string): void;
  /** Makes what was appended so far readable in `growing`. */
  flush?(): Promise<void>;
  /** Closes the file and gives it its name. */
  finish(): void | Promise<void>;
  /** Removes what was written. */
  abort(): void | Promise<void>;
}

/** Dtype and length of all axes of an array that is written in pieces; the first length may be Infinity where the kind allows it. */
export interface SlabSpec {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** How it is stored, for kinds that leave a choice. */
  readonly storage?: StorageChoice;
}

/** Chunks and compression of a dataset; `chooseStorage` makes one. */
export interface StorageChoice {
  readonly chunks: readonly number[];
  readonly codec: Codec;
  /** What is noted with the dataset about the choice. */
  readonly attributes?: Attributes;
}

export interface SlabWriter {
  /** Appends entries along the first axis; `data` holds whole entries. Once it has settled, `data` may be used again. */
  append(data: TypedArray): void | Promise<void>;
  /**
   * Writes a box of whole chunks (or up to the edge of the array) that begins at `first`, in any order. For kinds with chunks; not to
   * be mixed with `append`.
   */
  put?(first: readonly number[], array: NdArray): Promise<void>;
}
