import type { Dtype } from '@daisy-lab/core';
import { dtypeFor, floatFormat, integerFormat, oddness, type NumberFormat } from '../values/number-format.js';
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
  /** Why the values are no ordinary numbers of a computer, though they are numbers; null otherwise. */
  readonly odd: string | null;
  /** Of numbers. */
  readonly format?: NumberFormat;
}

/** Numbers of the classes of types. */
export const typeClass = {
  ...{ integer: 0, float: 1, time: 2, text: 3, bits: 4, opaque: 5, compound: 6 },
  ...{ reference: 7, enum: 8, variable: 9, array: 10, complex: 11 },
} as const;

export function parseDatatype(body: Uint8Array, sizes: FieldSizes): StoredType {
  return parse(new Cursor(body, sizes), 0);
}

function parse(cursor: Cursor, depth: number): StoredType {
  const { classNumber, bits, bytes } = typeHead(cursor);
  const type = { dtype: null, bytes, bigEndian: (bits & 1) !== 0, half: false, classNumber, odd: null };
  if (classNumber === typeClass.integer)
    return { ...type, ...facts(integerFormat(cursor, bits, bytes, (bits & 8) !== 0)) };
  if (classNumber === typeClass.float) return { ...type, ...facts(floatFormat(cursor, bits, bytes)) };
  if (classNumber === typeClass.enum && depth === 0) return { ...parse(cursor, 1), classNumber };
  return classNumber === typeClass.variable && (bits & 15) === 1 ? { ...type, anyLength: true } : type;
}

/** What every type begins with: its class, the version of its description, bits that belong to the class, bytes of an element. */
export function typeHead(cursor: Cursor): { classNumber: number; version: number; bits: number; bytes: number } {
  const first = cursor.u8();
  const bits = cursor.uint(3);
  const bytes = cursor.u32();
  if (bytes === 0) throw new DamagedFile('an element of no bytes');
  return { classNumber: first & 15, version: first >> 4, bits, bytes };
}

function facts(format: NumberFormat): Pick<StoredType, 'dtype' | 'half' | 'odd' | 'format'> {
  const odd = oddness(format);
  return { dtype: dtypeFor(format), half: format.kind === 'float' && format.bytes === 2 && !odd, odd, format };
}
