import type { Dtype } from '../array/dtype.js';
import type { NdArray } from '../array/nd-array.js';
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

/** How scalar outputs of pieces become that of the whole. */
export type Combine = 'sum' | 'min' | 'max' | 'any' | 'all' | 'first';

/**
 * How the data may be cut, so that an engine works through them in pieces within a memory budget. Every array input and output that
 * has the axis `over` is cut along it; everything else is passed whole.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the rule of any contract
export interface SplitRule<P extends Params = any> {
  readonly over: string;
  /** Extra entries that a piece gets on each side; the same number is cut off its outputs. Default 0. */
  readonly pad?: number | ((params: ParamValues<P>) => number);
  /** Entries that a body likes to get at once, such as a batch of its SIMD lanes; pieces are multiples where memory allows. Default 1. */
  readonly prefer?: number;
  /**
   * What a padded piece gets beyond the ends of the data: nothing, so that the body's own rule holds there (`body`, default),
   * the last entry again (`edge`) or the mirrored entries (`reflect`).
   */
  readonly boundary?: 'body' | 'edge' | 'reflect';
  /** For each output without the axis: how the values of the pieces become one; needed when there is such an output. */
  readonly combine?: Readonly<Record<string, Combine>>;
}

/** The part of the data that a body works on: entries `start <= index < end` of `length` along the split axis, padding included. */
export interface Piece {
  readonly over: string;
  readonly start: number;
  readonly end: number;
  readonly length: number;
}

/** What a contract says: everything but how it is computed. */
export interface Definition<I extends Ports, O extends Ports, P extends Params> {
  /** Semantic version; a new result for the same input needs a new version. */
  readonly version: string;
  readonly title: string;
  /** One paragraph: formula, edge cases, source. */
  readonly help?: string;
  readonly split?: SplitRule<P>;
  /** Length along the split axis of an algorithm that has no array input to tell it, such as a reader. */
  readonly extent?: (inputs: Values<I>, params: ParamValues<P>) => number | Promise<number>;
  /** Computing the outputs again costs less than keeping them: they are not stored unless a run gives them back. Default false. */
  readonly cheap?: boolean;
  readonly inputs: I;
  readonly params?: P;
  readonly outputs: O;
}

/** What a body needs of the machine; it is not chosen where something is missing. */
export interface Needs {
  readonly gpu?: boolean;
  /** Free memory beyond inputs and outputs. */
  readonly memoryBytes?: number;
  /** A program on the PATH, e.g. `'tomopy'`. */
  readonly command?: string;
  /** A Python module, e.g. `'pyFAI'`, or with the prefix `npm:` a package of Node. */
  readonly package?: string;
  /** A file that has to be there. */
  readonly file?: string;
}

/** The arrays among a set of ports. */
type ArrayOf<O extends Ports, K extends keyof O> = Extract<ValueOf<O[K]>, NdArray>;

/** Everything a body is given. */
export interface RunContext<I extends Ports, P extends Params, O extends Ports = Ports> {
  readonly inputs: Values<I>;
  readonly params: ParamValues<P>;
  /** Aborted when the user cancels; bodies look at it at least every 100 ms. */
  readonly signal: AbortSignal;
  /** Worker threads that the body may use. */
  readonly threads: number;
  /** The part to work on when the engine cuts the data; absent when the inputs are whole. */
  readonly piece?: Piece;
  /**
   * Memory for an array output, for a body that fills all of it: the place where the engine gathers the pieces, or memory that an
   * earlier piece has left, so that nothing is allocated or copied for each piece. It holds arbitrary values until it is written, and
   * belongs to this call and output: ask once, give it back as that output, and keep no reference.
   *
   * @param options dtype of an output that allows several; unit when it is not that of the port
   * @throws DaisyError `Internal` for what is no array output, or allows several dtypes and none is given
   */
  output<K extends keyof O & string>(
    name: K,
    shape: readonly number[],
    options?: { readonly dtype?: Dtype; readonly unit?: string },
  ): ArrayOf<O, K>;
  /** Reports how far the body has come, 0..1. */
  progress(fraction: number): void;
  /** A line for the log of the run. */
  log(line: string): void;
}

/** The arrays that a body is going to get, by input. */
export type Shapes<I extends Ports> = { readonly [K in keyof I]?: readonly number[] };

/** One way to compute an algorithm. */
export interface Implementation<I extends Ports, O extends Ports, P extends Params> {
  readonly needs?: Needs;
  /** Relative cost; the engine takes the cheapest body whose needs are met, by measured rates where it has them. */
  readonly cost?: number;
  /** Working memory in bytes beyond inputs and outputs, for inputs of these shapes. Default 0. */
  readonly memory?: (shapes: Shapes<I>, params: ParamValues<P>) => number;
  /** Bodies of one class give the same bytes and share cached results. Default: the name of the body. */
  readonly resultClass?: string;
  /**
   * `import.meta.url` of the ES module that exports the algorithm with this body: lets an engine run it in a worker thread. Without
   * it the body runs on the engine's own thread, as a body written in a notebook cell does.
   */
  readonly module?: string;
  /** Largest relative L2 difference to the first body of the contract that counts as equal. Default 0: equal bytes. */
  readonly tolerance?: number;
  run(context: RunContext<I, P, O>): Promise<Values<O>> | Values<O>;
}

/** A contract and its interchangeable bodies. A workflow is an algorithm whose body is a graph. */
export interface Algorithm<I extends Ports = Ports, O extends Ports = Ports, P extends Params = Params> {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly help: string;
  readonly split: SplitRule | undefined;
  readonly extent: ((inputs: Values<I>, params: ParamValues<P>) => number | Promise<number>) | undefined;
  readonly cheap: boolean;
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
    extent: definition.extent,
    cheap: definition.cheap ?? false,
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
