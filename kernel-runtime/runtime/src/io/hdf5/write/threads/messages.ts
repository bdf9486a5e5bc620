import type { FilterSpec } from '@daisy-lab/compute';
import type { ErrorRecord } from '@daisy-lab/core';
import type { SharedEnd } from '../file-room.js';

/** To a thread: compress chunks of a stage and write them at the end of a file that is open in this process. */
export interface StoreTurn {
  readonly turn: number;
  readonly fd: number;
  /** The same file past the cache of the system, for large chunks; null where that is not wanted. */
  readonly directFd: number | null;
  readonly end: SharedEnd;
  /** Values in shared memory, and their shape. */
  readonly stage: Uint8Array;
  readonly shape: readonly number[];
  readonly chunk: readonly number[];
  readonly itemBytes: number;
  readonly filters: readonly FilterSpec[];
  /** The chunks `first <= number < last` of the stage, counted along the last axis first. */
  readonly first: number;
  readonly last: number;
}

/** From a thread: address, bytes and filter mask of each chunk, or why not. */
export interface StoreReply {
  readonly turn: number;
  readonly stored?: Float64Array;
  readonly fault?: { readonly record: ErrorRecord; readonly code: string };
}
