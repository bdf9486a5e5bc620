import type { ObjectDescription, OriginGraph, StoreUsage } from '@daisy-lab/core';

/** How the bytes of an object are to be read. */
export type Encoding = 'array' | 'value' | 'columns' | 'arrow';

/** An object as every thread of the process can read it. */
export interface SharedObject {
  readonly description: ObjectDescription;
  readonly encoding: Encoding;
  /** How it came about; null when nothing is known. */
  readonly origin: OriginGraph | null;
  /** Grows with every change: of two states the higher one is the newer. */
  readonly version: number;
  /** The bytes in memory; null when they are on disk only. */
  readonly shared: SharedArrayBuffer | null;
  /** First byte of an array in the shared memory. */
  readonly offset: number;
  /** The file with the bytes; null when they are in memory only. */
  readonly file: string | null;
}

/** The channel between the threads of one process. */
export const storeChannel = 'daisy.store.v1';

/** The thread that owns the store tells every change at once, so that the others know it also while that thread is busy. */
export type FromOwner =
  | { readonly kind: 'set'; readonly object: SharedObject; readonly usage: StoreUsage }
  | { readonly kind: 'gone'; readonly id: string; readonly usage: StoreUsage };

/** What other threads ask of the owner, which answers when it is free. */
export type ToOwner =
  | { readonly kind: 'rename'; readonly id: string; readonly name: string }
  | { readonly kind: 'remove'; readonly id: string };

/** A thread that has come later, and what it is told by one that was there. */
export type Joining =
  | { readonly kind: 'hello' }
  | { readonly kind: 'all'; readonly objects: readonly SharedObject[]; readonly usage: StoreUsage };

export type StoreMessage = FromOwner | ToOwner | Joining;
