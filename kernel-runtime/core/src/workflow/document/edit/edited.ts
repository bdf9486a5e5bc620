import type { LinkProblem } from '../../links.js';
import type { DaisyDocument, NodeData, SourceData, WorkflowData } from '../document.js';
import type { Json } from '../json/json-tree.js';
import { updateText } from '../json/update-text.js';
import { parseDocument } from '../parse-document.js';

/** What an edit did. The text before it is the way back. */
export interface Edited {
  /** The new text; the old one when the edit was refused. */
  readonly text: string;
  /** Why nothing was changed, in one sentence. */
  readonly refused?: string;
  /** What to do instead. */
  readonly action?: string;
}

/** A change of a document, or why it may not be. */
export type Change = (document: DaisyDocument) => DaisyDocument | LinkProblem;

/** Changes a text by changing its document; what the change does not touch keeps its bytes. */
export function edit(text: string, change: Change): Edited {
  const { document, problems } = parseDocument(text);
  if (!document) return refuse(text, problems[0]!);
  const changed = change(document);
  if (!('workflow' in changed)) return refuse(text, changed);
  return { text: updateText(text, changed as unknown as Json) };
}

function refuse(text: string, { message, action }: LinkProblem): Edited {
  return { text, refused: message, ...(action ? { action } : {}) };
}

export const noStep = (name: string): LinkProblem => ({ message: `There is no step "${name}".` });

export function nodeOf(document: DaisyDocument, name: string): NodeData | undefined {
  return document.workflow.nodes.find(node => node.name === name);
}

/** The document with one step replaced. */
export function withNode(document: DaisyDocument, name: string, change: (node: NodeData) => NodeData): DaisyDocument {
  return withWorkflow(document, {
    nodes: document.workflow.nodes.map(node => (node.name === name ? change(node) : node)),
  });
}

export function withWorkflow(document: DaisyDocument, parts: Partial<WorkflowData>): DaisyDocument {
  return { ...document, workflow: { ...document.workflow, ...parts } };
}

/** The record with an entry set, or without it when the value is undefined; undefined when nothing is left. */
export function withEntry<T>(
  record: Readonly<Record<string, T>> | undefined,
  name: string,
  value: T | undefined,
): Readonly<Record<string, T>> {
  const others = Object.entries(record ?? {}).filter(([other]) => other !== name);
  if (value === undefined) return Object.fromEntries(others);
  return Object.hasOwn(record ?? {}, name)
    ? { ...record, [name]: value }
    : Object.fromEntries([...others, [name, value]]);
}

/** The object without members that are undefined or empty lists and records. */
export function pruned<T extends object>(object: T, ...names: readonly (keyof T)[]): T {
  const gone = (value: unknown): boolean =>
    value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
  const kept = Object.entries(object).filter(([name, value]) => !(names.includes(name as keyof T) && gone(value)));
  return Object.fromEntries(kept) as T;
}

/** All sources of the workflow changed; links for which `change` returns null are removed. */
export function mapSources(workflow: WorkflowData, change: (source: SourceData) => SourceData | null): WorkflowData {
  const nodes = workflow.nodes.map((node): NodeData => {
    const { inputs, params, when } = node;
    const condition = when && through(when, change);
    const moved = {
      ...node,
      ...(inputs ? { inputs: mapRecord(inputs, source => through(source, change)) } : {}),
      ...(params ? { params: mapRecord(params, source => through(source, change)) } : {}),
      ...(condition ? { when: condition } : {}),
    };
    if (when && !condition) delete (moved as { when?: SourceData }).when;
    return moved;
  });
  const outputs = mapRecord(workflow.outputs, output => {
    const from = through(output.from, change);
    return from && { ...output, from };
  });
  return { ...workflow, nodes, outputs };
}

function through(source: SourceData, change: (source: SourceData) => SourceData | null): SourceData | null {
  if (!('first' in source)) return change(source);
  const first = source.first.map(one => through(one, change)).filter(one => one !== null);
  return first.length > 0 ? { ...source, first } : null;
}

function mapRecord<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U | null): Record<string, U> {
  const entries = Object.entries(record).map(([name, value]) => [name, change(value)] as const);
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, U] => entry[1] !== null));
}

/** The wanted name, or with the first number that no step has. */
export function freeName(taken: ReadonlySet<string>, wanted: string): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? wanted : `${wanted}${count}`;
    if (!taken.has(name)) return name;
  }
}
