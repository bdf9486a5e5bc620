import type { NodeData, SourceData } from '../document.js';
import { parseDocument } from '../parse-document.js';
import { edit, freeName, mapSources, type Edited } from './edited.js';

/** Steps on their way to another place or document, as plain data. */
export interface Fragment {
  readonly nodes: readonly NodeData[];
  readonly positions: Readonly<Record<string, readonly [number, number]>>;
}

/** The named steps with their places. */
export function copyNodes(text: string, names: readonly string[]): Fragment {
  const { document } = parseDocument(text);
  const nodes = (document?.workflow.nodes ?? []).filter(({ name }) => names.includes(name));
  const places = Object.entries(document?.view?.positions ?? {}).filter(([name]) => names.includes(name));
  return { nodes, positions: Object.fromEntries(places) };
}

/**
 * Adds copied steps under free names, `by` pixels away from where they were. Links among them stay; a link to something that the
 * document does not have is left out.
 */
export function pasteNodes(text: string, fragment: Fragment, by: readonly [number, number] = [40, 40]): Edited {
  return edit(text, document => {
    const { workflow, view } = document;
    const taken = new Set(workflow.nodes.map(({ name }) => name));
    const renamed = new Map<string, string>();
    for (const { name } of fragment.nodes) {
      const free = freeName(taken, name);
      taken.add(free);
      renamed.set(name, free);
    }
    const there = (source: SourceData): SourceData | null => {
      if ('node' in source) {
        const name = renamed.get(source.node) ?? source.node;
        return taken.has(name) ? { ...source, node: name } : null;
      }
      if ('input' in source) return Object.hasOwn(workflow.inputs ?? {}, source.input) ? source : null;
      if ('param' in source) return Object.hasOwn(workflow.params ?? {}, source.param) ? source : null;
      return source;
    };
    const copies = mapSources({ ...workflow, nodes: fragment.nodes, outputs: {} }, there).nodes.map(node => ({
      ...node,
      name: renamed.get(node.name)!,
    }));
    const places = Object.entries(fragment.positions).map(
      ([name, [x, y]]) => [renamed.get(name) ?? name, [x + by[0], y + by[1]]] as const,
    );
    const grown = { ...document, workflow: { ...workflow, nodes: [...workflow.nodes, ...copies] } };
    if (places.length === 0) return grown;
    return { ...grown, view: { ...view, positions: { ...view?.positions, ...Object.fromEntries(places) } } };
  });
}
