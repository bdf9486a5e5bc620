import type { Dtype } from '@daisy-lab/core';
import type { StoredType } from './format/datatype.js';

const classNames = [
  'integer',
  'float',
  'time',
  'text',
  'bit field',
  'opaque',
  'compound',
  'reference',
  'enum',
  'variable length',
  'array',
  'complex',
];

/** Name of the stored type, for people. */
export function typeNameOf({ dtype, half, classNumber, anyLength }: StoredType): string {
  if (half) return 'float16';
  if (anyLength) return 'text';
  return dtype ?? classNames[classNumber] ?? 'unknown';
}

/** The library's name of each dtype, little endian. */
export const storedType: Readonly<Record<Dtype, string>> = {
  int8: '<b',
  uint8: '<B',
  int16: '<h',
  uint16: '<H',
  int32: '<i',
  uint32: '<I',
  int64: '<q',
  uint64: '<Q',
  float32: '<f',
  float64: '<d',
};
