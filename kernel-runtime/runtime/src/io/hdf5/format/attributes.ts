import { sizeOf } from '@daisy-lab/core';
import type { DataType } from '@daisy-lab/core';
import { elements, valueForm, type Value } from '../values/value-form.js';
import { btree2Records } from './btree2.js';
import { Cursor, nowhere } from './cursor.js';
import { parseDataspace } from './dataset-messages.js';
import { NotReadHere } from './file-faults.js';
import { FractalHeap } from './fractal-heap.js';
import { messageType, readSharedMessage, type FormatFile, type Message } from './object-header.js';

type PlainValue = string | number | readonly string[] | readonly number[];

/** An attribute of any type. */
export interface StoredAttribute {
  readonly name: string;
  readonly type: DataType;
  /** Empty for a single value; null when there is none. */
  readonly shape: readonly number[] | null;
  /** In C order; null when they cannot be read. */
  readonly values: readonly Value[] | null;
}

const nameRecords = 8;

/**
 * Attributes that are text or numbers, by name; others are left out.
 * @throws NotReadHere for attributes that are kept in a way that is not read here.
 */
export function readAttributes(file: FormatFile, messages: readonly Message[]): Readonly<Record<string, PlainValue>> {
  const plain = storedAttributes(file, messages).map(attribute => [attribute.name, plainValue(attribute)] as const);
  return Object.fromEntries(plain.filter((entry): entry is [string, PlainValue] => entry[1] !== null));
}

/** All attributes of an object. */
export function storedAttributes(file: FormatFile, messages: readonly Message[]): readonly StoredAttribute[] {
  const bodies = messages.flatMap(({ type, body }) => {
    if (type === messageType.attribute) return [body];
    return type === messageType.attributeInfo ? [...denseBodies(file, new Cursor(body, file.sizes))] : [];
  });
  return bodies.flatMap(body => {
    try {
      return [parseAttribute(file, body)];
    } catch {
      return []; // a damaged attribute is no reason to hide the others
    }
  });
}

/** Many or large attributes lie in a heap. */
function* denseBodies(file: FormatFile, cursor: Cursor): Generator<Uint8Array> {
  if (cursor.skip(1).u8() & 1) cursor.skip(2);
  const heapAddress = cursor.address();
  const index = cursor.address();
  if (heapAddress === nowhere) return;
  const heap = new FractalHeap(file, heapAddress);
  for (const record of btree2Records(file, index, nameRecords)) {
    const id = record.subarray(0, 8);
    yield record[8]! & 2 ? file.sharedHeap(messageType.attribute).object(id) : heap.object(id);
  }
}

function parseAttribute(file: FormatFile, body: Uint8Array): StoredAttribute {
  const cursor = new Cursor(body, file.sizes);
  const version = cursor.u8();
  const flags = version === 1 ? cursor.u8() & 0 : cursor.u8();
  if (version < 1 || version > 3) throw new NotReadHere(`an attribute of version ${version}`);
  const sizes = [cursor.u16(), cursor.u16(), cursor.u16()];
  if (version === 3) cursor.skip(1);
  const padded = (bytes: number): number => (version === 1 ? Math.ceil(bytes / 8) * 8 : bytes);
  const [nameBytes, typeBytes, spaceBytes] = sizes.map(padded) as [number, number, number];
  const name = cursor.text(nameBytes).replace(/\0.*$/s, '');
  const part = (type: number, bytes: number, shared: number): Uint8Array =>
    shared ? readSharedMessage(file, type, cursor.take(bytes)).body : cursor.take(bytes);
  const typeBody = part(messageType.datatype, typeBytes, flags & 1);
  const space = parseDataspace(part(messageType.dataspace, spaceBytes, flags & 2), file.sizes);
  return { name, shape: space.empty ? null : space.shape, ...valuesOf(file, typeBody, cursor, space) };
}

function valuesOf(
  file: FormatFile,
  typeBody: Uint8Array,
  cursor: Cursor,
  { empty, shape }: { readonly empty: boolean; readonly shape: readonly number[] },
): Pick<StoredAttribute, 'type' | 'values'> {
  try {
    const form = valueForm(file, typeBody);
    const count = empty ? 0 : sizeOf(shape);
    const whole = count * form.bytes <= cursor.left;
    return { type: form.type, values: whole ? elements(form, cursor.take(count * form.bytes), count) : null };
  } catch {
    return { type: { class: 'unknown' }, values: null }; // a damaged value is no reason to hide the others
  }
}

/** The value of an attribute of text or numbers, with all of its axes in one; null for others and where there is none. */
function plainValue({ type, shape, values }: StoredAttribute): PlainValue | null {
  if (!values || values.length === 0 || type.class === 'opaque' || type.class === 'compound') return null;
  const single = shape?.length === 0;
  if (type.class === 'list' && !single) return null;
  const plain = values.flatMap(leaves) as string[] | number[];
  if (!plain.every(value => typeof value !== 'symbol' && typeof value === typeof plain[0])) return null;
  return single && type.class !== 'array' && type.class !== 'list' ? plain[0]! : plain;
}

/** The single values of a value. */
function leaves(value: Value): readonly (string | number | symbol)[] {
  if (Array.isArray(value)) return (value as readonly Value[]).flatMap(leaves);
  return [typeof value === 'bigint' ? Number(value) : (value as string | number | symbol)];
}
