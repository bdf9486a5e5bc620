import type { AnyAlgorithm, Ports } from '../../algorithm/algorithm.js';
import type { Params } from '../../algorithm/param.js';
import { DaisyError } from '../../errors/daisy-error.js';
import type { GraphNode, Source } from '../graph.js';
import {
  documentFormat,
  type DaisyDocument,
  type DocumentValues,
  type DocumentView,
  type NodeData,
  type ParamData,
  type PortData,
  type SourceData,
  type WorkflowData,
} from './document.js';
import type { Json } from './json/json-tree.js';

/** What goes into a document beside the workflow. */
export interface DocumentOptions {
  /** Inputs to run with: files by path, plain data. */
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly params?: Readonly<Record<string, unknown>>;
  /** Pinned bodies: algorithm id -> name of the implementation. */
  readonly use?: Readonly<Record<string, string>>;
  readonly positions?: Readonly<Record<string, readonly [number, number]>>;
  /** Workflows among these are written by id and version where they are steps; others stand in the document itself. */
  readonly catalogue?: Iterable<AnyAlgorithm>;
}

/**
 * A workflow as a document. An algorithm that is no workflow becomes one with a single step.
 * @throws DaisyError `Input` for constants and values that are no plain data, such as arrays of numbers in memory
 */
export function toDocument(algorithm: AnyAlgorithm, options: DocumentOptions = {}): DaisyDocument {
  const installed = new Set(options.catalogue ?? []);
  const inputs = record(options.inputs, (name, value) =>
    plain(valueOfInput(value), `The value of the input "${name}"`),
  );
  const params = record(options.params, (name, value) => plain(value, `The parameter "${name}"`));
  const values: DocumentValues = { ...filled({ inputs, params }), ...(options.use ? { use: options.use } : {}) };
  const view: DocumentView = options.positions ? { positions: options.positions } : {};
  return {
    daisy: documentFormat,
    workflow: workflowData(algorithm, installed),
    ...filled({ values, view }),
  };
}

function workflowData(algorithm: AnyAlgorithm, installed: ReadonlySet<AnyAlgorithm>): WorkflowData {
  const { id, version, title, help } = algorithm;
  const inputs = record(algorithm.inputs as Ports, (_, port) => portData(port));
  const params = record(algorithm.params as Params, (_, { schema, optional }): ParamData => ({
    ...schema,
    ...(optional ? { optional } : {}),
  }));
  const { nodes, outputs } = algorithm.graph ?? singleStep(algorithm);
  return {
    id,
    version,
    title,
    ...(help ? { help } : {}),
    ...filled({ inputs, params }),
    nodes: nodes.map(node => nodeData(node, installed)),
    outputs: record(outputs, (name, source) => ({
      from: sourceData(source, `Output "${name}"`),
      type: (algorithm.outputs as Ports)[name]!.type,
    })),
  };
}

function singleStep(algorithm: AnyAlgorithm): NonNullable<AnyAlgorithm['graph']> {
  const name = algorithm.id.split('.').at(-1)!;
  return {
    nodes: [
      {
        name,
        algorithm,
        inputs: record(algorithm.inputs as Ports, input => ({ from: 'input', name: input })),
        params: record(algorithm.params as Params, param => ({ from: 'param', name: param })),
      },
    ],
    outputs: record(algorithm.outputs as Ports, port => ({ from: 'node', node: name, port })),
  };
}

function nodeData(node: GraphNode, installed: ReadonlySet<AnyAlgorithm>): NodeData {
  const { name, algorithm, scatter, when, retries, onError } = node;
  const owner = `Step "${name}"`;
  const inputs = record(node.inputs, (_, source) => sourceData(source, owner));
  const params = record(node.params, (_, source) => sourceData(source, owner));
  const inline = algorithm.graph && !installed.has(algorithm);
  return {
    name,
    ...(inline
      ? { workflow: workflowData(algorithm, installed) }
      : { algorithm: algorithm.id, version: algorithm.version }),
    ...filled({ inputs, params }),
    ...(scatter ? { scatter } : {}),
    ...(when ? { when: sourceData(when, owner) } : {}),
    ...(retries === undefined ? {} : { retries }),
    ...(onError ? { onError } : {}),
  };
}

/** A source of the graph as a document writes it. */
export function sourceData(source: Source, owner: string): SourceData {
  switch (source.from) {
    case 'node':
      return { node: source.node, port: source.port };
    case 'input':
      return { input: source.name };
    case 'param':
      return { param: source.name };
    case 'first':
      return { first: source.of.map(one => sourceData(one, owner)) };
    case 'value':
      return { value: plain(source.value, `A constant of ${owner.charAt(0).toLowerCase()}${owner.slice(1)}`) };
  }
}

function portData({ type, title }: Ports[string]): PortData {
  return { type, ...(title === undefined ? {} : { title }) };
}

/** A file or data set by its path. */
function valueOfInput(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { path, description } = value as { path?: unknown; description?: { path?: unknown } };
  return path ?? description?.path ?? value;
}

/** @throws DaisyError `Input` when reading the value back from JSON would give another one */
function plain(value: unknown, what: string): Json {
  if (isPlain(value)) return value;
  throw new DaisyError('Input', {
    message: `${what} is no plain data, so a document cannot hold it.`,
    action: 'Make it an input of the workflow.',
  });
}

function isPlain(value: unknown): value is Json {
  if (value === null || ['string', 'boolean'].includes(typeof value)) return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isPlain);
  if (typeof value !== 'object' || ArrayBuffer.isView(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && Object.values(value).every(isPlain);
}

function record<T, U>(given: Readonly<Record<string, T>> = {}, make: (name: string, value: T) => U): Record<string, U> {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, make(name, value)]));
}

/** Without the records that are empty. */
function filled<T extends Readonly<Record<string, object>>>(records: T): Partial<T> {
  const entries = Object.entries(records).filter(([, value]) => Object.keys(value).length > 0);
  return Object.fromEntries(entries) as Partial<T>;
}
