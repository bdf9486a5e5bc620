import { isObject, type Json, type JsonObject } from './json/json-tree.js';

/** From one format to the next; `data` is of the format that the migration starts from, names it does not know stay. */
export type Migration = (data: JsonObject) => JsonObject;

/** By the format that they start from. */
export const migrations: Readonly<Record<number, Migration>> = { 1: positionsOutOfNodes };

/**
 * Format 1 is the draft in which a step had its place in itself (`"at": [x, y]`) and links were written `"read.proj"`. Format 2 keeps
 * places in `view.positions`, so that moving a step changes nothing of the workflow, and links as records.
 */
function positionsOutOfNodes(data: JsonObject): JsonObject {
  const workflow = recordOr(data['workflow']);
  const nodes = (Array.isArray(workflow['nodes']) ? workflow['nodes'] : []) as readonly Json[];
  const positions = nodes.flatMap(node =>
    isObject(node) && node['at'] !== undefined ? [[String(node['name']), node['at']] as const] : [],
  );
  const view = recordOr(data['view']);
  const places = { ...Object.fromEntries(positions), ...recordOr(view['positions']) };
  return {
    ...data,
    daisy: 2,
    workflow: { ...workflow, nodes: nodes.map(placeless), outputs: mapValues(recordOr(workflow['outputs']), outputOf) },
    ...(Object.keys(places).length > 0 ? { view: { ...view, positions: places } } : {}),
  };
}

function placeless(node: Json): Json {
  if (!isObject(node)) return node;
  const kept = Object.fromEntries(Object.entries(node).filter(([name]) => name !== 'at'));
  const links = ['inputs', 'params'].flatMap(side =>
    isObject(kept[side]) ? [[side, mapValues(kept[side], linkOf)] as const] : [],
  );
  const when: JsonObject = kept['when'] === undefined ? {} : { when: linkOf(kept['when']) };
  return { ...kept, ...Object.fromEntries(links), ...when };
}

/** `"read.proj"` is a link to a step, `"scan"` to an input of the workflow. */
function linkOf(link: Json): Json {
  if (typeof link !== 'string') return link;
  const dot = link.lastIndexOf('.');
  return dot < 0 ? { input: link } : { node: link.slice(0, dot), port: link.slice(dot + 1) };
}

const outputOf = (output: Json): Json => (typeof output === 'string' ? { from: linkOf(output) } : output);

const recordOr = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

const mapValues = (record: JsonObject, change: (value: Json) => Json): JsonObject =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
