import type { MessagePort } from 'node:worker_threads';
import type { CommMessage } from './comm-messages.js';
import type { CellError, MimeBundle } from './engine/engine.js';
import type { StopReason } from './io/interrupter.js';
import type { LogLevel } from './log.js';
import type { Connection } from './wire/connection.js';

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
  /** Stop this cell, or what is left of earlier ones. */
  | { readonly kind: 'interrupt'; readonly cell: string | undefined; readonly reason: StopReason }
  | { readonly kind: 'answered'; readonly id: number; readonly value: InputOutcome }
  /** A client spoke on a comm of a cell. */
  | { readonly kind: 'comm'; readonly message: CommMessage }
  | { readonly kind: 'quit'; readonly code: number };

/** What the main thread tells the I/O thread. */
export type ToIo =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  /** There is something in the output ring. */
  | { readonly kind: 'output' }
  | {
      readonly kind: 'display';
      /** Its place in the output ring. */
      readonly place: number;
      readonly update: boolean;
      readonly content: DisplayContent;
      readonly cell: string | undefined;
    }
  /** An error of a cell that had ended. */
  | {
      readonly kind: 'error';
      readonly place: number;
      readonly content: Pick<CellError, 'ename' | 'evalue' | 'traceback'>;
      readonly cell: string | undefined;
    }
  | {
      readonly kind: 'input';
      readonly id: number;
      readonly prompt: string;
      readonly password: boolean;
      readonly cell: string | undefined;
    }
  | {
      readonly kind: 'comm';
      readonly place: number;
      readonly message: CommMessage;
      readonly cell: string | undefined;
    }
  /** Cells take comms of this target, or take them no longer. */
  | { readonly kind: 'commTarget'; readonly name: string; readonly taken: boolean }
  | { readonly kind: 'clear'; readonly place: number; readonly wait: boolean; readonly cell: string | undefined };

/** How a question to the user ended. */
export type InputOutcome =
  | { readonly status: 'ok'; readonly value: string }
  | { readonly status: 'refused'; readonly why: string }
  | { readonly status: 'ended' };

/** Content of `display_data` and `update_display_data`. */
export interface DisplayContent {
  readonly data: MimeBundle;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly transient: { readonly display_id?: string };
}

/** What the I/O thread is given at its start. */
export interface IoStart {
  readonly connection: Connection;
  readonly servicesModule: string | undefined;
  readonly version: string;
  readonly logLevel: LogLevel;
  /** Absent: the history ends with the kernel. */
  readonly historyPath: string | undefined;
  /** The thread that runs cells. */
  readonly main: MessagePort;
  /** The compiler's thread; absent when the engine has its compiler on the main thread. */
  readonly language: MessagePort | undefined;
  /** Counts the interrupts that the main thread has noticed. */
  readonly noticed: SharedArrayBuffer;
  /** Memory of the output ring. */
  readonly output: SharedArrayBuffer;
  /** MiB that the process may take. */
  readonly memoryMb: number | undefined;
}
