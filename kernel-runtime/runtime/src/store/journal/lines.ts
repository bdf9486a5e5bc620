import type { DaisyDocument, ErrorRecord, NodeState, RunState } from '@daisy-lab/core';
import type { ProcessToken } from '../../machine/process-token.js';

/** What a run from files to files was asked for, so that it can be asked for again. */
export interface JournaledRequest {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly params: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly overwrite: boolean;
  /** Folder that relative paths start from. */
  readonly cwd: string;
  /** The workflow itself, where it is neither installed nor in a file of its own. */
  readonly document?: DaisyDocument;
}

/** What a file was when the run began. */
export interface FileFacts {
  readonly path: string;
  readonly bytes: number;
  readonly changedMs: number;
}

/** First line: what runs, on what, and who runs it. */
export interface StartLine {
  readonly v: 1;
  readonly kind: 'start';
  readonly run: string;
  /** As the clock said; nothing is decided by it. */
  readonly startedMs: number;
  readonly process: ProcessToken;
  readonly daisy: string;
  readonly algorithm: string;
  readonly version: string;
  readonly title: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly files: Readonly<Record<string, FileFacts>>;
  /** Null for a run whose inputs or outputs lie in memory: it cannot be resumed. */
  readonly request: JournaledRequest | null;
  /** The run that this one goes on with. */
  readonly resumes?: string;
}

/** Something happened at a step; `ms` since the start, by a clock that never goes back. */
export interface EventLine {
  readonly kind: 'event';
  readonly ms: number;
  readonly node: string;
  readonly title: string;
  readonly state: NodeState;
  readonly progress: number;
  /** 0..1 of the whole run */
  readonly total: number;
  readonly implementation?: string;
  readonly reason?: string;
  readonly log?: string;
  readonly error?: ErrorRecord;
}

/** Last line. A run without it has been interrupted, or is still at work. */
export interface EndLine {
  readonly kind: 'end';
  readonly ms: number;
  readonly state: RunState;
  readonly outputs: Readonly<Record<string, string>>;
  readonly error: ErrorRecord | null;
}

export type JournalLine = StartLine | EventLine | EndLine;
