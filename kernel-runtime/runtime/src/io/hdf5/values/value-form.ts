import { sizeOf } from '@daisy-lab/core';
import type { DataType } from '@daisy-lab/core';
import { Cursor, nowhere } from '../format/cursor.js';
import { typeClass, typeHead } from '../format/datatype.js';
import { DamagedFile, NotReadHere } from '../format/file-faults.js';
import { globalHeapObject } from '../format/global-heap.js';
import type { FormatFile } from '../format/object-header.js';
import { floatFormat, integerFormat, numberOf, type NumberFormat } from './number-format.js';
import { textOf } from './stored-text.js';

/** Stands for a reference to an object or region. */
export const reference = Symbol('reference');

/** A value of any type: compounds are lists in the order of their fields, complex numbers are their two parts. */
export type Value = string | number | bigint | typeof reference | readonly Value[];

/** How values of a type are described and read. */
export interface ValueForm {
  readonly type: DataType;
  /** Bytes of a stored element. */
  readonly bytes: number;
  /** The value of the bytes of one element. */
  read(stored: Uint8Array): Value;
}

const deepest = 32;

/**
 * The form of any type of HDF5; `body` is its message.
 * @throws DamagedFile, NotReadHere
 */
export function valueForm(file: FormatFile, body: Uint8Array): ValueForm {
  return formOf(file, new Cursor(body, file.sizes), 0);
}

type Head = ReturnType<typeof typeHead>;
type Parse = (file: FormatFile, cursor: Cursor, head: Head, depth: number) => ValueForm;

function formOf(file: FormatFile, cursor: Cursor, depth: number): ValueForm {
  if (depth > deepest) throw new DamagedFile(`a type of more than ${deepest} levels`);
  const head = typeHead(cursor);
  const parse = parsers[head.classNumber];
  if (!parse) throw new NotReadHere(`a type of class ${head.classNumber}`);
  return parse(file, cursor, head, depth + 1);
}

const parsers: Readonly<Record<number, Parse>> = {
  [typeClass.integer]: (_, cursor, { bits, bytes }) => {
    const signed = (bits & 8) !== 0;
    const form = numbers(integerFormat(cursor, bits, bytes, signed));
    return { ...form, type: { class: 'integer', signed, bytes, littleEndian: (bits & 1) === 0 } };
  },
  [typeClass.float]: (_, cursor, { bits, bytes }) => {
    const form = numbers(floatFormat(cursor, bits, bytes));
    return { ...form, type: { class: 'float', bytes, littleEndian: (bits & 1) === 0 } };
  },
  [typeClass.time]: (_, cursor, { bits, bytes }) => {
    const order = bits & 1 ? 'big' : 'little';
    return numbers({ kind: 'integer', bytes, order, offset: 0, precision: cursor.u16(), signed: true }, 'time');
  },
  [typeClass.bits]: (_, cursor, { bits, bytes }) => numbers(integerFormat(cursor, bits, bytes, false), 'bits'),
  [typeClass.text]: (_, __, { bits, bytes }) => ({
    ...{ bytes, type: { class: 'text', utf8: ((bits >> 4) & 15) === 1, bytes } },
    read: stored => textOf(stored, bits & 15),
  }),
  [typeClass.opaque]: (_, cursor, { bits, bytes }) => {
    cursor.skip(Math.min(cursor.left, bits & 255));
    return { bytes, type: { class: 'opaque' }, read: stored => [...stored] };
  },
  [typeClass.reference]: (_, __, { bytes }) => ({ bytes, type: { class: 'reference' }, read: () => reference }),
  [typeClass.complex]: (file, cursor, { bytes }, depth) => {
    const base = formOf(file, cursor, depth);
    const read = (stored: Uint8Array): Value => elements(base, stored, 2);
    return { bytes, type: { class: 'compound', fields: ['r', 'i'].map(name => ({ name, type: base.type })) }, read };
  },
  [typeClass.compound]: compound,
  [typeClass.enum]: named,
  [typeClass.variable]: variable,
  [typeClass.array]: array,
};

function numbers(format: NumberFormat, kind: 'time' | 'bits' | 'unknown' = 'unknown'): ValueForm {
  return { bytes: format.bytes, type: { class: kind }, read: stored => numberOf(format, stored) };
}

function compound(file: FormatFile, cursor: Cursor, { bits, version, bytes }: Head, depth: number): ValueForm {
  const offsetBytes = version < 3 ? 4 : Math.floor(Math.log2(bytes) / 8) + 1;
  const fields = Array.from({ length: bits & 0xffff }, () => {
    const name = memberName(cursor, version);
    const at = cursor.uint(offsetBytes);
    const shape = version === 1 ? oldAxes(cursor) : [];
    const own = formOf(file, cursor, depth);
    const form = shape.length > 0 ? repeated(own, shape, own.bytes * sizeOf(shape)) : own;
    if (at + form.bytes > bytes) throw new DamagedFile('a field lies outside of its compound');
    return { name, at, form };
  });
  return {
    bytes,
    type: { class: 'compound', fields: fields.map(({ name, form }) => ({ name, type: form.type })) },
    read: stored => fields.map(({ at, form }) => form.read(stored.subarray(at, at + form.bytes))),
  };
}

/** Fields of the first version have axes of their own. */
function oldAxes(cursor: Cursor): readonly number[] {
  const count = cursor.u8();
  const lengths = Array.from({ length: 4 }, (_, axis) => (axis === 0 ? cursor.skip(11) : cursor).u32());
  if (count > lengths.length) throw new DamagedFile(`a field of ${count} axes`);
  return lengths.slice(0, count);
}

/** Names end with a zero byte, in old versions filled up to eight bytes. */
function memberName(cursor: Cursor, version: number): string {
  const start = cursor.at;
  const name = cursor.zeroEnded();
  if (version < 3) cursor.skip(Math.min(cursor.left, -(cursor.at - start) & 7));
  return name;
}

function named(file: FormatFile, cursor: Cursor, { bits, version }: Head, depth: number): ValueForm {
  const base = formOf(file, cursor, depth);
  const names = Array.from({ length: bits & 0xffff }, () => memberName(cursor, version));
  const entries = names.map(name => [name, Number(base.read(cursor.take(base.bytes)))] as const);
  return { ...base, type: { class: 'enum', base: base.type, names: Object.fromEntries(entries) } };
}

/** Text or lists of any length, whose values lie in a heap. */
function variable(file: FormatFile, cursor: Cursor, { bits, bytes }: Head, depth: number): ValueForm {
  const base = formOf(file, cursor, depth);
  if ((bits & 15) === 1) {
    const utf8 = ((bits >> 8) & 15) === 1;
    const read = (stored: Uint8Array): Value => textOf(inHeap(file, stored, 1), 0);
    return { bytes, type: { class: 'text', utf8, bytes: null }, read };
  }
  const read = (stored: Uint8Array): Value => {
    const held = inHeap(file, stored, base.bytes);
    return elements(base, held, Math.floor(held.length / base.bytes));
  };
  return { bytes, type: { class: 'list', base: base.type }, read };
}

function inHeap(file: FormatFile, stored: Uint8Array, itemBytes: number): Uint8Array {
  const cursor = new Cursor(stored, file.sizes);
  const length = cursor.u32() * itemBytes;
  const heap = cursor.address();
  if (length === 0 || heap === nowhere || heap === file.sizes.base) return new Uint8Array(0);
  return globalHeapObject(file, heap, cursor.u32()).subarray(0, length);
}

function array(file: FormatFile, cursor: Cursor, { version, bytes }: Head, depth: number): ValueForm {
  const rank = cursor.u8();
  if (version < 3) cursor.skip(3);
  const shape = Array.from({ length: rank }, () => cursor.u32());
  if (version < 3) cursor.skip(4 * rank);
  return repeated(formOf(file, cursor, depth), shape, bytes);
}

function repeated(base: ValueForm, shape: readonly number[], bytes: number): ValueForm {
  const count = sizeOf(shape);
  if (count * base.bytes > bytes) throw new DamagedFile('an array is larger than its element');
  const read = (stored: Uint8Array): Value => folded(elements(base, stored, count), shape);
  return { bytes, type: { class: 'array', base: base.type, shape }, read };
}

/** Single values that an element of a type has at least. */
export function valuesPerElement(type: DataType): number {
  if (type.class === 'array') return sizeOf(type.shape) * valuesPerElement(type.base);
  return type.class === 'compound' ? type.fields.reduce((sum, field) => sum + valuesPerElement(field.type), 0) : 1;
}

/** A number of elements that lie one after the other. */
export function elements(form: ValueForm, stored: Uint8Array, count: number): readonly Value[] {
  return Array.from({ length: count }, (_, index) =>
    form.read(stored.subarray(index * form.bytes, (index + 1) * form.bytes)),
  );
}

/** Values in C order as lists of lists. */
function folded(values: readonly Value[], shape: readonly number[]): readonly Value[] {
  const [first, ...rest] = shape;
  if (first === undefined || rest.length === 0) return values;
  const each = sizeOf(rest);
  return Array.from({ length: first }, (_, index) => folded(values.slice(index * each, (index + 1) * each), rest));
}
