import { readFile, writeFile } from 'node:fs/promises';
import { DaisyError, type ColumnTable } from '@daisy-lab/core';
import type { PlainArray } from './npy.js';

/** Writes any plain value; arrays become nested lists. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(path, JSON.stringify(jsonOf(value)));
}

/** A value in which arrays of numbers have become lists, those with axes nested ones. */
export function jsonOf(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>);
  if (Array.isArray(value)) return value.map(jsonOf);
  if (typeof value !== 'object' || value === null) return value;
  if (isArray(value)) return nest(Array.from(value.data as ArrayLike<number>), value.shape);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, jsonOf(member)]));
}

/** @throws DaisyError `File` for what is not JSON. */
export async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new DaisyError('File', { message: `${path} is not JSON.`, path, cause });
  }
}

/**
 * Nested lists of numbers as an array.
 * @throws DaisyError `File` when the lists are ragged or hold something else.
 */
export function arrayOfLists(value: unknown, path: string): PlainArray {
  const shape: number[] = [];
  for (let inner = value; Array.isArray(inner); inner = inner[0] as unknown) shape.push(inner.length);
  const flat = (Array.isArray(value) ? value.flat(shape.length - 1) : []) as unknown[];
  const size = shape.reduce((product, length) => product * length, 1);
  if (shape.length === 0 || flat.length !== size || !flat.every(item => typeof item === 'number')) {
    throw new DaisyError('File', { message: `${path} does not hold nested lists of numbers.`, path });
  }
  return { dtype: 'float64', shape, data: Float64Array.from(flat) };
}

/** Columns of numbers become arrays of them. */
export function tableOfLists(value: unknown): ColumnTable {
  const columns = Object.entries(value as Readonly<Record<string, readonly (number | string)[]>>).map(
    ([name, list]) =>
      [name, list.every(item => typeof item === 'number') ? Float64Array.from(list) : list.map(String)] as const,
  );
  return Object.fromEntries(columns);
}

function isArray(value: object): value is PlainArray {
  return 'dtype' in value && 'shape' in value && 'data' in value;
}

function nest(flat: readonly number[], shape: readonly number[]): unknown {
  if (shape.length <= 1) return shape.length === 0 ? flat[0] : flat;
  const inner = flat.length / shape[0]!;
  return Array.from({ length: shape[0]! }, (_, at) => nest(flat.slice(at * inner, (at + 1) * inner), shape.slice(1)));
}
