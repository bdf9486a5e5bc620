import type { MessagePort } from 'node:worker_threads';
import type { MimeBundle } from './engine/engine.js';

/** What the I/O thread asks the main thread. */
export type ToMain =
  | {
      readonly kind: 'execute';
      readonly id: number;
      readonly cell: string;
      readonly code: string;
      readonly count: number;
      readonly key: string | undefined;
    }
  | { readonly kind: 'complete' | 'inspect'; readonly id: number; readonly code: string; readonly position: number }
  | { readonly kind: 'isComplete'; readonly id: number; readonly code: string }
  | { readonly kind: 'interrupt'; readonly cell: string; readonly terminated: boolean }
  | { readonly kind: 'quit' };

/** What the main thread tells the I/O thread. */
export type ToIo =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | {
      readonly kind: 'stream';
      readonly name: 'stdout' | 'stderr';
      readonly text: string;
      readonly cell: string | undefined;
    }
  | {
      readonly kind: 'display';
      readonly update: boolean;
      readonly content: DisplayContent;
      readonly cell: string | undefined;
    }
  /** Completion goes from the I/O thread straight to the language thread from now on. */
  | { readonly kind: 'language'; readonly port: MessagePort };

/** Content of `display_data` and `update_display_data`. */
export interface DisplayContent {
  readonly data: MimeBundle;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly transient: { readonly display_id?: string };
}

/** What the I/O thread is given at its start. */
export interface IoStart {
  readonly connectionFile: string;
  readonly servicesModule: string | undefined;
  readonly version: string;
  /** True when the engine brings a language thread, whose port will follow. */
  readonly languageThread: boolean;
  /** Counts the interrupts that the main thread has noticed. */
  readonly noticed: SharedArrayBuffer;
}
