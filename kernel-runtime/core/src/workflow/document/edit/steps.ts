import type { Contracts } from '../contract-of.js';
import type { DaisyDocument, NodeData, SourceData } from '../document.js';
import { edit, freeName, mapSources, nodeOf, noStep, pruned, withEntry, withNode, type Edited } from './edited.js';

/** A new step. */
export interface NewNode extends Omit<NodeData, 'name'> {
  /** By default the last word of the algorithm's id, numbered when it is taken. */
  readonly name?: string;
  /** Where it is drawn, pixels. */
  readonly at?: readonly [number, number];
}

/** Adds a step. Its version is that of the installed algorithm unless it is given. */
export function addNode(text: string, contracts: Contracts, { at, ...node }: NewNode): Edited {
  return edit(text, document => {
    const { nodes } = document.workflow;
    const taken = new Set(nodes.map(({ name }) => name));
    if (node.name !== undefined && taken.has(node.name)) return { message: `There are two steps "${node.name}".` };
    const installed = node.algorithm === undefined ? undefined : contracts.find(node.algorithm, node.version);
    if (node.algorithm !== undefined && !installed) {
      return {
        message: `There is no algorithm "${node.algorithm}".`,
        action: 'Install the package that it comes from.',
      };
    }
    const id = node.algorithm ?? node.workflow?.id;
    if (id === undefined) return { message: 'A step needs an algorithm or a workflow.' };
    const { name = freeName(taken, id.split('.').at(-1)!), algorithm, ...rest } = node;
    const made = { name, ...(installed ? { algorithm, version: installed.version } : {}), ...rest } as NodeData;
    const grown = { ...document, workflow: { ...document.workflow, nodes: [...nodes, made] } };
    return at ? placed(grown, name, at) : grown;
  });
}

/** Removes a step with all links to it, its place, and its part in groups. */
export function removeNode(text: string, name: string): Edited {
  return edit(text, document => {
    if (!nodeOf(document, name)) return noStep(name);
    const workflow = mapSources(document.workflow, source =>
      'node' in source && source.node === name ? null : source,
    );
    const { view } = document;
    const groups = view?.groups?.map(group => ({ ...group, nodes: group.nodes.filter(member => member !== name) }));
    const kept = { ...document, workflow: { ...workflow, nodes: workflow.nodes.filter(node => node.name !== name) } };
    if (!view) return kept;
    const positions = withEntry(view.positions, name, undefined);
    const nested = withEntry(view.nested, name, undefined);
    const rest = { ...view, positions, nested, ...(groups ? { groups } : {}) };
    return { ...kept, view: pruned(rest, 'positions', 'nested') };
  });
}

/** Gives a step another name; links, place and groups follow. */
export function renameNode(text: string, name: string, to: string): Edited {
  return edit(text, document => {
    if (!nodeOf(document, name)) return noStep(name);
    if (to === '') return { message: 'A step needs a name.' };
    if (to !== name && nodeOf(document, to)) return { message: `There are two steps "${to}".` };
    const moved = (source: SourceData): SourceData =>
      'node' in source && source.node === name ? { ...source, node: to } : source;
    const workflow = mapSources(document.workflow, moved);
    const nodes = workflow.nodes.map(node => (node.name === name ? { ...node, name: to } : node));
    return { ...document, workflow: { ...workflow, nodes }, ...viewRenamed(document, name, to) };
  });
}

/** How a step runs: scattered, conditional, tried again, left out on failure. What is undefined is taken away. */
export function setRules(
  text: string,
  name: string,
  rules: Partial<{ [K in 'scatter' | 'when' | 'retries' | 'onError']: NodeData[K] | undefined }>,
): Edited {
  return edit(text, document => {
    if (!nodeOf(document, name)) return noStep(name);
    const changed = Object.keys(rules) as (keyof typeof rules)[];
    return withNode(document, name, node => pruned({ ...node, ...rules } as NodeData, ...changed));
  });
}

/** Takes the installed versions for all steps whose own is not installed. Results may differ from those of the old ones. */
export function useInstalledVersions(text: string, contracts: Contracts): Edited {
  return edit(text, document => {
    const nodes = document.workflow.nodes.map(node => {
      if (node.algorithm === undefined || contracts.find(node.algorithm, node.version)) return node;
      const [installed] = contracts.versions(node.algorithm);
      return installed ? { ...node, version: installed.version } : node;
    });
    return { ...document, workflow: { ...document.workflow, nodes } };
  });
}

/** Where a step is drawn, pixels; `input:NAME` and `output:NAME` are the inputs and outputs of the workflow. */
export function setPosition(text: string, name: string, at: readonly [number, number]): Edited {
  return setPositions(text, { [name]: at });
}

/** Moves many at once: a text is read and written once, however many there are. */
export function setPositions(text: string, places: Readonly<Record<string, readonly [number, number]>>): Edited {
  return edit(text, document => {
    const unknown = Object.keys(places).find(name => !isDrawn(document, name));
    if (unknown !== undefined) return noStep(unknown);
    return { ...document, view: { ...document.view, positions: { ...document.view?.positions, ...places } } };
  });
}

/** Replaces the workflow that stands inside a step, and how it is drawn. */
export function setNested(text: string, name: string, inner: Pick<DaisyDocument, 'workflow' | 'view'>): Edited {
  return edit(text, document => {
    if (!nodeOf(document, name)?.workflow) return { message: `Step "${name}" has no workflow of its own.` };
    const changed = withNode(document, name, node => ({ ...node, workflow: inner.workflow }));
    const nested = withEntry(document.view?.nested, name, inner.view);
    return pruned({ ...changed, view: pruned({ ...document.view, nested }, 'nested') }, 'view');
  });
}

function isDrawn(document: DaisyDocument, name: string): boolean {
  const { inputs = {}, outputs } = document.workflow;
  const [kind, port] = name.split(/:(.*)/s);
  if (port === undefined) return nodeOf(document, name) !== undefined;
  return Object.hasOwn(kind === 'input' ? inputs : kind === 'output' ? outputs : {}, port);
}

function placed(document: DaisyDocument, name: string, at: readonly [number, number]): DaisyDocument {
  return { ...document, view: { ...document.view, positions: withEntry(document.view?.positions, name, at) } };
}

function viewRenamed({ view }: DaisyDocument, name: string, to: string): Pick<DaisyDocument, 'view'> {
  if (!view) return {};
  const rename = (member: string): string => (member === name ? to : member);
  const positions = Object.entries(view.positions ?? {}).map(([member, at]) => [rename(member), at] as const);
  const groups = view.groups?.map(group => ({ ...group, nodes: group.nodes.map(rename) }));
  const nested = Object.entries(view.nested ?? {}).map(([member, inner]) => [rename(member), inner] as const);
  return {
    view: {
      ...view,
      ...(view.positions ? { positions: Object.fromEntries(positions) } : {}),
      ...(view.nested ? { nested: Object.fromEntries(nested) } : {}),
      ...(groups ? { groups } : {}),
    },
  };
}
