import type { Dtype } from '../array/dtype.js';
import type { Provenance } from '../engine/run.js';
import type { OriginGraph } from './origin.js';

/** What is known of a data object without reading it; the same for panels, notebooks and the command line. */
export interface ObjectDescription {
  /** Unique within the store; for the result of a step its key. */
  readonly id: string;
  /** Given by the user, unique within the store; empty for anonymous objects. */
  readonly name: string;
  readonly kind: 'array' | 'table' | 'value' | 'file' | 'list';
  readonly dtype?: Dtype;
  /** Length along each axis, slowest first; rows and columns of a table. */
  readonly shape?: readonly number[];
  readonly axes?: readonly string[];
  readonly unit?: string;
  readonly bytes: number;
  /** Where the bytes are now: in shared memory, on disk, or both. */
  readonly place: 'memory' | 'disk' | 'both';
  /** How many holders keep it from being let go. */
  readonly references: number;
  readonly createdMs: number;
  readonly provenance?: Provenance;
}

/** How much a store holds and may hold, in bytes. */
export interface StoreUsage {
  readonly memoryBytes: number;
  readonly budgetBytes: number;
  readonly diskBytes: number;
  readonly objects: number;
}

/** Entries `start <= index < end` along each axis; an axis left out is taken whole. */
export type Selection = readonly (readonly [start: number, end: number] | null)[];

/** A value in a store, not yet read. Holding it keeps the object; `release` lets it go. */
export interface Handle<T = unknown> {
  readonly description: ObjectDescription;
  /** The value; arrays lie in shared memory, read once and kept within the budget. */
  read(): Promise<T>;
  /** A part of an array, without reading the rest. */
  readPart(selection: Selection): Promise<T>;
  release(): void;
}

/** Owns the data objects between algorithms: named or anonymous, in shared memory within a budget, the rest on disk. */
export interface Store {
  /**
   * Keeps a value.
   * @throws DaisyError `Resource` when it would exceed the budget and cannot be moved to disk; `Input` when the name is taken.
   */
  put<T>(value: T, options?: { readonly name?: string; readonly provenance?: Provenance }): Promise<Handle<T>>;
  /** @throws DaisyError `Input` when there is no such object, with the names that come near */
  get(idOrName: string): Handle;
  has(idOrName: string): boolean;
  list(): readonly ObjectDescription[];
  /** How an object came about; null when it was kept without provenance. */
  origin(idOrName: string): OriginGraph | null;
  rename(idOrName: string, name: string): void;
  /**
   * Writes an object into a file of the kind that its extension names, whole or not at all: arrays as HDF5, npy, TIFF, CSV; tables as
   * HDF5, CSV, Arrow; plain values as JSON.
   * @returns the absolute path
   * @throws DaisyError `File` when the file exists already (unless `overwrite`), `Input` when it cannot hold such an object
   */
  save(idOrName: string, path: string, options?: { readonly overwrite?: boolean }): Promise<string>;
  /** @throws DaisyError `Input` when someone still holds it and `force` is not set */
  remove(idOrName: string, options?: { readonly force?: boolean }): Promise<void>;
  usage(): StoreUsage;
  /** Calls back after every change, at most ten times a second; returns the way to stop. */
  onChange(listener: () => void): () => void;
}
