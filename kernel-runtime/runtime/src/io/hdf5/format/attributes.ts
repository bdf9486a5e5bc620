import { sizeOf } from '@daisy-lab/core';
import { widenHalf } from '../chunks/half-precision.js';
import { btree2Records } from './btree2.js';
import { Cursor, nowhere } from './cursor.js';
import { parseDatatype } from './datatype.js';
import { parseDataspace } from './dataset-messages.js';
import { NotReadHere } from './file-faults.js';
import { FractalHeap } from './fractal-heap.js';
import { globalHeapObject } from './global-heap.js';
import { messageType, type FormatFile, type Message } from './object-header.js';

type Value = string | number | readonly string[] | readonly number[];

const textClass = 3;
const variableClass = 9;
const nameRecords = 8;

/**
 * Attributes that are text or numbers, by name; others are left out.
 * @throws NotReadHere for attributes that are kept in a way that is not read here.
 */
export function readAttributes(file: FormatFile, messages: readonly Message[]): Readonly<Record<string, Value>> {
  const found: Record<string, Value> = {};
  const add = (body: Uint8Array): void => {
    const attribute = parseAttribute(file, body);
    if (attribute.value !== null) found[attribute.name] = attribute.value;
  };
  for (const { type, body } of messages) {
    if (type === messageType.attribute) add(body);
    else if (type === messageType.attributeInfo) eachDense(file, new Cursor(body, file.sizes), add);
  }
  return found;
}

/** Many or large attributes lie in a heap. */
function eachDense(file: FormatFile, cursor: Cursor, add: (body: Uint8Array) => void): void {
  if (cursor.skip(1).u8() & 1) cursor.skip(2);
  const heapAddress = cursor.address();
  const index = cursor.address();
  if (heapAddress === nowhere) return;
  const heap = new FractalHeap(file, heapAddress);
  for (const record of btree2Records(file, index, nameRecords)) {
    if (record[8]! & 2) throw new NotReadHere('an attribute in the heap of shared messages');
    add(heap.object(record.subarray(0, 8)));
  }
}

function parseAttribute(file: FormatFile, body: Uint8Array): { name: string; value: Value | null } {
  const cursor = new Cursor(body, file.sizes);
  const version = cursor.u8();
  const flags = cursor.u8();
  if (version < 1 || version > 3 || (version > 1 && flags & 3)) throw new NotReadHere('an attribute of a named type');
  const sizes = [cursor.u16(), cursor.u16(), cursor.u16()];
  if (version === 3) cursor.skip(1);
  const padded = (bytes: number): number => (version === 1 ? Math.ceil(bytes / 8) * 8 : bytes);
  const [nameBytes, typeBytes, spaceBytes] = sizes.map(padded) as [number, number, number];
  const name = cursor.text(nameBytes).replace(/\0.*$/s, '');
  const typeBody = cursor.take(typeBytes);
  const space = parseDataspace(cursor.take(spaceBytes), file.sizes);
  const count = space.empty ? 0 : sizeOf(space.shape);
  const values = count === 0 ? null : valuesOf(file, typeBody, cursor, count);
  if (!values) return { name, value: null };
  return { name, value: space.shape.length === 0 ? values[0]! : (values as Value) };
}

function valuesOf(
  file: FormatFile,
  typeBody: Uint8Array,
  cursor: Cursor,
  count: number,
): readonly string[] | readonly number[] | null {
  const type = parseDatatype(typeBody, file.sizes);
  if (count * type.bytes > cursor.left) return null;
  const each = <T>(read: (bytes: Uint8Array) => T): T[] =>
    Array.from({ length: count }, () => read(cursor.take(type.bytes)));
  if (type.classNumber === textClass) return each(bytes => fixedText(bytes, typeBody[1]! & 15));
  if (type.classNumber === variableClass && (typeBody[1]! & 15) === 1) return each(bytes => variableText(file, bytes));
  if (!type.dtype || type.odd) return null;
  return each(bytes => number(type.bigEndian ? bytes.slice().reverse() : bytes, type.half ? 'half' : type.dtype!));
}

/** Text that ends with a zero byte or is filled up with zero bytes or with spaces (2). */
function fixedText(bytes: Uint8Array, padding: number): string {
  const text = new TextDecoder().decode(bytes).replace(/\0.*$/s, '');
  return padding === 2 ? text.replace(/ +$/, '') : text;
}

function variableText(file: FormatFile, bytes: Uint8Array): string {
  const cursor = new Cursor(bytes, file.sizes);
  const length = cursor.u32();
  const heap = cursor.address();
  if (length === 0 || heap === nowhere || heap === file.sizes.base) return '';
  return new TextDecoder().decode(globalHeapObject(file, heap, cursor.u32()).subarray(0, length)).replace(/\0.*$/s, '');
}

function number(bytes: Uint8Array, dtype: string): number {
  const own = dtype === 'half' ? widenHalf(bytes) : bytes;
  const view = new DataView(own.buffer, own.byteOffset, own.byteLength);
  switch (dtype) {
    case 'int8':
      return view.getInt8(0);
    case 'uint8':
      return view.getUint8(0);
    case 'int16':
      return view.getInt16(0, true);
    case 'uint16':
      return view.getUint16(0, true);
    case 'int32':
      return view.getInt32(0, true);
    case 'uint32':
      return view.getUint32(0, true);
    case 'int64':
      return Number(view.getBigInt64(0, true));
    case 'uint64':
      return Number(view.getBigUint64(0, true));
    case 'float64':
      return view.getFloat64(0, true);
    default:
      return view.getFloat32(0, true);
  }
}
