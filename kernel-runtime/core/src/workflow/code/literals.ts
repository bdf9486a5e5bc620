import type { Json } from '../document/json/json-tree.js';

/** A value as TypeScript writes it. */
export function literal(value: Json | undefined): string {
  if (value === undefined) return 'undefined';
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(literal).join(', ')}]`;
  return objectLiteral(Object.entries(value).map(([name, member]) => [name, literal(member as Json)]));
}

export function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** A record in one line; `{ a, b }` for members that are called like their value. */
export function objectLiteral(members: readonly (readonly [string, string])[]): string {
  if (members.length === 0) return '{}';
  return `{ ${members.map(([name, value]) => (name === value ? name : `${propertyName(name)}: ${value}`)).join(', ')} }`;
}

/** `__proto__` in quotes would set the prototype; in brackets it is a name like any other. */
export function propertyName(name: string): string {
  if (name === '__proto__') return `['__proto__']`;
  return isName(name) ? name : quoted(name);
}

/** `object.name`, or `object['a name']`. */
export const memberOf = (object: string, name: string): string =>
  isName(name) ? `${object}.${name}` : `${object}[${quoted(name)}]`;

const isName = (text: string): boolean => /^[A-Za-z_$][\w$]*$/.test(text);

const reserved = new Set(
  (
    'await break case catch class const continue debugger default delete do else enum export extends false finally for function if ' +
    'implements import in instanceof interface let new null package private protected public return static super switch this throw ' +
    'true try typeof undefined var void while with yield arguments eval async of'
  ).split(' '),
);

/** Names of variables, each given once. */
export class Names {
  readonly #taken: Set<string>;

  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken);
  }

  /** A name like the wanted one, e.g. `step 2` -> `step2`. */
  take(wanted: string): string {
    const words = wanted.replace(/[^A-Za-z0-9_$]+(.?)/g, (_, next: string) => next.toUpperCase());
    const base = /^[A-Za-z_$]/.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : `step${words}`;
    for (let count = 1; ; count++) {
      const name = count === 1 ? base : `${base}${count}`;
      if (this.#taken.has(name) || reserved.has(name)) continue;
      this.#taken.add(name);
      return name;
    }
  }
}
