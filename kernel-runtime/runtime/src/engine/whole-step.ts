import type { FlatStep, ResultHeader } from '@daisy-lab/core';
import type { Choice } from './choose-implementation.js';
import type { ValueRecord } from './scope.js';

/** A step that works on the whole of its inputs. */
export interface WholeStep {
  readonly step: FlatStep;
  /** Full path in the run. */
  readonly path: string;
  readonly inputs: ValueRecord;
  readonly params: ValueRecord;
  /** The chosen body; none for a workflow. */
  readonly choice: Choice | null;
  /** Key under which the outputs are kept; null when they are not. */
  readonly key: string | null;
  readonly header: ResultHeader;
  /** Runs a workflow as a whole, its steps below `path`. */
  runGraph(path: string, inputs: ValueRecord, params: ValueRecord): Promise<ValueRecord>;
  /** `entries`: of a scattered step the state of each. */
  progress(fraction: number, entries?: Uint8Array): void;
}
