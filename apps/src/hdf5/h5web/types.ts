import { DTypeClass, EntityKind, ShapeClass } from '@h5web/app';
import type { Attribute, ChildEntity, DType, GroupWithChildren, NumericType, ProvidedEntity, Shape } from '@h5web/app';
import type { DataAttribute, DataEntity, DataType } from '@daisy-lab/core';

/** An object of a file as h5web describes it. */
export function providedEntity(entity: DataEntity): ProvidedEntity {
  const provided = childEntity(entity);
  if (provided.kind !== EntityKind.Group) return provided;
  return { ...provided, children: (entity.children ?? []).map(childEntity) } as GroupWithChildren;
}

function childEntity(entity: DataEntity): ChildEntity {
  const { path, name, target } = entity;
  const link = target === undefined ? {} : { link: linkTo(target) };
  const base = { path, name, attributes: entity.attributes.map(providedAttribute), ...link };
  if (entity.kind === 'group') return { ...base, kind: EntityKind.Group };
  if (entity.kind === 'link' || !entity.type) return { ...base, kind: EntityKind.Unresolved };
  return {
    ...base,
    kind: EntityKind.Dataset,
    shape: providedShape(entity.shape ?? null),
    type: providedType(entity.type),
    ...(entity.chunks ? { chunks: [...entity.chunks] } : {}),
    ...(entity.filters ? { filters: entity.filters.map((filter, id) => ({ id, name: filter })) } : {}),
  };
}

function linkTo(target: string): { class: 'Soft' } | { class: 'External'; file: string; path: string } {
  const [file = '', path] = target.split('::');
  return path === undefined ? { class: 'Soft' } : { class: 'External', file, path };
}

const providedAttribute = ({ name, shape, type }: DataAttribute): Attribute => ({
  name,
  shape: providedShape(shape),
  type: providedType(type),
});

function providedShape(shape: readonly number[] | null): Shape {
  if (shape === null) return { class: ShapeClass.Null };
  return shape.length === 0 ? { class: ShapeClass.Scalar, dims: [] } : { class: ShapeClass.Array, dims: [...shape] };
}

/** A type as h5web names it. Flags are integers with the names FALSE and TRUE, complex numbers compounds of r and i, as h5py writes them. */
export function providedType(type: DataType): DType {
  switch (type.class) {
    case 'integer':
    case 'float':
      return numericType(type);
    case 'text': {
      const charSet = type.utf8 ? 'UTF-8' : 'ASCII';
      const length = type.bytes === null ? {} : { length: type.bytes };
      return { class: DTypeClass.String, charSet, strPad: 'null-terminated', ...length };
    }
    case 'enum': {
      const base = numericType(type.base);
      const { FALSE, TRUE } = type.names;
      if (FALSE === 0 && TRUE === 1 && Object.keys(type.names).length === 2) return { class: DTypeClass.Bool, base };
      const mapping = Object.fromEntries(Object.entries(type.names).map(([name, value]) => [value, name]));
      return { class: DTypeClass.Enum, base, mapping };
    }
    case 'compound': {
      const [re, im] = type.fields;
      if (isComplex(type)) {
        return { class: DTypeClass.Complex, realType: numericType(re!.type), imagType: numericType(im!.type) };
      }
      const fields = type.fields.map(({ name, type: field }) => [name, providedType(field)] as const);
      return { class: DTypeClass.Compound, fields: new Map(fields) };
    }
    case 'array':
      return { class: DTypeClass.Array, base: providedType(type.base), dims: [...type.shape] };
    case 'list':
      return { class: DTypeClass.VLen, base: providedType(type.base) };
    case 'reference':
      return { class: DTypeClass.Reference };
    case 'opaque':
      return { class: DTypeClass.Opaque, tag: '' };
    case 'time':
      return { class: DTypeClass.Time };
    case 'bits':
      return { class: DTypeClass.Bitfield, endianness: undefined };
    case 'unknown':
      return { class: DTypeClass.Unknown };
  }
}

function numericType(type: DataType): NumericType {
  if (type.class !== 'integer' && type.class !== 'float') {
    return { class: DTypeClass.Integer, signed: true, size: 32, endianness: undefined };
  }
  const common = { size: 8 * type.bytes, endianness: type.littleEndian ? 'little-endian' : 'big-endian' } as const;
  if (type.class === 'float') return { class: DTypeClass.Float, ...common };
  return { class: DTypeClass.Integer, signed: type.signed, ...common };
}

/** Complex numbers as h5py writes them. */
function isComplex(type: DataType): boolean {
  if (type.class !== 'compound' || type.fields.length !== 2) return false;
  const [re, im] = type.fields;
  return re!.name === 'r' && im!.name === 'i' && re!.type.class === 'float' && im!.type.class === 'float';
}
