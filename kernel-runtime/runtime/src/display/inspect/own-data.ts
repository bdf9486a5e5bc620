import { types } from 'node:util';

/** The value of a property that holds one; a getter is not run, a Proxy not asked. */
export function ownData(value: object, key: PropertyKey): unknown {
  return types.isProxy(value) ? undefined : Object.getOwnPropertyDescriptor(value, key)?.value;
}

/** Name of the class of an object, `null` for an object without prototype. */
export function classNameOf(value: object): string | null {
  let prototype: object | null = types.isProxy(value) ? null : Object.getPrototypeOf(value);
  if (prototype === null) return null;
  for (let depth = 0; prototype && depth < 20; depth++) {
    if (types.isProxy(prototype)) break;
    const maker = ownData(prototype, 'constructor');
    const name = typeof maker === 'function' ? ownData(maker, 'name') : undefined;
    if (typeof name === 'string' && name !== '') return name;
    prototype = Object.getPrototypeOf(prototype) as object | null;
  }
  return 'Object';
}

/** True for `{...}` literals and objects without prototype: things made of data alone. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return false;
  const prototype: object | null = Object.getPrototypeOf(value);
  // Objects of another realm have another Object.prototype: theirs has no prototype either.
  return prototype === null || (Object.getPrototypeOf(prototype) === null && classNameOf(value) === 'Object');
}
