import type { DaisyDocument, SourceData, WorkflowData } from '@daisy-lab/core';

export type Place = readonly [x: number, y: number];

const columnPx = 260;
/** A card with what a run hangs below it. */
const rowPx = 230;
const margin = 40;

/** Places of all steps, inputs and outputs: those that the document names, and for the others the column behind what they need. */
export function placesOf(document: DaisyDocument): ReadonlyMap<string, Place> {
  const { workflow, view } = document;
  const depth = depthsOf(workflow);
  const places = new Map<string, Place>();
  const filled = new Map<number, number>();
  const put = (id: string, column: number): void => {
    const row = filled.get(column) ?? 0;
    filled.set(column, row + 1);
    places.set(id, [margin + column * columnPx, margin + row * rowPx]);
  };
  for (const name of Object.keys(workflow.inputs ?? {})) put(inputId(name), 0);
  for (const { name } of workflow.nodes) put(name, 1 + (depth.get(name) ?? 0));
  const last = 2 + Math.max(0, ...depth.values());
  for (const name of Object.keys(workflow.outputs)) put(outputId(name), last);
  for (const [id, place] of Object.entries(view?.positions ?? {})) if (places.has(id)) places.set(id, place);
  standAside(places, document);
  return places;
}

/** Inputs stand left of all steps, outputs right of them, wherever the document has put the steps. */
function standAside(places: Map<string, Place>, { workflow, view }: DaisyDocument): void {
  const steps = workflow.nodes.map(({ name }) => places.get(name)!);
  if (steps.length === 0) return;
  const left = Math.min(...steps.map(([x]) => x)) - columnPx;
  const right = Math.max(...steps.map(([x]) => x)) + columnPx;
  const top = Math.min(...steps.map(([, y]) => y));
  const put = (ids: readonly string[], x: number): void =>
    ids.filter(id => !view?.positions?.[id]).forEach((id, row) => places.set(id, [x, top + row * rowPx]));
  put(Object.keys(workflow.inputs ?? {}).map(inputId), left);
  put(Object.keys(workflow.outputs).map(outputId), right);
}

export const inputId = (name: string): string => `input:${name}`;
export const outputId = (name: string): string => `output:${name}`;
export const commentId = (id: string): string => `comment:${id}`;
export const groupId = (id: string): string => `group:${id}`;

export const wireId = (id: string): string => `wire:${id}`;

/** What an item of the canvas is, by its id. */
export function kindOf(item: string): 'step' | 'input' | 'output' | 'comment' | 'group' | 'wire' {
  const kind = /^(input|output|comment|group|wire):/.exec(item)?.[1];
  return (kind as 'input' | undefined) ?? 'step';
}

/** How many steps lie before each step. Steps of a circle count as first. */
function depthsOf({ nodes }: WorkflowData): ReadonlyMap<string, number> {
  const byName = new Map(nodes.map(node => [node.name, node]));
  const depths = new Map<string, number>();
  const visit = (name: string, above: ReadonlySet<string>): number => {
    const known = depths.get(name);
    const node = byName.get(name);
    if (known !== undefined || !node || above.has(name)) return known ?? -1;
    const inside = new Set([...above, name]);
    const before = sourcesOf(node)
      .flatMap(providersOf)
      .map(provider => visit(provider, inside));
    const depth = Math.max(-1, ...before) + 1;
    depths.set(name, depth);
    return depth;
  };
  for (const { name } of nodes) visit(name, new Set());
  return depths;
}

/** All sources of a step. */
export function sourcesOf(node: WorkflowData['nodes'][number]): readonly SourceData[] {
  return [...Object.values(node.inputs ?? {}), ...Object.values(node.params ?? {}), ...(node.when ? [node.when] : [])];
}

/** The place itself, or the nearest to the right and below at which no card stands yet. */
export function freePlace(places: Iterable<Place>, [x, y]: Place): Place {
  const taken = [...places];
  const isFree = ([left, top]: Place): boolean =>
    taken.every(([a, b]) => Math.abs(a - left) >= 220 || Math.abs(b - top) >= rowPx);
  for (let row = 0; ; row++) {
    for (let column = 0; column < 4; column++) {
      const place: Place = [x + column * columnPx, y + row * rowPx];
      if (isFree(place)) return place;
    }
  }
}

/** The steps that a source takes its value from. */
export function providersOf(source: SourceData): readonly string[] {
  if ('first' in source) return source.first.flatMap(providersOf);
  return 'node' in source ? [source.node] : [];
}
