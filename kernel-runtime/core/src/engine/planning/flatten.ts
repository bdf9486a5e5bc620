import type { AnyAlgorithm } from '../../algorithm/algorithm.js';
import type { Params } from '../../algorithm/param.js';
import type { Graph, GraphNode, Source } from '../../workflow/graph.js';
import { stepOrder } from './step-order.js';

/** Where the value of a flat step comes from. */
export type FlatSource =
  | { readonly from: 'step'; readonly step: string; readonly port: string }
  | { readonly from: 'input'; readonly name: string }
  | { readonly from: 'value'; readonly value: unknown }
  | { readonly from: 'first'; readonly of: readonly FlatSource[] };

export type FlatSources = Readonly<Record<string, FlatSource>>;

/** One step of a run: a plain algorithm, or a workflow that runs as a whole because it is scattered, conditional or may fail. */
export interface FlatStep {
  /** Path in the graph, e.g. `normalize` or `full/normalize`; empty when the run is a single algorithm. */
  readonly path: string;
  readonly algorithm: AnyAlgorithm;
  readonly inputs: FlatSources;
  readonly params: FlatSources;
  readonly scatter?: readonly string[];
  readonly when?: FlatSource;
  readonly retries?: number;
  readonly onError?: 'fail' | 'skip';
}

/** A run as plain steps, in an order in which they can run. */
export interface FlatGraph {
  readonly steps: readonly FlatStep[];
  readonly outputs: FlatSources;
  /** The nested workflows that were taken apart; the paths of their steps begin with theirs. */
  readonly groups: readonly { readonly path: string; readonly title: string }[];
}

/** Takes nested workflows apart, so that their steps can be planned together. `params` are complete. */
export function flatten(algorithm: AnyAlgorithm, params: Readonly<Record<string, unknown>>): FlatGraph {
  const inputs = sourcesOf(Object.keys(algorithm.inputs), name => ({ from: 'input', name }));
  const values = sourcesOf(Object.keys(params), name => ({ from: 'value', value: params[name] }));
  if (!algorithm.graph) {
    const outputs = sourcesOf(Object.keys(algorithm.outputs), port => ({ from: 'step', step: '', port }));
    return { steps: [{ path: '', algorithm, inputs, params: values }], outputs, groups: [] };
  }
  const made = { steps: [] as FlatStep[], groups: [] as { path: string; title: string }[] };
  const outputs = flattenInto(made, '', algorithm.graph, inputs, values);
  return { ...made, outputs };
}

function flattenInto(
  made: { readonly steps: FlatStep[]; readonly groups: { path: string; title: string }[] },
  parent: string,
  graph: Graph,
  inputs: FlatSources,
  params: FlatSources,
): FlatSources {
  const outputsOf = new Map<string, FlatSources>();
  const flat = (source: Source): FlatSource => {
    if (source.from === 'value') return source;
    if (source.from === 'first') return { from: 'first', of: source.of.map(flat) };
    if (source.from === 'node') return outputsOf.get(source.node)?.[source.port] ?? missing;
    return (source.from === 'input' ? inputs : params)[source.name] ?? missing;
  };
  const flatAll = (sources: Readonly<Record<string, Source>>): FlatSources =>
    Object.fromEntries(Object.entries(sources).map(([name, source]) => [name, flat(source)]));
  for (const node of stepOrder(graph)) {
    const path = parent ? `${parent}/${node.name}` : node.name;
    const stepInputs = flatAll(node.inputs);
    const stepParams = flatAll(node.params);
    if (node.algorithm.graph && !hasRules(node)) {
      made.groups.push({ path, title: node.algorithm.title });
      const given = { ...defaultsOf(node.algorithm.params as Params), ...stepParams };
      outputsOf.set(node.name, flattenInto(made, path, node.algorithm.graph, stepInputs, given));
      continue;
    }
    const { scatter, when, retries, onError } = node;
    made.steps.push({
      path,
      algorithm: node.algorithm,
      inputs: stepInputs,
      params: stepParams,
      ...(scatter ? { scatter } : {}),
      ...(when ? { when: flat(when) } : {}),
      ...(retries ? { retries } : {}),
      ...(onError ? { onError } : {}),
    });
    outputsOf.set(
      node.name,
      sourcesOf(Object.keys(node.algorithm.outputs), port => ({ from: 'step', step: path, port })),
    );
  }
  return flatAll(graph.outputs);
}

const missing: FlatSource = { from: 'value', value: undefined };

const hasRules = ({ scatter, when, retries, onError }: GraphNode): boolean =>
  Boolean(scatter || when || retries || onError === 'skip');

function defaultsOf(params: Params): FlatSources {
  return sourcesOf(Object.keys(params), name => ({ from: 'value', value: params[name]!.schema.default }));
}

function sourcesOf(names: readonly string[], make: (name: string) => FlatSource): FlatSources {
  return Object.fromEntries(names.map(name => [name, make(name)]));
}

/** The steps that a source may take its value from. */
export function providersOf(source: FlatSource): readonly Extract<FlatSource, { from: 'step' }>[] {
  if (source.from === 'first') return source.of.flatMap(providersOf);
  return source.from === 'step' ? [source] : [];
}

/** All sources of a step, its condition included. */
export function sourcesOfStep(step: FlatStep): readonly FlatSource[] {
  return [...Object.values(step.inputs), ...Object.values(step.params), ...(step.when ? [step.when] : [])];
}
