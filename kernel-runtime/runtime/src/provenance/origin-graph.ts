import {
  parseDocument,
  type NodeData,
  type OriginGraph,
  type OriginNode,
  type Provenance,
  type SourceData,
  type WorkflowData,
} from '@daisy-lab/core';
import { documentOf } from './origin.js';

type Links = { readonly from: string; readonly to: string }[];

/** How an object came about, from the provenance of its run: inputs -> steps of the workflow -> the object. */
export function originGraph(provenance: Provenance, name: string): OriginGraph {
  const { document, daisy, times } = provenance;
  const text = documentOf(provenance);
  const workflow = text === undefined ? undefined : parseDocument(text).document?.workflow;
  const inputs = inputNodes(provenance);
  const object: OriginNode = { kind: 'object', id: 'object', title: name };
  const made = workflow ? stepsOf(workflow, provenance, name) : singleStep(provenance, inputs);
  const known = new Set([...inputs, ...made.steps].map(({ id }) => id));
  return {
    nodes: [...inputs, ...made.steps, object],
    links: made.links.filter(({ from }) => known.has(from)),
    ...(document ? { document: { path: document.path, sha256: document.sha256 } } : {}),
    ...(daisy === undefined ? {} : { daisy }),
    ...times,
  };
}

function inputNodes({ inputs, files = {}, values = {} }: Provenance): readonly OriginNode[] {
  const ofFiles = Object.entries(inputs).map(([title, path]): OriginNode => ({
    kind: 'file',
    id: inputId(title),
    title,
    ...(files[title] ?? { path }),
  }));
  const ofValues = Object.entries(values).map(([title, value]): OriginNode => ({
    kind: 'value',
    id: inputId(title),
    title,
    value,
  }));
  return [...ofFiles, ...ofValues];
}

interface Steps {
  readonly steps: readonly OriginNode[];
  readonly links: Links;
}

function stepsOf(workflow: WorkflowData, provenance: Provenance, object: string): Steps {
  const steps = workflow.nodes.map(node => stepNode(node, provenance));
  const links: Links = [];
  for (const { name, inputs = {}, params = {}, when } of workflow.nodes) {
    const sources = [...Object.values(inputs), ...Object.values(params), ...(when ? [when] : [])].flatMap(idsOf);
    for (const from of new Set(sources)) links.push({ from, to: stepId(name) });
  }
  const named = workflow.outputs[object];
  const outputs = named ? [named] : Object.values(workflow.outputs);
  for (const from of new Set(outputs.flatMap(output => idsOf(output.from)))) links.push({ from, to: 'object' });
  return { steps, links };
}

function stepNode({ name, algorithm, version, workflow, params = {} }: NodeData, provenance: Provenance): OriginNode {
  const record = provenance.steps?.find(({ node }) => node === name);
  const given = Object.entries(params).flatMap(([param, source]) => {
    const value = 'value' in source ? source.value : 'param' in source ? provenance.params[source.param] : undefined;
    return value === undefined ? [] : [[param, value] as const];
  });
  return {
    kind: 'step',
    id: stepId(name),
    title: record?.title ?? workflow?.title ?? name,
    algorithm: algorithm ?? workflow?.id ?? name,
    version: record?.version ?? version ?? workflow?.version ?? '',
    params: Object.fromEntries(given),
    ...(record?.implementation === undefined ? {} : { implementation: record.implementation }),
    ...(record ? { state: record.state } : {}),
  };
}

/** Of a run of which nothing is known but what it says: one step that took all inputs. */
function singleStep({ algorithm, version, params, steps = [] }: Provenance, inputs: readonly OriginNode[]): Steps {
  const record = steps.find(({ node }) => node === '');
  const { implementation, state, title = algorithm } = record ?? {};
  const facts = { ...(implementation === undefined ? {} : { implementation }), ...(state ? { state } : {}) };
  const step: OriginNode = { kind: 'step', id: stepId(''), title, algorithm, version, params, ...facts };
  const links = [...inputs.map(({ id }) => ({ from: id, to: step.id })), { from: step.id, to: 'object' }];
  return { steps: [step], links };
}

function idsOf(source: SourceData): readonly string[] {
  if ('first' in source) return source.first.flatMap(idsOf);
  if ('node' in source) return [stepId(source.node)];
  return 'input' in source ? [inputId(source.input)] : [];
}

const inputId = (name: string): string => `input:${name}`;
const stepId = (name: string): string => `step:${name}`;
