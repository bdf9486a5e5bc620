import type { ContractDescription } from '../algorithm/describe.js';
import type { Plan } from '../engine/plan.js';
import type { NodeState, RunRecord } from '../engine/run.js';
import type { ErrorRecord } from '../errors/daisy-error.js';

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
}

/** A document that is being edited; relative paths in it start from the folder of `path`. */
interface EditedDocument {
  readonly path: string;
  readonly text: string;
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
}
