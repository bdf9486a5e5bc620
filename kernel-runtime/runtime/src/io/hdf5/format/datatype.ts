import type { Dtype } from '@daisy-lab/core';
import { Cursor, type FieldSizes } from './cursor.js';
import { DamagedFile } from './file-faults.js';

/** How an element is stored. */
export interface StoredType {
  /** dtype of the values in memory; null for what is not plain numbers. */
  readonly dtype: Dtype | null;
  /** Bytes of a stored element. */
  readonly bytes: number;
  readonly bigEndian: boolean;
  /** Half precision, widened to float32. */
  readonly half: boolean;
  readonly classNumber: number;
  /** Text, each of a length of its own. */
  readonly anyLength?: boolean;
  /** Why the values are not read here, though they are numbers; null otherwise. */
  readonly odd: string | null;
}

const integerClass = 0;
const floatClass = 1;
const enumClass = 8;
const variableClass = 9;

/** Location and size of exponent and mantissa, and bias, of the IEEE formats by bytes. */
const ieee: Readonly<Record<number, readonly number[]>> = {
  2: [10, 5, 0, 10, 15],
  4: [23, 8, 0, 23, 127],
  8: [52, 11, 0, 52, 1023],
};

export function parseDatatype(body: Uint8Array, sizes: FieldSizes): StoredType {
  return parse(new Cursor(body, sizes), 0);
}

function parse(cursor: Cursor, depth: number): StoredType {
  const classNumber = cursor.u8() & 15;
  const bits = cursor.uint(3);
  const bytes = cursor.u32();
  if (bytes === 0) throw new DamagedFile('an element of no bytes');
  const type = { dtype: null, bytes, bigEndian: (bits & 1) !== 0, half: false, classNumber, odd: null };
  if (classNumber === integerClass) return { ...type, ...integer(cursor, bits, bytes) };
  if (classNumber === floatClass) return { ...type, ...float(cursor, bits, bytes) };
  if (classNumber === enumClass && depth === 0) return { ...parse(cursor, 1), classNumber };
  return classNumber === variableClass && (bits & 15) === 1 ? { ...type, anyLength: true } : type;
}

function integer(cursor: Cursor, bits: number, bytes: number): Pick<StoredType, 'dtype' | 'odd'> {
  if (bytes !== 1 && bytes !== 2 && bytes !== 4 && bytes !== 8) return { dtype: null, odd: null };
  const offset = cursor.u16();
  const precision = cursor.u16();
  const width = (bytes * 8) as 8 | 16 | 32 | 64;
  const whole = offset === 0 && precision === width;
  return { dtype: `${bits & 8 ? 'int' : 'uint'}${width}`, odd: whole ? null : `integers of ${precision} bits` };
}

function float(cursor: Cursor, bits: number, bytes: number): Pick<StoredType, 'dtype' | 'half' | 'odd'> {
  const expected = ieee[bytes];
  if (!expected) return { dtype: null, half: false, odd: null };
  const offset = cursor.u16();
  const precision = cursor.u16();
  const found = [cursor.u8(), cursor.u8(), cursor.u8(), cursor.u8(), cursor.u32()];
  const plain = offset === 0 && precision === bytes * 8 && (bits & 0x40) === 0 && ((bits >> 4) & 3) === 2;
  const odd = plain && found.every((value, index) => value === expected[index]) ? null : 'a float that is not IEEE 754';
  return { dtype: bytes === 8 ? 'float64' : 'float32', half: bytes === 2, odd };
}
