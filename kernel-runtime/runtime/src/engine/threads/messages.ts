import type { ErrorRecord, Piece } from '@daisy-lab/core';
import type { Offers, UsedPlaces } from '../piece-memory.js';
import type { HandedBack } from './handed-back.js';

/** A call of a body in a thread. Arrays travel as they are: shared memory is shared, nothing is copied. */
export interface BodyTask {
  readonly kind: 'run';
  readonly id: number;
  /** Module that exports the algorithm. */
  readonly module: string;
  readonly algorithm: string;
  readonly implementation: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly params: Readonly<Record<string, unknown>>;
  readonly piece: Piece | undefined;
  readonly offers: Offers;
}

export type ToThread = BodyTask | { readonly kind: 'cancel'; readonly id: number };

export type FromThread =
  | { readonly kind: 'progress'; readonly id: number; readonly fraction: number }
  | { readonly kind: 'log'; readonly id: number; readonly line: string }
  | {
      readonly kind: 'done';
      readonly id: number;
      readonly outputs: Readonly<Record<string, unknown>>;
      readonly back: Readonly<Record<string, HandedBack>>;
      readonly used: UsedPlaces;
    }
  | { readonly kind: 'failed'; readonly id: number; readonly error: ErrorRecord };
