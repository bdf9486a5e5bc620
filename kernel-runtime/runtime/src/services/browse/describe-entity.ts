import { itemSize, type DataAttribute, type DataEntity, type DataType, type Dtype } from '@daisy-lab/core';
import type { Attributes, AttributeValue } from '../../io/attributes.js';
import type { DatasetInfo, DataSource } from '../../io/data-source.js';
import { describeObject, mostAttributes, splitPath } from './describe-object.js';
import { membersOf } from './members.js';

const mostChildren = 2000;

/**
 * One object with the types of its values and attributes, and its members.
 * @throws DaisyError `File` when the file holds no such object.
 */
export function describeEntity(source: DataSource, path: string): DataEntity {
  const { kind, typeName } = describeObject(source, path);
  if (kind !== 'group') return entityAt(source, path, kind === 'link' ? typeName : undefined);
  const { names, entry } = membersOf(source, path);
  const children = names.slice(0, mostChildren).map(name => {
    const { path: child, target } = entry(name);
    return entityAt(source, child, target);
  });
  const members = names.length > mostChildren ? { members: names.length } : {};
  return { ...entityAt(source, path), children, ...members };
}

/** An object without its members; one that is not there, or cannot be read, is a link. */
function entityAt(source: DataSource, path: string, target?: string): DataEntity {
  const name = path === '/' ? '' : splitPath(path)[1];
  const base = { path, name, ...(target === undefined ? {} : { target }) };
  try {
    const info = source.describe(path);
    const typed = source.typed?.(path);
    const all = typed?.attributes ?? typedAttributes(source.attributes(path));
    const attributes = all.slice(0, mostAttributes);
    if (!info) return { ...base, kind: 'group', attributes };
    return { ...base, kind: 'dataset', attributes, ...(typed?.values ?? plainValues(info)), ...storedAs(info) };
  } catch {
    return { ...base, kind: 'link', attributes: [] };
  }
}

function plainValues({ shape, dtype }: DatasetInfo): Pick<DataEntity, 'type' | 'shape'> {
  return { type: dtype ? numberType(dtype) : { class: 'text', utf8: true, bytes: null }, shape };
}

function storedAs({ storage }: DatasetInfo): Pick<DataEntity, 'chunks' | 'filters'> {
  const { chunks = null, filters = [] } = storage ?? {};
  return { ...(chunks ? { chunks } : {}), ...(filters.length > 0 ? { filters } : {}) };
}

function numberType(dtype: Dtype): DataType {
  const bytes = itemSize(dtype);
  if (dtype.startsWith('float')) return { class: 'float', bytes, littleEndian: true };
  return { class: 'integer', signed: !dtype.startsWith('u'), bytes, littleEndian: true };
}

const typedAttributes = (attributes: Attributes): readonly DataAttribute[] =>
  Object.entries(attributes).map(([name, value]) => ({ name, ...typedValue(value) }));

function typedValue(value: AttributeValue): Omit<DataAttribute, 'name'> {
  const [first] = [value].flat();
  const type: DataType = typeof first === 'number' ? numberType('float64') : { class: 'text', utf8: true, bytes: null };
  return { type, shape: Array.isArray(value) ? [value.length] : [], value };
}
