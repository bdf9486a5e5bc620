import type { Dtype } from '../array/dtype.js';
import type { DataEntity, DataItem } from './data-entity.js';
import type { RunRecord } from '../engine/run.js';
import type { TreeNode } from './file-types.js';

/** A name in a group of a data file. */
export interface DataEntry extends TreeNode {
  readonly name: string;
  /** NeXus class of a group. */
  readonly nxClass?: string;
  /** Where a soft or external link leads, as the file says it. */
  readonly target?: string;
}

/** How a dataset is stored. */
export interface DataStorage {
  readonly layout: string;
  /** Shape of a chunk; null when the values are not stored in chunks. */
  readonly chunks: readonly number[] | null;
  /** Names of the filters in the order in which they were applied. */
  readonly filters: readonly string[];
  /** Why a general library reads the values instead of the fast reader; null when the fast reader does. */
  readonly slowBecause: string | null;
}

/** Everything that a file says about one of its objects. */
export interface DataDescription {
  readonly path: string;
  /** `link`: one that leads nowhere, or out of the folders that may be read. */
  readonly kind: 'group' | 'dataset' | 'link';
  readonly shape: readonly number[];
  /** null for what is not an array of plain numbers: text, compounds, groups. */
  readonly dtype: Dtype | null;
  readonly typeName: string;
  readonly attributes: Readonly<Record<string, string | number | readonly string[] | readonly number[]>>;
  /** How many it has, where only the first 1,000 are given. */
  readonly attributeCount?: number;
  readonly storage: DataStorage | null;
  /** Dataset with the values along each axis, where the NeXus group around it names one of the right length. */
  readonly axes: readonly (string | null)[];
}

/** For each axis `[first, end)` or everything (`null`); axes that are left out are taken whole. */
export type DataSelection = readonly (readonly [first: number, end: number] | null)[];

/** Looking around in data files (HDF5 and the other kinds that are read), without ever taking all of one. */
export interface DataMethods {
  /** The members `first <= i < first + count` of a group, by name; `total` is their number. */
  'data.list': {
    params: { path: string; group: string; first: number; count: number };
    result: { total: number; entries: readonly DataEntry[] };
  };
  /**
   * Objects whose path has all words in it, at most `most`; with `attributes` words of attributes (`units=keV`) count as well. `complete`
   * is false when not everything was looked at.
   */
  'data.search': {
    params: { path: string; words: string; most: number; attributes?: boolean };
    result: { entries: readonly DataEntry[]; complete: boolean };
  };
  /** What the file says about one object. */
  'data.describe': { params: { path: string; object: string }; result: DataDescription };
  /** One object with the types of its values and attributes. */
  'data.entity': { params: { path: string; object: string }; result: DataEntity };
  /** Values of any type as JSON, at most 100,000, in C order; a single value is not in a list. */
  'data.items': {
    params: { path: string; dataset: string; selection: DataSelection };
    result: { items: DataItem };
  };
  /** The dataset to begin with: the NeXus default plot, else the largest array near the top; null when there is none. */
  'data.first': { params: { path: string }; result: { dataset: string | null } };
  /** Array `data` of numbers; of any other type `texts`, at most 10,000, in C order. */
  'data.values': {
    params: { path: string; dataset: string; selection: DataSelection };
    result: { shape: readonly number[]; dtype: Dtype | null; texts?: readonly string[] };
  };
  /**
   * Array `values` float64 along one axis, at the indices `at` of the other axes (its own entry is not used). More than `most` values
   * come as the lowest and the highest of each `bin` neighbours, in turn, so that no peak is lost.
   */
  'data.curve': {
    params: {
      path: string;
      dataset: string;
      axis: number;
      at: readonly number[];
      most: number;
      first?: number;
      end?: number;
    };
    result: { first: number; end: number; bin: number };
  };
  /**
   * Starts a copy of a data file whose arrays (or the one named) are stored for reading by `frames`, by `rows` or both ways (`cube`).
   * `codec`: `portable`, `fast`, `none`, `deflate`, `bitshuffle-lz4` or `lz4`; that of the file by default. Followed by events `run`,
   * `run.status` and `run.cancel`; its output `file` is the copy.
   */
  'data.rechunk': {
    params: {
      path: string;
      file: string;
      access: 'frames' | 'rows' | 'cube';
      dataset?: string;
      codec?: string;
      overwrite?: boolean;
    };
    result: RunRecord;
  };
}
