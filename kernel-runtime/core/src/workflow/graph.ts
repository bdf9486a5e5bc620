import type { AnyAlgorithm } from '../algorithm/algorithm.js';

/** Where a value comes from. */
export type Source =
  | { readonly from: 'node'; readonly node: string; readonly port: string }
  | { readonly from: 'input'; readonly name: string }
  | { readonly from: 'param'; readonly name: string }
  | { readonly from: 'value'; readonly value: unknown };

/** One step of a workflow. */
export interface GraphNode {
  /** Unique within the graph. */
  readonly name: string;
  readonly algorithm: AnyAlgorithm;
  readonly inputs: Readonly<Record<string, Source>>;
  readonly params: Readonly<Record<string, Source>>;
}

/** A workflow as data; nodes stand in an order in which they can run. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly outputs: Readonly<Record<string, Source>>;
}
