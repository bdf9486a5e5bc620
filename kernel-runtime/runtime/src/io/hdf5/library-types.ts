import type { DataAttribute, DataItem, DataType } from '@daisy-lab/core';
import type { Attribute, Metadata } from './h5wasm.js';

/** Numbers of the classes in the library. */
const classes = [
  'integer',
  'float',
  'time',
  'text',
  'bits',
  'opaque',
  'compound',
  'reference',
  'enum',
  'list',
  'array',
];
const utf8 = 1;

/** The type of a dataset, attribute or member of a compound, as the library tells it. */
export function dataTypeOf(metadata: Metadata): DataType {
  const { signed, size: bytes, littleEndian, enum_type, compound_type, array_type, vlen_type } = metadata;
  switch (classes[metadata.type]) {
    case 'integer':
      return { class: 'integer', signed, bytes, littleEndian };
    case 'float':
      return { class: 'float', bytes, littleEndian };
    case 'text':
      return { class: 'text', utf8: metadata.cset === utf8, bytes: metadata.vlen ? null : bytes };
    case 'enum':
      return {
        class: 'enum',
        base: { class: 'integer', signed, bytes, littleEndian },
        names: { ...enum_type?.members },
      };
    case 'compound': {
      const members = compound_type?.members ?? [];
      return { class: 'compound', fields: members.map(member => ({ name: member.name, type: dataTypeOf(member) })) };
    }
    case 'array':
      return { class: 'array', base: baseOf(array_type), shape: array_type?.shape ?? [] };
    case 'list':
      return { class: 'list', base: baseOf(vlen_type) };
    case 'reference':
    case 'opaque':
    case 'time':
    case 'bits':
      return { class: classes[metadata.type] as 'reference' | 'opaque' | 'time' | 'bits' };
    default:
      return { class: 'unknown' };
  }
}

const baseOf = (metadata: Metadata | undefined): DataType => (metadata ? dataTypeOf(metadata) : { class: 'unknown' });

/** A value of the library as JSON. */
export function itemOf(value: unknown): DataItem {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.map(itemOf);
  if (ArrayBuffer.isView(value)) return Array.from(value as Uint8Array, itemOf);
  return null;
}

/** An attribute with its type; its value is null when the library does not read it. */
export function attributeOf(name: string, attribute: Attribute): DataAttribute {
  const { metadata, shape } = attribute;
  return { name, type: dataTypeOf(metadata), shape: metadata.shape === null ? null : shape, value: valueOf(attribute) };
}

function valueOf(attribute: Attribute): DataItem {
  try {
    return itemOf(attribute.value);
  } catch {
    return null;
  }
}
