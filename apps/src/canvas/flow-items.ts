import type { Edge, Node } from '@xyflow/react';
import type { Contract, DaisyDocument, GraphNodeRecord, PlannedStep, PortType } from '@daisy-lab/core';
import type { CanvasModel, CanvasView } from './canvas-model.js';
import { inputId, outputId, placesOf } from './places.js';
import { portClass } from './port-colour.js';
import { wiresOf } from './wires.js';

export interface PortView {
  readonly name: string;
  readonly type: PortType | undefined;
  readonly linked: boolean;
}

/** What a card on the canvas shows. Plain data, so that a card is drawn again only when it has changed. */
export interface CardData extends Record<string, unknown> {
  readonly kind: 'step' | 'input' | 'output';
  readonly name: string;
  readonly title: string;
  readonly known: boolean;
  readonly nested: boolean;
  readonly scattered: boolean;
  readonly inputs: readonly PortView[];
  readonly outputs: readonly PortView[];
  readonly record: GraphNodeRecord | null;
  readonly planned: Pick<PlannedStep, 'state' | 'why' | 'implementation'> | null;
  readonly problem: string | null;
  /** A value in words, of an input or output. */
  readonly value: string | null;
}

export type CardNode = Node<CardData, 'card'>;

const linkedParams = (params: object | undefined): readonly string[] =>
  Object.entries(params ?? {})
    .filter(([, source]) => !('value' in (source as object)))
    .map(([name]) => name);

/** Cards and wires of a document. Cards that have not changed are those of `before`. */
export function flowItems(
  model: CanvasModel,
  view: CanvasView,
  before: ReadonlyMap<string, CardNode>,
): { readonly nodes: CardNode[]; readonly edges: Edge[] } {
  const { document } = view;
  if (!document) return { nodes: [], edges: [] };
  const places = placesOf(document);
  const selected = new Set(view.selected);
  const wires = wiresOf(document);
  const used = new Set(wires.map(({ from }) => `${from.item}.${from.port}`));
  const nodes = cardsOf(model, view, document, used).map((data): CardNode => {
    const id = data.kind === 'step' ? data.name : data.kind === 'input' ? inputId(data.name) : outputId(data.name);
    const [x, y] = places.get(id) ?? [0, 0];
    const old = before.get(id);
    const same = old && JSON.stringify(old.data) === JSON.stringify(data) ? old.data : data;
    return { id, type: 'card', position: { x, y }, data: same, selected: selected.has(id) };
  });
  const edges = wires.map(({ id, from, to, alternative }): Edge => {
    const type = model.typeOf(from);
    return {
      id,
      source: from.item,
      sourceHandle: from.port,
      target: to.item,
      targetHandle: to.port,
      className: `${portClass(type)} ${alternative ? 'daisy-mod-alternative' : ''}`,
      animated: view.status?.nodes[to.item]?.state === 'running',
    };
  });
  return { nodes, edges };
}

function cardsOf(
  model: CanvasModel,
  view: CanvasView,
  { workflow, values }: DaisyDocument,
  used: ReadonlySet<string>,
): readonly CardData[] {
  const rest = { known: true, nested: false, scattered: false, record: null, planned: null, problem: null };
  const inputs = Object.entries(workflow.inputs ?? {}).map(([name, port]): CardData => {
    const value = values?.inputs?.[name];
    const outputs = [{ name: 'value', type: port.type, linked: used.has(`${inputId(name)}.value`) }];
    const shown = value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value);
    return { ...rest, kind: 'input', name, title: port.title ?? name, inputs: [], outputs, value: shown };
  });
  const outputs = Object.keys(workflow.outputs).map((name): CardData => {
    const shown = view.status?.outputs[name] ?? null;
    const taken = [{ name: 'value', type: undefined, linked: true }];
    return { ...rest, kind: 'output', name, title: name, inputs: taken, outputs: [], value: shown };
  });
  const steps = workflow.nodes.map((node, at): CardData => {
    const contract = model.contractOf(node.name);
    const planned = view.plan.get(node.name);
    const given = Object.keys(node.inputs ?? {});
    return {
      kind: 'step',
      name: node.name,
      title: contract?.title ?? node.workflow?.title ?? node.algorithm ?? node.name,
      known: contract !== undefined || view.palette === null,
      nested: node.workflow !== undefined,
      scattered: (node.scatter?.length ?? 0) > 0,
      inputs: [
        ...portsOf(contract, 'inputs', given, name => given.includes(name)),
        ...linkedParams(node.params).map(name => ({ name: `param:${name}`, type: undefined, linked: true })),
        ...(node.when ? [{ name: 'when', type: { kind: 'boolean' } as const, linked: true }] : []),
      ],
      outputs: portsOf(contract, 'outputs', usedPorts(used, node.name), port => used.has(`${node.name}.${port}`)),
      record: view.status?.nodes[node.name] ?? null,
      planned: planned ? { state: planned.state, why: planned.why, implementation: planned.implementation } : null,
      problem: view.problems.find(({ path }) => path.startsWith(`workflow.nodes[${at}]`))?.message ?? null,
      value: null,
    };
  });
  return [...inputs, ...steps, ...outputs];
}

/** Ports of a contract; of an unknown algorithm those that are linked. */
function portsOf(
  contract: Contract | undefined,
  side: 'inputs' | 'outputs',
  linked: readonly string[],
  isLinked: (name: string) => boolean,
): readonly PortView[] {
  const ports = contract?.[side];
  if (!ports) return linked.map(name => ({ name, type: undefined, linked: true }));
  return Object.entries(ports).map(([name, { type }]) => ({ name, type, linked: isLinked(name) }));
}

const usedPorts = (used: ReadonlySet<string>, step: string): readonly string[] =>
  [...used].filter(key => key.startsWith(`${step}.`)).map(key => key.slice(step.length + 1));
