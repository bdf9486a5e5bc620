import { makeAlgorithm, type AnyAlgorithm, type Ports } from '../../algorithm/algorithm.js';
import type { Params } from '../../algorithm/param.js';
import { stepOrder } from '../../engine/planning/step-order.js';
import type { GraphNode, Source } from '../graph.js';
import { checkDocument, contractOfNode, contractOfWorkflow } from './check-workflow.js';
import { Contracts } from './contract-of.js';
import type { DaisyDocument, DocumentProblem, NodeData, ParamData, SourceData, WorkflowData } from './document.js';

/** A document as something that engines run. */
export interface OpenedWorkflow {
  /** Null when there are errors among the problems. */
  readonly algorithm: AnyAlgorithm | null;
  readonly problems: readonly DocumentProblem[];
}

/** The workflow of a document, made of the algorithms of a catalogue. Never throws: what is wrong stands in `problems`. */
export function fromDocument(document: DaisyDocument, catalogue: Iterable<AnyAlgorithm>): OpenedWorkflow {
  const installed = [...catalogue];
  const contracts = Contracts.of(installed);
  const problems = checkDocument(document, contracts);
  if (problems.some(({ severity }) => severity === 'error')) return { algorithm: null, problems };
  return { algorithm: buildWorkflow(document.workflow, installed, contracts), problems };
}

function buildWorkflow(workflow: WorkflowData, installed: readonly AnyAlgorithm[], contracts: Contracts): AnyAlgorithm {
  const { id, version, title, help, inputs = {}, params = {}, nodes, outputs } = workflow;
  const contract = contractOfWorkflow(workflow, contracts);
  const made = nodes.map((node): GraphNode => {
    const { name, scatter, when, retries, onError } = node;
    return {
      name,
      algorithm: algorithmOf(node, installed, contracts),
      inputs: mapValues(node.inputs ?? {}, sourceOf),
      params: mapValues(node.params ?? {}, sourceOf),
      ...(scatter && scatter.length > 0 ? { scatter } : {}),
      ...(when ? { when: sourceOf(when) } : {}),
      ...(retries === undefined ? {} : { retries }),
      ...(onError ? { onError } : {}),
    };
  });
  const graph = { nodes: made, outputs: mapValues(outputs, ({ from }) => sourceOf(from)) };
  const definition = {
    version,
    title,
    ...(help ? { help } : {}),
    inputs: inputs as Ports,
    params: mapValues(params, paramOf) as Params,
    outputs: mapValues(contract.outputs, ({ type }) => ({ type })) as Ports,
  };
  return makeAlgorithm(id, definition, { ...graph, nodes: stepOrder(graph) }) as AnyAlgorithm;
}

function algorithmOf(node: NodeData, installed: readonly AnyAlgorithm[], contracts: Contracts): AnyAlgorithm {
  if (node.workflow) return buildWorkflow(node.workflow, installed, contracts);
  const { id, version } = contractOfNode(node, contracts)!;
  return installed.find(algorithm => algorithm.id === id && algorithm.version === version)!;
}

const paramOf = ({ optional = false, ...schema }: ParamData): Params[string] => ({ schema, optional });

/** A source of a document as the graph has it. */
export function sourceOf(source: SourceData): Source {
  if ('node' in source) return { from: 'node', node: source.node, port: source.port };
  if ('input' in source) return { from: 'input', name: source.input };
  if ('param' in source) return { from: 'param', name: source.param };
  if ('value' in source) return { from: 'value', value: source.value };
  return { from: 'first', of: source.first.map(sourceOf) };
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
