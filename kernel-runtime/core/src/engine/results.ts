import type { Dtype } from '../array/dtype.js';
import type { NdArray } from '../array/nd-array.js';
import type { Provenance } from './run.js';

/** The finished outputs of a step, found by its key. */
export interface StoredResult {
  readonly key: string;
  /** Values by output; arrays read their bytes when `data` is first used. */
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly bytes: number;
  readonly milliseconds: number;
}

/** What is written beside a result. */
export interface ResultHeader {
  /** Path of the step in the graph. */
  readonly node: string;
  readonly algorithm: string;
  readonly version: string;
  readonly implementation: string;
  readonly provenance: Provenance;
  /** Class of the body and its code, as they are part of the key. */
  readonly bodyClass?: string;
  /** What the inputs were, by input: the key and output of a step, or the fingerprint of what the run was given. */
  readonly sources?: Readonly<Record<string, string>>;
}

/** Place for an array that comes in pieces along its split axis, in any order. */
export interface ArrayWriter {
  /** Writes the entries from `start` on along axis number `axis`. */
  write(piece: NdArray, axis: number, start: number): Promise<void>;
}

/** A piece along the split axis that is complete, with the outputs that have no such axis. */
export interface FinishedPiece {
  readonly start: number;
  readonly end: number;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Outputs of a step on their way. Nothing of them can be found before `commit`. */
export interface ResultWriter {
  /** Pieces that a killed run has completed: their arrays are there and need not be computed again. */
  readonly finished: readonly FinishedPiece[];
  array(output: string, dtype: Dtype, shape: readonly number[], axes: readonly string[], unit?: string): ArrayWriter;
  /** Makes a piece survive a killed process, after all its arrays have been written. */
  finishPiece(piece: FinishedPiece): Promise<void>;
  value(output: string, value: unknown): void;
  commit(milliseconds: number): Promise<StoredResult>;
  /** Ends without result; finished pieces stay for the next run when `keepPieces` is set. */
  abort(options?: { readonly keepPieces?: boolean }): Promise<void>;
}

/** Where an engine keeps results by key. Two processes may share one. */
export interface ResultStore {
  /** Null when there is none, or when what is there is damaged or foreign: it is then computed again. */
  find(key: string): Promise<StoredResult | null>;
  /** @throws DaisyError `Resource` when there is no room, with what to do */
  begin(key: string, header: ResultHeader): Promise<ResultWriter>;
  /** Results of more bytes are not worth their room, and not kept. */
  readonly largestBytes?: number;
  /** The newest result of a step, whatever its key; it says what has changed since. */
  newest?(node: string, algorithm: string): Promise<NewestResult | null>;
}

/** The newest result of a step that a store remembers. */
export interface NewestResult {
  readonly key: string;
  readonly header: ResultHeader;
}
