import type { ContractDescription } from '../algorithm/describe.js';
import type { Plan } from '../engine/plan.js';
import type { NodeState, RunRecord } from '../engine/run.js';
import type { BatchPlanRow, BatchRecord, BatchWrite } from './batch-types.js';
import type { ErrorRecord } from '../errors/daisy-error.js';
import type { ViewerInfo } from './viewer-types.js';

/** How one step of a run is doing. */
export interface GraphNodeRecord {
  readonly state: NodeState;
  /** 0..1 */
  readonly progress: number;
  /** Time since it was started, or that it took. */
  readonly milliseconds: number;
  readonly implementation?: string;
  readonly reason?: string;
  readonly error?: ErrorRecord;
  /** The last line that it wrote. */
  readonly log?: string;
  /** Its main output in a few words. */
  readonly value?: string;
  /** What `graph.preview` shows of it. */
  readonly preview?: 'image' | 'curve';
  /** Of a scattered step. */
  readonly entries?: EntriesRecord;
}

/** How the entries of a scattered step are doing. */
export interface EntriesRecord {
  readonly count: number;
  readonly done: number;
  readonly failed: number;
  /** At most 100 letters for as many equal parts of the list: `w`aiting, `r`unning, `d`one, `f`ailed; the gravest of each part. */
  readonly strip: string;
}

/** A run of a document, with the time when it was started and the text as it was then. */
export interface GraphRun extends RunRecord {
  readonly startedMs: number;
  readonly text: string;
}

/** A document that is being edited; relative paths in it start from the folder of `path`. */
interface EditedDocument {
  readonly path: string;
  readonly text: string;
}

/** A document over many files; without `write` only its table comes of it. */
interface BatchAsked extends EditedDocument {
  readonly input: string;
  readonly files: readonly string[];
  readonly write?: BatchWrite;
}

/** Runs of documents for a canvas, followed step by step. */
export interface GraphMethods {
  /** The contracts of all algorithms, for a palette. */
  'graph.palette': { params: Record<string, never>; result: { contracts: readonly ContractDescription[] } };
  /** What a run would do: what is cached, stale or new, and why. */
  'graph.plan': { params: EditedDocument; result: Plan };
  /**
   * Runs a document without writing files; results are kept, so that a later run takes them. `from`: this step and all that depends
   * on it anew; `to`: only what this step needs, and itself; `only`: this step alone.
   */
  'graph.start': {
    params: EditedDocument & { readonly from?: string; readonly to?: string; readonly only?: string };
    result: RunRecord;
  };
  'graph.status': {
    params: { run: string };
    result: {
      readonly record: RunRecord;
      readonly nodes: Readonly<Record<string, GraphNodeRecord>>;
      /** The outputs in a few words, once the run is done. */
      readonly outputs: Readonly<Record<string, string>>;
    };
  };
  'graph.cancel': { params: { run: string }; result: RunRecord };
  /** The runs of a document that this kernel remembers, the newest first, and its newest batch: found again after the tab was closed. */
  'graph.runs': { params: { path: string }; result: { runs: readonly GraphRun[]; batch: string | null } };
  /** A small picture of what a step gave. Array `data` [height, width] of an image, [2, columns] lowest and highest of a curve. */
  'graph.preview': {
    params: { run: string; node: string };
    result: { kind: 'image' | 'curve'; port: string; limits: readonly [number, number] };
  };
  /**
   * What a step gave, whole: an open viewer of images; array `values` of a curve; anything else as data. Of outputs of the workflow, and
   * of steps whose results are kept.
   */
  'graph.show': {
    params: EditedDocument & { readonly run: string; readonly node: string; readonly port: string };
    result:
      | { kind: 'image'; viewer: ViewerInfo }
      | { kind: 'curve'; axis: string; unit?: string }
      | { kind: 'value'; value: unknown };
  };
  /** What `graph.batch` would write, before anything runs. Refused where the names themselves cannot be made. */
  'graph.batchPlan': { params: BatchAsked; result: { rows: readonly BatchPlanRow[] } };
  /** Runs a document once for each file, one after the other; one that fails does not stop the others, and leaves no file. */
  'graph.batch': { params: BatchAsked; result: BatchRecord };
  'graph.batchStatus': { params: { batch: string }; result: BatchRecord };
  'graph.batchCancel': { params: { batch: string }; result: BatchRecord };
  /** Goes on with a batch that was cancelled, has failures, or lost its kernel: what is done is not done again. */
  'graph.batchResume': { params: { batch: string }; result: BatchRecord };
  /** Writes the table as CSV beside what the batch has written, or beside the document. */
  'graph.batchTable': { params: { batch: string }; result: { readonly file: string } };
}
