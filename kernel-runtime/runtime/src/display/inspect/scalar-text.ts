import { inspect, types } from 'node:util';
import { ownData } from './own-data.js';

/** A primitive as source code would write it, long text cut. */
export function primitiveText(value: unknown, longestText: number): string {
  return inspect(value, { maxStringLength: longestText, breakLength: Infinity });
}

/** `[Function: name]`, `[class A extends B]` */
export function functionText(value: object): string {
  if (types.isProxy(value)) return '[Proxy of a function]';
  const name = nameOf(value);
  if (sourceOf(value).startsWith('class')) {
    const base = nameOf(Object.getPrototypeOf(value) as object | null);
    return `[class ${name || '(anonymous)'}${base ? ` extends ${base}` : ''}]`;
  }
  const kind = types.isGeneratorFunction(value)
    ? 'GeneratorFunction'
    : types.isAsyncFunction(value)
      ? 'AsyncFunction'
      : 'Function';
  return `[${kind}${name ? `: ${name}` : ' (anonymous)'}]`;
}

function nameOf(value: object | null): string {
  const name = typeof value === 'function' ? ownData(value, 'name') : '';
  return typeof name === 'string' ? name : '';
}

function sourceOf(value: object): string {
  try {
    return Function.prototype.toString.call(value);
  } catch {
    return ''; // what is callable without being a function
  }
}

const patternSource = Object.getOwnPropertyDescriptor(RegExp.prototype, 'source')!.get as (this: object) => string;
const patternFlags = Object.getOwnPropertyDescriptor(RegExp.prototype, 'flags')!.get as (this: object) => string;

/** What Node's async hooks write onto promises. */
const asyncHookKeys =
  /,\s*\[Symbol\((?:async_id_symbol|trigger_async_id_symbol|kResourceStore)\)\]: (?:\[\w+\]|[^,\n}]*[^,\s}])/g;

const inspectOpaque = (value: object): string =>
  inspect(value, { depth: 0, maxArrayLength: 10, maxStringLength: 200, customInspect: false });

/** Objects that are one value: dates, patterns, boxed primitives, promises, weak collections. `undefined` for all others. */
export function scalarObjectText(value: object): string | undefined {
  if (types.isDate(value)) {
    return Number.isNaN(Date.prototype.getTime.call(value)) ? 'Invalid Date' : Date.prototype.toISOString.call(value);
  }
  if (types.isRegExp(value)) return `/${patternSource.call(value)}/${patternFlags.call(value)}`;
  if (types.isPromise(value)) return inspectOpaque(value).replace(asyncHookKeys, '').replace(/\s+/g, ' ');
  if (types.isBoxedPrimitive(value)) return inspectOpaque(value);
  if (types.isWeakMap(value)) return 'WeakMap { <items unknown> }';
  return types.isWeakSet(value) ? 'WeakSet { <items unknown> }' : undefined;
}
