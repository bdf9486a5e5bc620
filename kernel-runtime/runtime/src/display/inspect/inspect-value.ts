import { inspect, types } from 'node:util';
import { arrayFacts, isNdArray } from '../array-facts.js';
import { errorParts, isError } from '../error-parts.js';
import { layOut } from './lay-out.js';
import { classNameOf, ownData } from './own-data.js';
import { functionText, primitiveText, scalarObjectText } from './scalar-text.js';
import { typedArrayText } from './typed-array-text.js';

export interface InspectLimits {
  /** Levels of objects within objects. */
  readonly depth: number;
  /** Entries of each array, map, set; properties of each object. */
  readonly entries: number;
  /** Characters of each text. */
  readonly text: number;
  /** Values in all: what comes after is left out. */
  readonly values: number;
}

export const inspectLimits: InspectLimits = { depth: 4, entries: 100, text: 10_000, values: 2000 };

interface Walk extends InspectLimits {
  left: number;
  readonly above: Set<object>;
}

const customInspect = Symbol.for('nodejs.util.inspect.custom');
const plainKey = /^[A-Za-z_$][\w$]*$/;

/**
 * Any value as text that is worth reading: class names, dtype and first values of arrays, entries of maps and sets, all bounded.
 * Getters are not run, a Proxy is shown from outside, and nothing that the value does can make it throw.
 */
export function inspectValue(value: unknown, limits: Partial<InspectLimits> = {}): string {
  const all = { ...inspectLimits, ...limits };
  return textOf(value, { ...all, left: all.values, above: new Set() }, 0);
}

function textOf(value: unknown, walk: Walk, level: number): string {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) {
    return primitiveText(value, level === 0 ? walk.text : Math.min(walk.text, 1000));
  }
  if (walk.above.has(value)) return '[Circular]';
  if (--walk.left < 0) return '...';
  walk.above.add(value);
  try {
    return objectText(value, walk, level);
  } catch (error) {
    return `[an object that cannot be shown: ${complaint(error)}]`;
  } finally {
    walk.above.delete(value);
  }
}

function complaint(error: unknown): string {
  const message = typeof error === 'object' && error !== null ? ownData(error, 'message') : error;
  return typeof message === 'string' ? message.slice(0, 200) : 'it throws';
}

function objectText(value: object, walk: Walk, level: number): string {
  if (types.isProxy(value)) return typeof value === 'function' ? functionText(value) : proxyText(value);
  const own = customText(value, walk, level);
  if (own !== undefined) return own;
  if (typeof value === 'function') return functionText(value);
  const scalar = scalarObjectText(value);
  if (scalar !== undefined) return scalar;
  if (isError(value)) return errorText(value, walk, level);
  if (isNdArray(value)) return arrayFacts(value).text;
  if (ArrayBuffer.isView(value)) return typedArrayText(value, walk.entries);
  if (types.isAnyArrayBuffer(value)) return `${classNameOf(value)} { byteLength: ${value.byteLength} }`;
  if (level > walk.depth)
    return Array.isArray(value) ? `[Array(${value.length})]` : `[${classNameOf(value) ?? 'Object'}]`;
  if (Array.isArray(value)) return listText(value, walk, level);
  if (types.isMap(value)) return mapText(value, walk, level);
  if (types.isSet(value)) return setText(value, walk, level);
  return recordText(value, walk, level);
}

/** Headline, advice, causes and stack; inside of something else only the headline. */
function errorText(error: Error, walk: Walk, level: number): string {
  const describe = (value: unknown): string => textOf(value, walk, walk.depth);
  const { headline, action, facts, causes, frames } = errorParts(error, describe);
  if (level > 0) return `[${cut(headline, 200)}]`;
  const advice = action === undefined ? [] : [`What to do: ${action}`];
  return [cut(headline, walk.text), ...advice, ...facts, ...causes, ...frames.slice(0, 20)].join('\n');
}

/** What a class says of itself to `util.inspect`; a hook that fails is passed over. */
function customText(value: object, walk: Walk, level: number): string | undefined {
  const hook = (value as Record<symbol, unknown>)[customInspect];
  if (typeof hook !== 'function' || hook === inspect) return undefined;
  try {
    const options = { depth: walk.depth - level, maxArrayLength: walk.entries, maxStringLength: walk.text };
    const said: unknown = hook.call(value, walk.depth - level, { ...options, stylize: String }, inspect);
    if (said === value) return undefined;
    return typeof said === 'string' ? cut(said, walk.text) : textOf(said, walk, level);
  } catch {
    return undefined;
  }
}

const cut = (text: string, longest: number): string =>
  text.length > longest ? `${text.slice(0, longest)}... ${text.length - longest} more characters` : text;

/** Target and handler as they lie in memory: no trap is called. */
function proxyText(value: object): string {
  const inside = inspect(value, {
    showProxy: true,
    depth: 0,
    maxArrayLength: 10,
    maxStringLength: 200,
    customInspect: false,
  });
  return cut(inside, 1000);
}

function listText(list: readonly unknown[], walk: Walk, level: number): string {
  const shown = Math.min(list.length, walk.entries);
  const entries: string[] = [];
  for (let at = 0; at < shown && walk.left > 0; at++) {
    const property = Object.getOwnPropertyDescriptor(list, at);
    if (property) entries.push(propertyText(property, walk, level));
    else at = gapEnd(list, at, shown, entries);
  }
  leftOut(entries, list.length - shown, 'item');
  const name = classNameOf(list);
  const prefix = name === 'Array' ? '' : `${name ?? '[Array: null prototype]'}(${list.length}) `;
  return layOut(`${prefix}[`, entries, ']');
}

/** Says how many entries are missing and returns the last of them. */
function gapEnd(list: readonly unknown[], from: number, end: number, entries: string[]): number {
  let at = from;
  while (at + 1 < end && !Object.hasOwn(list, at + 1)) at++;
  entries.push(`<${at - from + 1} empty item${at > from ? 's' : ''}>`);
  return at;
}

function mapText(map: ReadonlyMap<unknown, unknown>, walk: Walk, level: number): string {
  const entries: string[] = [];
  for (const [key, entry] of Map.prototype.entries.call(map) as MapIterator<[unknown, unknown]>) {
    if (entries.length >= walk.entries || walk.left <= 0) break;
    entries.push(`${textOf(key, walk, level + 1)} => ${textOf(entry, walk, level + 1)}`);
  }
  const size = sizeOfMap.call(map);
  leftOut(entries, size - entries.length, 'entry');
  return layOut(`${classNameOf(map) ?? 'Map'}(${size}) {`, entries, '}');
}

function setText(set: ReadonlySet<unknown>, walk: Walk, level: number): string {
  const entries: string[] = [];
  for (const entry of Set.prototype.values.call(set) as SetIterator<unknown>) {
    if (entries.length >= walk.entries || walk.left <= 0) break;
    entries.push(textOf(entry, walk, level + 1));
  }
  const size = sizeOfSet.call(set);
  leftOut(entries, size - entries.length, 'item');
  return layOut(`${classNameOf(set) ?? 'Set'}(${size}) {`, entries, '}');
}

const sizeOfMap = Object.getOwnPropertyDescriptor(Map.prototype, 'size')!.get as (this: object) => number;
const sizeOfSet = Object.getOwnPropertyDescriptor(Set.prototype, 'size')!.get as (this: object) => number;

function recordText(value: object, walk: Walk, level: number): string {
  const keys = Reflect.ownKeys(value).filter(key => Object.getOwnPropertyDescriptor(value, key)?.enumerable);
  const entries: string[] = [];
  for (const key of keys.slice(0, walk.entries)) {
    if (walk.left <= 0) break;
    const name = typeof key === 'symbol' ? `[${String(key)}]` : plainKey.test(key) ? key : primitiveText(key, 200);
    entries.push(`${name}: ${memberText(value, key, walk, level)}`);
  }
  leftOut(entries, keys.length - entries.length, 'property');
  return layOut(`${prefixOf(value)}{`, entries, '}');
}

function prefixOf(value: object): string {
  if (types.isModuleNamespaceObject(value)) return '[Module] ';
  const name = classNameOf(value);
  if (name === null) return '[Object: null prototype] ';
  const tag = ownData(Object.getPrototypeOf(value) as object, Symbol.toStringTag) ?? ownData(value, Symbol.toStringTag);
  const tagged = typeof tag === 'string' && tag !== name ? ` [${tag.slice(0, 100)}]` : '';
  return name === 'Object' && tagged === '' ? '' : `${name}${tagged} `;
}

function memberText(value: object, key: PropertyKey, walk: Walk, level: number): string {
  try {
    return propertyText(Object.getOwnPropertyDescriptor(value, key)!, walk, level);
  } catch {
    return '<uninitialized>'; // a name of a module that has not run
  }
}

function propertyText({ get, set, value }: PropertyDescriptor, walk: Walk, level: number): string {
  if (get || set) return get && set ? '[Getter/Setter]' : get ? '[Getter]' : '[Setter]';
  if (typeof value !== 'object' && typeof value !== 'function') walk.left -= 0.2;
  return textOf(value, walk, level + 1);
}

function leftOut(entries: string[], count: number, what: 'item' | 'entry' | 'property'): void {
  if (count <= 0) return;
  const many = what === 'item' ? 'items' : what === 'entry' ? 'entries' : 'properties';
  entries.push(`... ${count} more ${count === 1 ? what : many}`);
}
