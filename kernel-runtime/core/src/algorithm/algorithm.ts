import { DaisyError } from '../errors/daisy-error.js';
import type { Graph } from '../workflow/graph.js';
import type { Params, ParamValues } from './param.js';
import type { Port } from './port.js';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a record of ports of any value type
export type Ports = Readonly<Record<string, Port<any>>>;

/** The values that belong to a set of ports. Ports that are `optional` may be left out. */
export type Values<P extends Ports> = {
  readonly [K in keyof P as undefined extends ValueOf<P[K]> ? never : K]: ValueOf<P[K]>;
} & {
  readonly [K in keyof P as undefined extends ValueOf<P[K]> ? K : never]?: ValueOf<P[K]>;
};

export type ValueOf<P> = P extends Port<infer T> ? T : never;

/** How the data may be cut: along one axis, with `pad` extra entries on each side of a piece. */
export interface SplitRule {
  readonly over: string;
  readonly pad?: number;
}

/** What a contract says: everything but how it is computed. */
export interface Definition<I extends Ports, O extends Ports, P extends Params> {
  /** Semantic version; a new result for the same input needs a new version. */
  readonly version: string;
  readonly title: string;
  /** One paragraph: formula, edge cases, source. */
  readonly help?: string;
  readonly split?: SplitRule;
  readonly inputs: I;
  readonly params?: P;
  readonly outputs: O;
}

/** What a body needs to run. */
export interface Needs {
  readonly gpu?: boolean;
}

/** Everything a body is given. */
export interface RunContext<I extends Ports, P extends Params> {
  readonly inputs: Values<I>;
  readonly params: ParamValues<P>;
  /** Aborted when the user cancels; bodies look at it at least every 100 ms. */
  readonly signal: AbortSignal;
  /** Worker threads that the body may use. */
  readonly threads: number;
  /** Reports how far the body has come, 0..1. */
  progress(fraction: number): void;
}

/** One way to compute an algorithm. */
export interface Implementation<I extends Ports, O extends Ports, P extends Params> {
  readonly needs?: Needs;
  /** Relative cost; the engine takes the cheapest body whose needs are met. */
  readonly cost?: number;
  run(context: RunContext<I, P>): Promise<Values<O>> | Values<O>;
}

/** A contract and its interchangeable bodies. A workflow is an algorithm whose body is a graph. */
export interface Algorithm<I extends Ports = Ports, O extends Ports = Ports, P extends Params = Params> {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly help: string;
  readonly split: SplitRule | undefined;
  readonly inputs: I;
  readonly params: P;
  readonly outputs: O;
  /** Present when the algorithm is a workflow. */
  readonly graph: Graph | undefined;
  readonly implementations: ReadonlyMap<string, Implementation<I, O, P>>;
  /** Adds a body; returns the algorithm, so that calls chain. */
  implement(name: string, implementation: Implementation<I, O, P>): this;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- bodies are contravariant in their inputs
export type AnyAlgorithm = Algorithm<any, any, any>;

/**
 * Declares an algorithm: its typed contract. Bodies are added by `implement`.
 * @throws DaisyError `Input` when the id is not of the form `technique.name`.
 */
export function algorithm<const I extends Ports, const O extends Ports, const P extends Params = Record<never, never>>(
  id: string,
  definition: Definition<I, O, P>,
): Algorithm<I, O, P> {
  return makeAlgorithm(id, definition, undefined);
}

/** Shared by `algorithm` and `workflow`. */
export function makeAlgorithm<I extends Ports, O extends Ports, P extends Params>(
  id: string,
  definition: Definition<I, O, P>,
  graph: Graph | undefined,
): Algorithm<I, O, P> {
  if (!/^[a-z][a-zA-Z0-9]*(\.[a-z][a-zA-Z0-9]*)+$/.test(id)) {
    throw new DaisyError('Input', {
      message: `"${id}" is not an algorithm id.`,
      action: 'Use the technique and a name, as in "ct.recon".',
    });
  }
  const bodies = new Map<string, Implementation<I, O, P>>();
  return {
    id,
    version: definition.version,
    title: definition.title,
    help: definition.help ?? '',
    split: definition.split,
    inputs: definition.inputs,
    params: definition.params ?? ({} as P),
    outputs: definition.outputs,
    graph,
    implementations: bodies,
    implement(name, body) {
      bodies.set(name, body);
      return this;
    },
  };
}
