import type { Dtype } from '@daisy-lab/core';
import type { Metadata } from './h5wasm.js';

const integerClass = 0;
const floatClass = 1;
const enumClass = 8;

/** The dtype of plain numbers; null for text, compounds and everything else. */
export function dtypeOfMetadata(metadata: Metadata): Dtype | null {
  const bits = metadata.size * 8;
  if (metadata.type === floatClass) return bits === 32 || bits === 64 ? `float${bits}` : null;
  if (metadata.type !== integerClass && metadata.type !== enumClass) return null;
  if (bits !== 8 && bits !== 16 && bits !== 32 && bits !== 64) return null;
  const signed = metadata.enum_type ? true : metadata.signed;
  return signed ? `int${bits}` : `uint${bits}`;
}

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
];

/** Name of the stored type, for people. */
export function typeNameOf(metadata: Metadata): string {
  return dtypeOfMetadata(metadata) ?? classNames[metadata.type] ?? 'unknown';
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
