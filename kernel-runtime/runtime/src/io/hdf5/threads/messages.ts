import type { ErrorRecord } from '@daisy-lab/core';
import type { ReadSpec } from '../chunks/read-plan.js';

/** To a thread: read pieces of a file that is open in this process. */
export interface ReadTurn {
  readonly turn: number;
  readonly fd: number;
  readonly fileBytes: number;
  readonly spec: ReadSpec;
  readonly pieces: Float64Array;
  /** Bytes of the selection, in shared memory. */
  readonly into: Uint8Array;
  /** One word in shared memory that is not 0 when the read is to stop. */
  readonly stop: Int32Array;
}

/** From a thread: the pieces are there, or why not. */
export interface TurnReply {
  readonly turn: number;
  readonly fault?: { readonly name: string; readonly message: string; readonly record: ErrorRecord };
}
