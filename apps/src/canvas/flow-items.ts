import type { Node, ReactFlowProps } from '@xyflow/react';
import type { CommentData, Contract, DaisyDocument, DocumentProblem, GroupData } from '@daisy-lab/core';
import type { CanvasModel } from './canvas-model.js';
import type { CanvasView } from './canvas-view.js';
import type { CardBase, CardProblem, PortView } from './card-base.js';
import type { WireEdge } from './live-wire.js';
import { paramPorts } from './param-ports.js';
import { commentId, groupId, inputId, outputId, placesOf, wireId, type Place } from './places.js';
import { portClass } from './port-colour.js';
import { wiresOf, type Wire } from './wires.js';

/** What a card on the canvas shows of the document; what a run says of it comes from `model.live`. */
export interface CardData extends Record<string, unknown> {
  readonly base: CardBase;
  readonly model: CanvasModel;
}

export type CardNode = Node<CardData, 'card'>;
export type CommentNode = Node<{ readonly comment: CommentData; readonly model: CanvasModel }, 'comment'>;
export type GroupNode = Node<{ readonly group: GroupData; readonly model: CanvasModel }, 'group'>;
export type CanvasNode = CardNode | CommentNode | GroupNode;

/** Some of what the flow asks for, all of them there. */
export type FlowEvents<K extends keyof ReactFlowProps> = Required<Pick<ReactFlowProps<CanvasNode, WireEdge>, K>>;

/** A document as it is drawn, before anything is run. */
export interface DrawnDocument {
  readonly model: CanvasModel;
  readonly document: DaisyDocument;
  readonly places: ReadonlyMap<string, Place>;
  readonly cards: ReadonlyMap<string, CardBase>;
  readonly wires: readonly Wire[];
  readonly edges: readonly WireEdge[];
}

/** Cards, wires and places of a document. Cards that say the same are those of `before`. */
export function drawDocument(
  model: CanvasModel,
  { document, problems, palette, opened }: Pick<CanvasView, 'document' | 'problems' | 'palette' | 'opened'>,
  before: DrawnDocument | null,
): DrawnDocument | null {
  if (!document) return null;
  const wires = wiresOf(document);
  const used = usedPortsOf(wires);
  const problemAt = problemsByStep(problems);
  const made = [
    ...inputCards(document, used),
    ...document.workflow.nodes.map((node, at): readonly [string, CardBase] => [
      node.name,
      stepCard(model.contractOf(node.name), node, opened, palette !== null, used, problemAt.get(at) ?? null),
    ]),
    ...outputCards(document),
  ];
  const cards = new Map(
    made.map(([id, card]) => {
      const old = before?.cards.get(id);
      return [id, old && JSON.stringify(old) === JSON.stringify(card) ? old : card] as const;
    }),
  );
  return { model, document, places: placesOf(document), cards, wires, edges: wires.map(wire => edgeOf(model, wire)) };
}

/** The first error of each step, by its place in the document; its first warning where it has no error. */
function problemsByStep(problems: readonly DocumentProblem[]): ReadonlyMap<number, CardProblem> {
  const found = new Map<number, CardProblem>();
  for (const { path, message, severity } of problems) {
    const at = /^workflow\.nodes\[(\d+)\]/.exec(path)?.[1];
    const known = at === undefined ? undefined : found.get(Number(at));
    if (at !== undefined && (!known || (severity === 'error' && known.severity === 'warning')))
      found.set(Number(at), { message, severity });
  }
  return found;
}

/** Nodes and wires of a document with what is selected. Those that have not changed are those of `before`. */
export function flowItems(
  drawn: DrawnDocument,
  chosen: readonly string[],
  before: ReadonlyMap<string, CanvasNode>,
): { readonly nodes: CanvasNode[]; readonly edges: WireEdge[] } {
  const selected = new Set(chosen);
  const cards = [...drawn.cards].map(([id, base]): CanvasNode => {
    const [x, y] = drawn.places.get(id) ?? [0, 0];
    const data: CardData = { base, model: drawn.model };
    return keep(before.get(id), { id, type: 'card', position: { x, y }, data, selected: selected.has(id) });
  });
  const notes = notesOf(drawn, selected).map(node => keep(before.get(node.id), node));
  const edges = drawn.edges.map(edge => (selected.has(wireId(edge.id)) ? { ...edge, selected: true } : edge));
  return { nodes: [...notes, ...cards], edges };
}

/** The wires as they were, and their list too when none has changed: each new one makes the canvas look at all that it draws. */
export function keptEdges(before: WireEdge[], edges: WireEdge[]): WireEdge[] {
  const old = new Map(before.map(edge => [edge.id, edge]));
  const kept = edges.map(edge => {
    const known = old.get(edge.id);
    return known && looksAs(known, edge) ? known : edge;
  });
  return kept.length === before.length && kept.every((edge, at) => edge === before[at]) ? before : kept;
}

const edgeFacts = [
  'className',
  'selected',
  'source',
  'target',
  'sourceHandle',
  'targetHandle',
] as const satisfies readonly (keyof WireEdge)[];

const looksAs = (one: WireEdge, other: WireEdge): boolean => edgeFacts.every(fact => one[fact] === other[fact]);

/** The node as it was, when it is drawn the same way. */
function keep<N extends CanvasNode>(old: CanvasNode | undefined, node: N): N {
  if (!old || old.selected !== node.selected) return node;
  if (old.position.x !== node.position.x || old.position.y !== node.position.y) return node;
  const same = Object.entries(node.data).every(([name, value]) => {
    const known = (old.data as Readonly<Record<string, unknown>>)[name];
    return known === value || (name !== 'model' && JSON.stringify(known) === JSON.stringify(value));
  });
  if (same && old.style?.width === node.style?.width && old.style?.height === node.style?.height) return old as N;
  return node;
}

const frame = { cardWidth: 200, cardHeight: 96, port: 19, side: 16, top: 34 } as const;

function notesOf(
  { document, places, model, cards }: DrawnDocument,
  selected: ReadonlySet<string>,
): readonly CanvasNode[] {
  const { groups = [], comments = [] } = document.view ?? {};
  const frames = groups.flatMap((group): GroupNode[] => {
    const inside = group.nodes.flatMap(name => {
      const [place, card] = [places.get(name), cards.get(name)];
      const ports = Math.max(card?.inputs.length ?? 0, card?.outputs.length ?? 0);
      return place ? [{ left: place[0], top: place[1], end: place[1] + frame.cardHeight + ports * frame.port }] : [];
    });
    if (inside.length === 0) return [];
    const x = Math.min(...inside.map(({ left }) => left)) - frame.side;
    const y = Math.min(...inside.map(({ top }) => top)) - frame.top;
    const width = Math.max(...inside.map(({ left }) => left)) + frame.cardWidth + frame.side - x;
    const height = Math.max(...inside.map(({ end }) => end)) + frame.side - y;
    const id = groupId(group.id);
    return [
      {
        ...{ id, type: 'group', position: { x, y }, data: { group, model }, selected: selected.has(id) },
        ...{ style: { width, height }, zIndex: -1, connectable: false },
      },
    ];
  });
  const notes = comments.map((comment, at): CommentNode => {
    const id = commentId(comment.id);
    const [x, y] = comment.at ?? [at * 220, -120];
    return {
      ...{ id, type: 'comment', position: { x, y }, data: { comment, model }, selected: selected.has(id) },
      ...{ connectable: false },
    };
  });
  return [...frames, ...notes];
}

function edgeOf(model: CanvasModel, { id, from, to, alternative }: Wire): WireEdge {
  return {
    id,
    type: 'wire',
    data: { live: model.live },
    source: from.item,
    sourceHandle: from.port,
    target: to.item,
    targetHandle: to.port,
    className: `${portClass(model.typeOf(from))} ${alternative ? 'daisy-mod-alternative' : ''}`,
  };
}

type Used = ReadonlyMap<string, ReadonlySet<string>>;

/** The ports of each item that a wire begins at. */
function usedPortsOf(wires: readonly Wire[]): Used {
  const used = new Map<string, Set<string>>();
  for (const { from } of wires) used.set(from.item, (used.get(from.item) ?? new Set<string>()).add(from.port));
  return used;
}

const nothing = { known: true, nested: false, scattered: false, params: [], problem: null, given: null } as const;

function inputCards({ workflow, values }: DaisyDocument, used: Used): readonly (readonly [string, CardBase])[] {
  return Object.entries(workflow.inputs ?? {}).map(([name, port]) => {
    const id = inputId(name);
    const value = values?.inputs?.[name];
    const outputs = [{ name: 'value', type: port.type, linked: used.get(id)?.has('value') ?? false }];
    const given = value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value);
    return [id, { ...nothing, kind: 'input', name, title: port.title ?? name, inputs: [], outputs, given }] as const;
  });
}

function outputCards({ workflow }: DaisyDocument): readonly (readonly [string, CardBase])[] {
  return Object.keys(workflow.outputs).map(name => {
    const inputs = [{ name: 'value', type: undefined, linked: true }];
    return [outputId(name), { ...nothing, kind: 'output', name, title: name, inputs, outputs: [] }] as const;
  });
}

function stepCard(
  contract: Contract | undefined,
  node: DaisyDocument['workflow']['nodes'][number],
  opened: readonly string[],
  isPaletteThere: boolean,
  used: Used,
  problem: CardProblem | null,
): CardBase {
  const given = Object.keys(node.inputs ?? {});
  const params = Object.entries(node.params ?? {});
  const ownUsed = [...(used.get(node.name) ?? [])];
  return {
    kind: 'step',
    name: node.name,
    title: contract?.title ?? node.workflow?.title ?? node.algorithm ?? node.name,
    known: contract !== undefined || !isPaletteThere,
    nested: node.workflow !== undefined,
    scattered: (node.scatter?.length ?? 0) > 0,
    inputs: [
      ...portsOf(contract, 'inputs', given, name => given.includes(name)),
      ...paramPorts(contract, node, opened),
      ...(node.when ? [{ name: 'when', type: { kind: 'boolean' } as const, linked: true }] : []),
    ],
    outputs: portsOf(contract, 'outputs', ownUsed, port => ownUsed.includes(port)),
    params: params
      .flatMap(([name, source]) => ('value' in source ? [`${name} ${textOf(source.value)}`] : []))
      .slice(0, 3),
    problem,
    given: null,
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 24);

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
