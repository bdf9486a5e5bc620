import type { DaisyEvent, ErrorRecord } from '@daisy-lab/core';
import type { CarriedArray } from './arrays.js';

/** What the services thread is told. */
export type ToServices =
  | { readonly kind: 'call'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'close' };

/** What it answers. */
export type FromServices =
  | { readonly kind: 'ready'; readonly methods: readonly string[] }
  | { readonly kind: 'event'; readonly topic: DaisyEvent['topic']; readonly key: string; readonly value: unknown }
  | { readonly kind: 'done'; readonly id: number; readonly outcome: ServiceOutcome };

export type ServiceOutcome =
  | { readonly status: 'ok'; readonly result: unknown; readonly arrays: readonly CarriedArray[] }
  | { readonly status: 'unknown-method' }
  | { readonly status: 'failed'; readonly error: ErrorRecord };

/** What the services thread is given at its start. */
export interface ServicesStart {
  /** URL of the module that exports `createServices`. */
  readonly module: string;
  readonly cwd: string;
}
