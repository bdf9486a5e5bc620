import type { ErrorRecord } from '../errors/daisy-error.js';

/** `interrupted`: its process ended before the run did; it can be resumed. */
export type RunState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled' | 'interrupted';

/** State of one step: `cached` came from a finished run, `skipped` was not asked for or lacked an input. */
export type NodeState = RunState | 'cached' | 'skipped';

/** What is known of a run at one moment; the same record for the app, the notebook and the command line. */
export interface RunRecord {
  readonly run: string;
  readonly algorithm: string;
  readonly title: string;
  readonly state: RunState;
  /** 0..1 over the whole run */
  readonly progress: number;
  /** The step at work, in words, e.g. `Reconstruct slices`. */
  readonly step: string;
  readonly elapsedMs: number;
  /** Estimated time left; null as long as nothing is known. */
  readonly remainingMs: number | null;
  /** Files written, by output name; only when the run is done. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Files that are being written and can be read already as far as they have come, by output name; while the run goes on. */
  readonly growing?: Readonly<Record<string, string>>;
  readonly error: ErrorRecord | null;
  /** When it was started, ms since 1970; known of runs in the history. */
  readonly startedMs?: number;
  /** Whether `run.resume` can go on with it; known of runs in the history. */
  readonly resumable?: boolean;
  /** The run that this one went on with. */
  readonly resumes?: string;
}

/** What an engine tells about a run while it goes on. */
export interface RunEvent {
  readonly run: string;
  /** Path of the step in the graph, e.g. `normalize` or `ct.full/normalize`; empty for the run itself. */
  readonly node: string;
  readonly title: string;
  readonly state: NodeState;
  /** 0..1 of this node */
  readonly progress: number;
  /** Implementation that was chosen, and why; absent for workflows. */
  readonly implementation?: string;
  readonly reason?: string;
  /** 0..1 of the whole run */
  readonly total: number;
  readonly error?: ErrorRecord;
  /** A line that the body wrote. */
  readonly log?: string;
  /** Of a scattered step, the state of every entry: one of `entryStates`, by its number. The array goes on changing. */
  readonly entries?: Uint8Array;
}

/** States of the entries of a scattered step; `RunEvent.entries` counts into this list. */
export const entryStates = ['waiting', 'running', 'done', 'failed'] as const;

/** How a result comes about; it is written beside the result. */
export interface Provenance {
  readonly algorithm: string;
  readonly version: string;
  /** Complete parameters, defaults included. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Input files by the name of the input. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Inputs that are plain data, by name. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** Pinned bodies: algorithm id -> name of the implementation. */
  readonly use?: Readonly<Record<string, string>>;
  /** The document that the workflow was read from. */
  readonly document?: DocumentOrigin;
  /** What the input files were when the run began, by the name of the input. */
  readonly files?: Readonly<Record<string, FileFacts>>;
  /** Version of Daisy. */
  readonly daisy?: string;
  readonly machine?: MachineFacts;
  readonly times?: RunTimes;
  /** The steps that were computed or taken from the cache, in the order in which they ended. */
  readonly steps?: readonly StepRecord[];
}

export interface DocumentOrigin {
  readonly path: string;
  readonly sha256: string;
  /** The document itself, so that the result can be computed again from its file alone. */
  readonly text: string;
}

/** What tells one state of a file from another without reading it. */
export interface FileFacts {
  readonly path: string;
  readonly bytes: number;
  /** Time of the last change, ISO 8601. */
  readonly modified: string;
}

export interface MachineFacts {
  readonly host: string;
  readonly system: string;
  readonly processor: string;
  readonly cores: number;
  readonly node: string;
}

/** ISO 8601; `ended` is missing as long as the run goes on. */
export interface RunTimes {
  readonly started: string;
  readonly ended?: string;
}

export interface StepRecord {
  /** Path of the step in the graph. */
  readonly node: string;
  readonly algorithm: string;
  readonly version: string;
  readonly title: string;
  readonly state: 'done' | 'cached' | 'failed' | 'skipped';
  /** Body that computed it; absent for results from the cache. */
  readonly implementation?: string;
  /** Why that body was chosen. */
  readonly reason?: string;
  readonly started?: string;
  readonly ended: string;
}
