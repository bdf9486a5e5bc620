import { DaisyError } from '@daisy-lab/core';
import type { Attributes, AttributeValue } from '../../attributes.js';

const mostAttributes = 200;
const mostValues = 64;
const mostDepth = 4;

export type Fields = Readonly<Record<string, unknown>>;

/** A part of a message as the object of JSON that it has to be. */
export function jsonFields(bytes: Uint8Array | undefined): Fields {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes ?? new Uint8Array(0)));
  } catch {
    throw wrong('a part that has to be JSON is not');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong('its header is no object');
  return value as Fields;
}

/** The number of a frame or series. */
export function wholeNumber(value: unknown, name: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw wrong(`its "${name}" is ${JSON.stringify(value)?.slice(0, 40) ?? 'missing'}`);
}

/** Texts, numbers and short lists of them, also of objects within objects: `goniometer/omega/start`. */
export function attributesOf(fields: Iterable<readonly [string, unknown]>, leftOut: readonly string[]): Attributes {
  const found: [string, AttributeValue][] = [];
  const walk = (entries: Iterable<readonly [string, unknown]>, prefix: string, depth: number): void => {
    for (const [name, value] of entries) {
      if (found.length >= mostAttributes) return;
      if (prefix === '' && leftOut.includes(name)) continue;
      const plain = attributeValue(value);
      if (plain !== null) found.push([prefix + name, plain]);
      else if (depth < mostDepth && isObject(value)) walk(entriesOf(value), `${prefix}${name}/`, depth + 1);
    }
  };
  walk(fields, '', 0);
  return Object.fromEntries(found);
}

function attributeValue(value: unknown): AttributeValue | null {
  if (typeof value === 'string') return value.slice(0, 4096);
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'bigint') return Number(value);
  if (!Array.isArray(value) || value.length === 0 || value.length > mostValues) return null;
  if (value.every(item => typeof item === 'number')) return value as number[];
  return value.every(item => typeof item === 'string') ? (value as string[]) : null;
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && !Array.isArray(value);

function entriesOf(value: object): Iterable<readonly [string, unknown]> {
  return value instanceof Map ? (value as ReadonlyMap<string, unknown>) : Object.entries(value);
}

export function wrong(why: string): DaisyError {
  return new DaisyError('Data', { message: `A message cannot be read: ${why}.` });
}
