import { readFile } from 'node:fs/promises';
import { deserialize } from 'node:v8';
import {
  DaisyError,
  partOf,
  sizeOf,
  sliceAxis,
  typedArray,
  type ColumnTable,
  type NdArray,
  type ObjectDescription,
  type Selection,
} from '@daisy-lab/core';
import { StoredArray } from '../results/stored-array.js';
import type { SharedObject } from './shared-object.js';

/**
 * The value of an object. An array in shared memory is a view on it; one on disk is lazy, and read when its `data` is used.
 * @throws DaisyError `File` when its file is gone or damaged
 */
export async function readObject(object: SharedObject): Promise<unknown> {
  return object.encoding === 'array' ? arrayOf(object) : decode(object.encoding, await bytesOf(object));
}

/**
 * A part of an array or the rows of a table, without reading the rest of an array.
 * @throws DaisyError `Input` for a selection that leaves the object
 */
export async function readObjectPart(object: SharedObject, selection: Selection): Promise<unknown> {
  checkSelection(object.description, selection);
  if (object.encoding === 'array') return partOfArray(arrayOf(object), selection);
  const value = await readObject(object);
  const [rows] = selection;
  if (!rows || object.description.kind !== 'table') return value;
  if (object.encoding === 'arrow') return (value as { slice(start: number, end: number): unknown }).slice(...rows);
  const columns = Object.entries(value as ColumnTable).map(([name, column]) => [name, column.slice(...rows)]);
  return Object.fromEntries(columns) as ColumnTable;
}

function arrayOf({ description, shared, offset, file }: SharedObject): NdArray {
  const { id, dtype, shape, axes, unit } = description as Required<ObjectDescription>;
  if (shared) return { dtype, shape, axes, unit, data: typedArray(dtype, shared, offset, sizeOf(shape)) as never };
  try {
    return new StoredArray(file!, { dtype, shape, axes, unit, crc32: 0 }, id);
  } catch (cause) {
    throw lost(description, cause);
  }
}

async function bytesOf({ description, shared, offset, file }: SharedObject): Promise<Uint8Array> {
  // What reads the bytes wants memory of its own: it must not change under its hands.
  if (shared) return new Uint8Array(shared, offset).slice();
  return readFile(file!).catch((cause: unknown) => {
    throw lost(description, cause);
  });
}

async function decode(encoding: SharedObject['encoding'], bytes: Uint8Array): Promise<unknown> {
  if (encoding === 'value') return deserialize(bytes);
  const { tableFromIPC } = await import('apache-arrow');
  const table = tableFromIPC(bytes);
  if (encoding === 'arrow') return table;
  const columns = table.schema.fields.map(({ name }, index) => {
    const vector = table.getChildAt(index)!;
    const values = vector.toArray() as Float64Array | ArrayLike<string>;
    return [name, values instanceof Float64Array ? values : Array.from(vector as Iterable<string>)] as const;
  });
  return Object.fromEntries(columns);
}

/** The first axis that is cut is read as such, the others are cut from what was read. */
async function partOfArray(array: NdArray, selection: Selection): Promise<NdArray> {
  let part: NdArray = array;
  let first = true;
  for (const [axis, range] of selection.entries()) {
    if (!range) continue;
    part = first ? await partOf(part, axis, ...range) : sliceAxis(part, axis, ...range);
    first = false;
  }
  return part;
}

function checkSelection({ shape = [], name, id }: ObjectDescription, selection: Selection): void {
  for (const [axis, range] of selection.entries()) {
    if (!range) continue;
    const length = shape[axis] ?? 0;
    const [start, end] = range;
    if (Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start <= end && end <= length) continue;
    throw new DaisyError('Input', {
      message: `Entries ${start} to ${end} leave axis ${axis} of "${name || id}", which has ${length}.`,
      action: 'Give a start and an end within each axis, or null for the whole of it.',
    });
  }
}

const lost = ({ name, id }: ObjectDescription, cause: unknown): DaisyError =>
  new DaisyError('File', {
    message: `The bytes of "${name || id}" are not on disk any more.`,
    action: 'Compute it again; what cleans the cache folder while a kernel runs takes its objects along.',
    cause,
  });
