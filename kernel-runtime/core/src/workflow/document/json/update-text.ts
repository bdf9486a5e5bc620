import {
  dataOf,
  isObject,
  sameJson,
  type ArrayNode,
  type Json,
  type JsonNode,
  type JsonObject,
  type Member,
  type ObjectNode,
} from './json-tree.js';
import { parseJson } from './parse-json.js';
import { printJson, styleOf, type TextStyle } from './print-json.js';

/**
 * The text with its data replaced by `data`: what says the same keeps its bytes, what is new takes the indentation and line breaks of
 * the file. Entries of lists are known again by their `name`, `id` or content.
 * @throws DaisyError `Input` when the text is no JSON
 */
export function updateText(text: string, data: Json): string {
  const root = parseJson(text);
  const writer = new TextUpdate(text, styleOf(text));
  return text.slice(0, root.start) + writer.write(root, data, []) + text.slice(root.end);
}

type Path = readonly (string | number)[];

/** A piece of a list or record: unchanged or changed text that was there, or new text. */
interface Part {
  readonly text: string;
  /** Its number in the old text; undefined when it is new. */
  readonly was?: number;
}

class TextUpdate {
  constructor(
    readonly text: string,
    readonly style: TextStyle,
  ) {}

  write(node: JsonNode, data: Json, path: Path): string {
    if (sameJson(dataOf(node), data)) return this.text.slice(node.start, node.end);
    if (node.kind === 'object' && isObject(data)) return this.#object(node, data, path);
    if (node.kind === 'array' && Array.isArray(data)) return this.#array(node, data as readonly Json[], path);
    return printJson(data, path, this.style, this.#depthAt(node.start));
  }

  #object(node: ObjectNode, data: JsonObject, path: Path): string {
    const known = new Map(node.members.map((member, at) => [member.key, at]));
    const depth = this.#depthAt(node.start) + 1;
    const colon = node.members.length > 0 ? this.#colonOf(node.members[0]!) : ': ';
    const parts: Part[] = node.members.flatMap((member, at) => {
      if (!Object.hasOwn(data, member.key)) return [];
      const head = this.text.slice(member.keyStart, member.value.start);
      return [{ was: at, text: head + this.write(member.value, data[member.key]!, [...path, member.key]) }];
    });
    const keys = Object.keys(data);
    for (const key of keys.filter(name => !known.has(name))) {
      const text = `${JSON.stringify(key)}${colon}${printJson(data[key]!, [...path, key], this.style, depth)}`;
      parts.splice(this.#placeFor(key, keys, parts, node), 0, { text });
    }
    return this.#join(node, node.members.map(memberPlace), parts, depth, path);
  }

  /** Behind the member that stands before it in the data, so that the order of keys stays the usual one. */
  #placeFor(key: string, keys: readonly string[], parts: readonly Part[], node: ObjectNode): number {
    const before = keys.slice(0, keys.indexOf(key)).reverse();
    for (const name of before) {
      const at = parts.findIndex(({ was, text }) =>
        was === undefined ? text.startsWith(JSON.stringify(name)) : node.members[was]!.key === name,
      );
      if (at >= 0) return at + 1;
    }
    return 0;
  }

  #array(node: ArrayNode, data: readonly Json[], path: Path): string {
    const depth = this.#depthAt(node.start) + 1;
    const pairs = matchItems(node.items.map(dataOf), data);
    const parts = data.map((item, at): Part => {
      const was = pairs.get(at);
      if (was === undefined) return { text: printJson(item, [...path, at], this.style, depth) };
      return { was, text: this.write(node.items[was]!, item, [...path, at]) };
    });
    return this.#join(node, node.items, parts, depth, path);
  }

  /** Puts parts together with the white space that stood between them. */
  #join(
    node: ArrayNode | ObjectNode,
    old: readonly { readonly start: number; readonly end: number }[],
    parts: readonly Part[],
    depth: number,
    path: Path,
  ): string {
    const [open, close] = node.kind === 'object' ? ['{', '}'] : ['[', ']'];
    if (parts.length === 0) return open + close;
    const leads = old.map((place, at) => this.#leadOf(node, old, at, place.start));
    const inLines = old.length === 0 ? this.#breaksWhenFilled(path) : /[\r\n]/.test(leads[0]!);
    const fresh = inLines ? this.style.newline + this.style.indent.repeat(depth) : (leads[1] ?? ' ');
    const first = leads[0] ?? (inLines ? fresh : node.kind === 'object' ? ' ' : '');
    const ending =
      old.length > 0
        ? this.text.slice(old.at(-1)!.end, node.end - 1)
        : inLines
          ? this.style.newline + this.style.indent.repeat(depth - 1)
          : first;
    const written = parts.map(({ text, was }, at) => {
      const lead = at === 0 ? first : was === undefined || was === 0 ? fresh : leads[was]!;
      const trail = was === undefined || was === old.length - 1 ? '' : this.#trailOf(old[was]!.end);
      return lead + text + (at < parts.length - 1 ? trail : '');
    });
    return open + written.join(',') + ending + close;
  }

  /** White space before an entry, from the bracket or comma on. */
  #leadOf(node: JsonNode, old: readonly { readonly end: number }[], at: number, start: number): string {
    const from = at === 0 ? node.start + 1 : this.text.indexOf(',', old[at - 1]!.end) + 1;
    return this.text.slice(from, start);
  }

  /** White space between an entry and the comma after it. */
  #trailOf(end: number): string {
    return this.text.slice(end, this.text.indexOf(',', end));
  }

  #colonOf({ keyEnd, value }: Member): string {
    return this.text.slice(keyEnd, value.start);
  }

  #breaksWhenFilled(path: Path): boolean {
    return /[\r\n]/.test(printJson([0, 1], path, this.style));
  }

  /** How often the line on which a place stands is indented. */
  #depthAt(place: number): number {
    const ends = this.style.newline.includes('\n') ? '\n' : '\r';
    const lineStart = this.text.lastIndexOf(ends, place - 1) + 1;
    const [blanks] = /^[ \t]*/.exec(this.text.slice(lineStart, place))!;
    return Math.round(blanks.length / this.style.indent.length);
  }
}

const memberPlace = ({ keyStart, value }: Member): { start: number; end: number } => ({
  start: keyStart,
  end: value.end,
});

/** Which old item each new one continues: same identity in the same order; between those, as many as there are on both sides. */
function matchItems(old: readonly Json[], data: readonly Json[]): ReadonlyMap<number, number> {
  const before = old.map(identityOf);
  const after = data.map(identityOf);
  const pairs = new Map<number, number>();
  let from = 0;
  after.forEach((identity, at) => {
    const was = before.indexOf(identity, from);
    if (was < 0) return;
    pairs.set(at, was);
    from = was + 1;
  });
  pairBetween(pairs, old.length, data.length);
  return pairs;
}

/** An item that changed its name is still the same item when nothing else came or went beside it. */
function pairBetween(pairs: Map<number, number>, oldCount: number, newCount: number): void {
  let [lastNew, lastOld] = [-1, -1];
  const anchors = [...pairs, [newCount, oldCount] as const].sort(([a], [b]) => a - b);
  for (const [at, was] of anchors) {
    if (at - lastNew === was - lastOld) {
      for (let step = 1; step < at - lastNew; step++) pairs.set(lastNew + step, lastOld + step);
    }
    [lastNew, lastOld] = [at, was];
  }
}

function identityOf(item: Json): string {
  if (!isObject(item)) return JSON.stringify(item);
  const name = item['name'] ?? item['id'];
  return typeof name === 'string' ? `name ${name}` : JSON.stringify(item);
}
