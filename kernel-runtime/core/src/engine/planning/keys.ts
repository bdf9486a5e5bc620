import type { AnyAlgorithm } from '../../algorithm/algorithm.js';
import type { Graph, Source } from '../../workflow/graph.js';
import { canonicalJson } from './canonical.js';
import type { FlatGraph, FlatSource, FlatSources, FlatStep } from './flatten.js';

/** What keys are made with. */
export interface KeyRing {
  /** Digest of a text, e.g. SHA-256 in hexadecimal. */
  digest(text: string): string;
  /** Digest of the value of an input of the run: a file's fingerprint, an array's content. */
  inputDigest(name: string): string;
  /** Digest of a constant in the graph that is not plain data. */
  valueDigest(value: unknown): string;
  /** Class of the body that will run the step; bodies of one class give equal bytes. */
  resultClass(step: FlatStep): string;
}

/**
 * Keys of all steps, by path: digest of algorithm, version, class of the body, parameters and the keys of the inputs. Results are
 * never looked at, so all keys are known before anything runs.
 */
export function stepKeys(graph: FlatGraph, ring: KeyRing): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  const keyOf = (source: FlatSource): unknown => {
    switch (source.from) {
      case 'step':
        return { step: keys.get(source.step), port: source.port };
      case 'input':
        return { input: ring.inputDigest(source.name) };
      case 'first':
        return { first: source.of.map(keyOf) };
      case 'value':
        return { value: plainOrDigest(source.value, ring) };
    }
  };
  const keysOf = (sources: FlatSources): object =>
    Object.fromEntries(
      Object.entries(sources)
        .filter(([, source]) => source.from !== 'value' || source.value !== undefined)
        .map(([name, source]) => [name, keyOf(source)]),
    );
  for (const step of graph.steps) {
    const text = canonicalJson({
      contract: contractOf(step.algorithm, ring),
      body: ring.resultClass(step),
      inputs: keysOf(step.inputs),
      params: keysOf(withDefaults(step)),
      scatter: step.scatter ?? null,
      when: step.when ? keyOf(step.when) : null,
      onError: step.onError ?? 'fail',
    });
    keys.set(step.path, ring.digest(text));
  }
  return keys;
}

/** A parameter that is left out means its default, and has the same key. */
function withDefaults(step: FlatStep): FlatSources {
  const params = step.algorithm.params as Readonly<Record<string, { schema: { default?: unknown } }>>;
  const defaults = Object.entries(params).map(([name, { schema }]) => [name, constant(schema.default)]);
  const given = Object.entries(step.params).filter(
    ([, source]) => source.from !== 'value' || source.value !== undefined,
  );
  return Object.fromEntries([...defaults, ...given]) as FlatSources;
}

const constant = (value: unknown): FlatSource => ({ from: 'value', value });

/** Id and version; of a workflow that runs as a whole also what it is made of. */
function contractOf(algorithm: AnyAlgorithm, ring: KeyRing): object {
  const { id, version, graph } = algorithm;
  return graph ? { id, version, graph: graphOf(graph, ring) } : { id, version };
}

function graphOf(graph: Graph, ring: KeyRing): object {
  const source = (from: Source): unknown => {
    if (from.from === 'value') return { value: plainOrDigest(from.value, ring) };
    return from.from === 'first' ? { first: from.of.map(source) } : from;
  };
  const sources = (record: Readonly<Record<string, Source>>): object =>
    Object.fromEntries(Object.entries(record).map(([name, from]) => [name, source(from)]));
  return {
    nodes: graph.nodes.map(node => ({
      name: node.name,
      contract: contractOf(node.algorithm, ring),
      inputs: sources(node.inputs),
      params: sources(node.params),
      scatter: node.scatter ?? null,
      when: node.when ? source(node.when) : null,
      onError: node.onError ?? 'fail',
    })),
    outputs: sources(graph.outputs),
  };
}

function plainOrDigest(value: unknown, ring: KeyRing): unknown {
  try {
    return JSON.parse(canonicalJson(value ?? null));
  } catch {
    return { digest: ring.valueDigest(value) };
  }
}
