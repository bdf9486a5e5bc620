import type { DataAttribute, DataItem, DataType } from '@daisy-lab/core';
import type { StoredAttribute } from '../format/attributes.js';
import { reference, type Value } from './value-form.js';

/** A value as text for people; compounds are `{name: value}`. */
export function valueText(value: Value, type: DataType): string {
  if (typeof value === 'string') return value;
  if (value === reference) return 'reference';
  if (!Array.isArray(value)) return String(value);
  const parts = value as readonly Value[];
  if (type.class === 'compound') {
    const { fields } = type;
    return `{${parts.map((part, at) => `${fields[at]!.name}: ${valueText(part, fields[at]!.type)}`).join(', ')}}`;
  }
  const base = type.class === 'array' || type.class === 'list' ? type.base : type;
  return `[${parts.map(part => valueText(part, base)).join(', ')}]`;
}

/** A value as JSON: what is no finite number is null. */
export function valueItem(value: Value): DataItem {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return value === reference ? null : (value as readonly Value[]).map(valueItem);
}

/** An attribute as it goes to a viewer: several values are a list in C order. */
export function dataAttribute({ name, type, shape, values }: StoredAttribute): DataAttribute {
  const value =
    values === null || shape === null ? null : shape.length === 0 ? valueItem(values[0]!) : values.map(valueItem);
  return { name, type, shape, value };
}
