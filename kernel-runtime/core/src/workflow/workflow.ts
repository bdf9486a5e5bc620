import { makeAlgorithm, type Algorithm, type AnyAlgorithm, type Ports, type ValueOf } from '../algorithm/algorithm.js';
import type { Param, Params } from '../algorithm/param.js';
import type { Port, PortType } from '../algorithm/port.js';
import { DaisyError } from '../errors/daisy-error.js';
import type { GraphNode, Source } from './graph.js';
import { inputType, missingLink, outputType, refusedLink, required, unknownInput, type NodeRules } from './links.js';

/** A value that a step will produce. `T` is its type: linking it to a port of another type does not compile. */
export interface Ref<T> {
  readonly refType?: T;
  readonly source: Source;
  /** Port type for the check at build time; absent for parameters. */
  readonly type: PortType | undefined;
}

export type Refs<P extends Ports> = { readonly [K in keyof P]: Ref<ValueOf<P[K]>> };
export type ParamRefs<P extends Params> = { readonly [K in keyof P]: P[K] extends Param<infer T> ? Ref<T> : never };

/** What a step's inputs may be linked to: the output of another step, or a constant. */
export type Links<I extends Ports> = {
  readonly [K in keyof I as undefined extends ValueOf<I[K]> ? never : K]: Ref<ValueOf<I[K]>> | ValueOf<I[K]>;
} & { readonly [K in keyof I as undefined extends ValueOf<I[K]> ? K : never]?: Ref<ValueOf<I[K]>> | ValueOf<I[K]> };

export type ParamLinks<P extends Params> = {
  readonly [K in keyof P]?: P[K] extends Param<infer T> ? Ref<T> | T : never;
};

/** The outputs of a step that may not run. */
export type OptionalRefs<P extends Ports> = { readonly [K in keyof P]: Ref<ValueOf<P[K]> | undefined> };

/** The outputs of a scattered step: one entry for each entry of the lists. */
export type ListRefs<P extends Ports> = { readonly [K in keyof P]: Ref<readonly ValueOf<P[K]>[]> };

/** Links of a scattered step: lists for the inputs `S`, as usual for the others. */
export type ScatterLinks<I extends Ports, S extends keyof I> = Links<Pick<I, Exclude<keyof I, S>>> & {
  readonly [K in S]: Ref<readonly ValueOf<I[K]>[]> | readonly ValueOf<I[K]>[];
};

export interface StepOptions {
  /** Name of the step; by default the algorithm's, numbered when it is taken. */
  readonly name?: string;
  /** How often the step is tried again after a failure. Default 0. */
  readonly retries?: number;
}

/** Adds steps to the workflow being built. */
export interface Builder {
  /** Runs `algorithm` on the linked inputs; the step is named after the algorithm unless a name is given. */
  step<I extends Ports, O extends Ports, P extends Params>(
    algorithm: Algorithm<I, O, P>,
    inputs: Links<I>,
    params?: ParamLinks<P>,
    options?: string | StepOptions,
  ): Refs<O>;
  /**
   * Runs `algorithm` once for each entry of the lists linked to the inputs `over`. An entry that fails does not stop the others;
   * the run fails at the end, or with `onError: 'skip'` the entry is left out of the lists.
   */
  scatter<I extends Ports, O extends Ports, P extends Params, const S extends keyof I & string>(
    algorithm: Algorithm<I, O, P>,
    over: S | readonly S[],
    inputs: ScatterLinks<I, S>,
    params?: ParamLinks<P>,
    options?: StepOptions & { readonly onError?: 'fail' | 'skip' },
  ): ListRefs<O>;
  /** Runs `algorithm` only when `condition` is true; else its outputs are missing. */
  when<I extends Ports, O extends Ports, P extends Params>(
    condition: Ref<boolean>,
    algorithm: Algorithm<I, O, P>,
    inputs: Links<I>,
    params?: ParamLinks<P>,
    options?: string | StepOptions,
  ): OptionalRefs<O>;
  /** Runs `algorithm`; when it fails its outputs are missing and the run goes on. */
  attempt<I extends Ports, O extends Ports, P extends Params>(
    algorithm: Algorithm<I, O, P>,
    inputs: Links<I>,
    params?: ParamLinks<P>,
    options?: string | StepOptions,
  ): OptionalRefs<O>;
  /** The first of several values that is there: joins branches of `when` and ways around `attempt`. */
  first<T>(...choices: readonly Ref<T>[]): Ref<Exclude<T, undefined>>;
}

/** What the header of a workflow says; outputs follow from what the builder returns. */
export interface WorkflowHeader<I extends Ports, P extends Params> {
  readonly version: string;
  readonly title: string;
  readonly help?: string;
  readonly inputs: I;
  readonly params?: P;
}

type OutputPorts<R> = { readonly [K in keyof R]: R[K] extends Ref<infer T> ? Port<T> : never };

/**
 * Declares a workflow: a function over typed handles, called once to record the graph. The result is an algorithm itself,
 * so that workflows nest.
 * @throws DaisyError `Input` for a link between ports that do not fit.
 */
export function workflow<
  const I extends Ports,
  R extends Readonly<Record<string, Ref<unknown>>>,
  const P extends Params = Record<never, never>,
>(
  id: string,
  header: WorkflowHeader<I, P>,
  build: (w: Builder, inputs: Refs<I>, params: ParamRefs<P>) => R,
): Algorithm<I, OutputPorts<R>, P> {
  const nodes: GraphNode[] = [];
  const refs = build(builderOn(nodes), inputRefs(header.inputs), paramRefs(header.params));
  const outputs = Object.fromEntries(
    Object.entries(refs).map(([name, ref]) => [name, { type: ref.type ?? { kind: 'any' } }]),
  );
  const sources = Object.fromEntries(Object.entries(refs).map(([name, ref]) => [name, ref.source]));
  return makeAlgorithm(id, { ...header, outputs: outputs as OutputPorts<R> }, { nodes, outputs: sources });
}

function inputRefs<I extends Ports>(inputs: I): Refs<I> {
  const refs = Object.entries(inputs).map(([name, { type }]) => [name, { source: { from: 'input', name }, type }]);
  return Object.fromEntries(refs) as Refs<I>;
}

function paramRefs<P extends Params>(params: P | undefined): ParamRefs<P> {
  const refs = Object.keys(params ?? {}).map(name => [name, { source: { from: 'param', name }, type: undefined }]);
  return Object.fromEntries(refs) as ParamRefs<P>;
}

type Recorded = Record<string, Ref<unknown>>;

function builderOn(nodes: GraphNode[]): Builder {
  const taken = new Map<string, number>();
  const record = (
    algorithm: AnyAlgorithm,
    inputs: object,
    params: object = {},
    options: string | StepOptions = {},
    rules: NodeRules = {},
  ): Recorded => {
    const { name = algorithm.id.split('.').at(-1)!, retries } =
      typeof options === 'string' ? { name: options } : options;
    const node = uniqueName(taken, name);
    checkNames(node, Object.keys(algorithm.inputs as Ports), inputs);
    for (const [portName, port] of Object.entries(algorithm.inputs as Ports)) {
      checkLink(node, portName, inputType(portName, port.type, rules), (inputs as Record<string, unknown>)[portName]);
    }
    const tries = retries === undefined ? {} : { retries };
    nodes.push({ name: node, algorithm, inputs: sourcesOf(inputs), params: sourcesOf(params), ...tries, ...rules });
    const outputs = Object.entries(algorithm.outputs as Ports);
    return Object.fromEntries(
      outputs.map(([port, { type }]) => [
        port,
        { source: { from: 'node', node, port }, type: outputType(type, rules) },
      ]),
    );
  };
  const builder = {
    step: record,
    scatter: (
      algorithm: AnyAlgorithm,
      over: string | readonly string[],
      inputs: object,
      params?: object,
      options: StepOptions & { readonly onError?: 'fail' | 'skip' } = {},
    ) => {
      const failure = options.onError === undefined ? {} : { onError: options.onError };
      const scatter = typeof over === 'string' ? [over] : over;
      return record(algorithm, inputs, params, options, { scatter, ...failure });
    },
    when: (
      condition: Ref<boolean>,
      algorithm: AnyAlgorithm,
      inputs: object,
      params?: object,
      options?: string | StepOptions,
    ) => record(algorithm, inputs, params, options, { when: condition.source }),
    attempt: (algorithm: AnyAlgorithm, inputs: object, params?: object, options?: string | StepOptions) =>
      record(algorithm, inputs, params, options, { onError: 'skip' }),
    first: (...choices: readonly Ref<unknown>[]): Ref<unknown> => ({
      source: { from: 'first', of: choices.map(choice => choice.source) },
      type: required(choices[0]?.type),
    }),
  };
  return builder as unknown as Builder;
}

function checkNames(node: string, known: readonly string[], links: object): void {
  const problem = unknownInput(node, known, Object.keys(links));
  if (problem) throw new DaisyError('Input', { ...problem });
}

function checkLink(node: string, portName: string, type: PortType, link: unknown): void {
  const problem =
    link === undefined
      ? missingLink(node, portName, type)
      : isRef(link) && link.type
        ? refusedLink(node, portName, link.type, type)
        : null;
  if (problem) throw new DaisyError('Input', { ...problem });
}

function sourcesOf(links: object): Record<string, Source> {
  const entries = Object.entries(links).filter(([, link]) => link !== undefined);
  return Object.fromEntries(
    entries.map(([name, link]) => [name, isRef(link) ? link.source : { from: 'value', value: link }]),
  );
}

function isRef(link: unknown): link is Ref<unknown> {
  return typeof link === 'object' && link !== null && 'source' in link && 'type' in link;
}

/** The wanted name, or with the first number that is free. `taken` holds every name, and where counting goes on for it. */
function uniqueName(taken: Map<string, number>, wanted: string): string {
  let count = taken.get(wanted) ?? 1;
  let name = wanted;
  while (taken.has(name)) name = `${wanted}${++count}`;
  taken.set(wanted, count);
  taken.set(name, taken.get(name) ?? 1);
  return name;
}
