import type { NodeState } from '../engine/run.js';
import type { ErrorRecord } from '../errors/daisy-error.js';

/** The files that a batch writes. */
export interface BatchWrite {
  /**
   * Name of each file, from the folder of the document: `{name}` of the input file without its extension, `{index}` from 1 on with as many
   * digits as the last one, `{output}` of the workflow. Without `{output}` all outputs of an input go into one file.
   */
  readonly pattern: string;
  /** What becomes of files that are there already: nothing runs, they are replaced, or their inputs are left out. */
  readonly existing: 'refuse' | 'replace' | 'keep';
}

/** Names that do not meet those of scans beside the document. */
export const defaultBatchPattern = 'results/{name}-{output}.h5';

/** What a batch would write for one file. */
export interface BatchPlanRow {
  readonly file: string;
  /** Files by output. */
  readonly writes: Readonly<Record<string, string>>;
  /** `there`: all of them are there already, and the file is left out. */
  readonly state: 'new' | 'there' | 'refused';
  /** Why the batch does not start. */
  readonly problem?: ErrorRecord;
}

/** One file of a batch. */
export interface BatchRow {
  readonly file: string;
  readonly state: NodeState;
  /** The run, once it was started and as long as the kernel remembers it. */
  readonly run?: string;
  readonly progress: number;
  readonly milliseconds: number;
  /** Outputs in a few words. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Outputs that are numbers, with all their digits. */
  readonly numbers?: Readonly<Record<string, number>>;
  /** Files that are written, by output; from the folder of the kernel where they lie in it. */
  readonly written?: Readonly<Record<string, string>>;
  /** Step whose preview shows the first output that has one. */
  readonly preview?: string;
  readonly error?: ErrorRecord;
}

/** One document over many files. */
export interface BatchRecord {
  readonly batch: string;
  /** Input that takes the files. */
  readonly input: string;
  /** `interrupted`: its kernel ended before it did. */
  readonly state: 'running' | 'done' | 'cancelled' | 'interrupted';
  readonly rows: readonly BatchRow[];
}
