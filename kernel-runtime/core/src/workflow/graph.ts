import type { AnyAlgorithm } from '../algorithm/algorithm.js';

/** Where a value comes from. */
export type Source =
  | { readonly from: 'node'; readonly node: string; readonly port: string }
  | { readonly from: 'input'; readonly name: string }
  | { readonly from: 'param'; readonly name: string }
  | { readonly from: 'value'; readonly value: unknown }
  /** The first of several that has a value: the way around a step that failed or was left out. */
  | { readonly from: 'first'; readonly of: readonly Source[] };

/** One step of a workflow. */
export interface GraphNode {
  /** Unique within the graph. */
  readonly name: string;
  readonly algorithm: AnyAlgorithm;
  readonly inputs: Readonly<Record<string, Source>>;
  readonly params: Readonly<Record<string, Source>>;
  /** Inputs that are lists: the step runs once for each entry (lists of one length go in parallel), its outputs are lists. */
  readonly scatter?: readonly string[];
  /** The step runs only when this is true. */
  readonly when?: Source;
  /** How often it is tried again after a failure. Default 0. */
  readonly retries?: number;
  /** `fail` (default) ends the run; `skip` leaves the outputs, or the entry of a scatter, out. */
  readonly onError?: 'fail' | 'skip';
}

/** A workflow as data; nodes stand in an order in which they can run. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly outputs: Readonly<Record<string, Source>>;
}
