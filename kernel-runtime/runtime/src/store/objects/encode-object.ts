import { types } from 'node:util';
import { serialize } from 'node:v8';
import {
  isNdArray,
  DaisyError,
  itemSize,
  sizeOf,
  type ColumnTable,
  type Dtype,
  type NdArray,
  type ObjectDescription,
} from '@daisy-lab/core';
import { isArrowTable } from '../../display/table/table-data.js';
import { plainValue } from '../plain-value.js';
import type { Encoding } from './shared-object.js';

const { isSharedArrayBuffer } = types;

/** A value as bytes, and what can be said of it. */
export interface EncodedObject {
  readonly encoding: Encoding;
  readonly facts: Pick<ObjectDescription, 'kind' | 'dtype' | 'shape' | 'axes' | 'unit'>;
  readonly bytes: number;
  /** The bytes in shared memory; an array that lies there already is taken as it is. Allocates. */
  share(): { readonly shared: SharedArrayBuffer; readonly offset: number };
  /** The bytes where they are now. */
  view(): Uint8Array;
}

/**
 * The bytes of a value: arrays as they are, tables as an Arrow stream, anything else as the clone that threads exchange.
 * @throws DaisyError `Input` for what cannot be put away: functions, open files, objects with methods
 */
export async function encodeObject(value: unknown): Promise<EncodedObject> {
  if (isNdArray(value)) return encodeArray(value);
  if (isArrowTable(value) || isColumnTable(value)) return encodeTable(value);
  const bytes = cloned(value);
  const kind = Array.isArray(value) ? 'list' : isFile(value) ? 'file' : 'value';
  return fromBytes('value', { kind }, bytes);
}

function encodeArray(array: NdArray): EncodedObject {
  const { dtype, shape, axes, unit } = array;
  const bytes = sizeOf(shape) * itemSize(dtype as Dtype);
  // A lazy array is read here, once.
  const view = (): Uint8Array => {
    const { data } = array;
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  };
  const facts = { kind: 'array' as const, dtype, shape, axes, ...(unit === undefined ? {} : { unit }) };
  const share = (): { shared: SharedArrayBuffer; offset: number } => {
    const given = view();
    // A small view would keep all of the memory that it lies in.
    const isMost = 2 * given.byteLength >= given.buffer.byteLength;
    if (isMost && isSharedArrayBuffer(given.buffer)) return { shared: given.buffer, offset: given.byteOffset };
    return { shared: copyOf(given), offset: 0 };
  };
  return { encoding: 'array', facts, bytes, share, view };
}

async function encodeTable(table: unknown): Promise<EncodedObject> {
  const { tableFromArrays, tableToIPC } = await import('apache-arrow');
  const isArrow = isArrowTable(table);
  const arrow = isArrow ? (table as never) : tableFromArrays(table as Record<string, Float64Array | string[]>);
  const bytes = tableToIPC(arrow, 'stream');
  const { numRows, schema } = arrow as { numRows: number; schema: { fields: readonly unknown[] } };
  return fromBytes(isArrow ? 'arrow' : 'columns', { kind: 'table', shape: [numRows, schema.fields.length] }, bytes);
}

function fromBytes(encoding: Encoding, facts: EncodedObject['facts'], bytes: Uint8Array): EncodedObject {
  return {
    encoding,
    facts,
    bytes: bytes.length,
    share: () => ({ shared: copyOf(bytes), offset: 0 }),
    view: () => bytes,
  };
}

function copyOf(bytes: Uint8Array): SharedArrayBuffer {
  const shared = new SharedArrayBuffer(bytes.length);
  new Uint8Array(shared).set(bytes);
  return shared;
}

/** Columns of equal length, numbers or words. */
function isColumnTable(value: unknown): value is ColumnTable {
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return false;
  const columns: unknown[] = Object.values(value);
  const isWords = (column: unknown): boolean => Array.isArray(column) && column.every(cell => typeof cell === 'string');
  if (columns.length === 0 || !columns.every(column => column instanceof Float64Array || isWords(column))) return false;
  return new Set(columns.map(column => (column as { length: number }).length)).size === 1;
}

const isFile = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && typeof (value as { path?: unknown }).path === 'string';

function cloned(value: unknown): Uint8Array {
  try {
    return serialize(plainValue(value));
  } catch (cause) {
    throw new DaisyError('Input', {
      message: `This value cannot be kept: ${cause instanceof Error ? cause.message : String(cause)}.`,
      action: 'Keep arrays, tables, numbers, words, and lists and groups of them.',
      cause,
    });
  }
}
