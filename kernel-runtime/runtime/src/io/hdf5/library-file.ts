import type { DataAttribute, DataItem, Dtype, TypedArray } from '@daisy-lab/core';
import type { Attributes, AttributeValue } from '../attributes.js';
import type { TypedObject } from '../data-source.js';
import type { Attribute, Dataset, File, Library } from './h5wasm.js';
import { attributeOf, dataTypeOf, itemOf } from './library-types.js';

/** A file as the general library sees it, opened when it is first needed. */
export class LibraryFile {
  readonly #library: Library;
  readonly #path: string;
  #file: File | undefined;

  constructor(library: Library, path: string) {
    this.#library = library;
    this.#path = path;
  }

  attributes(path: string): Attributes {
    const entity = this.#open().get(path || '/');
    return entity instanceof this.#library.Group || entity instanceof this.#library.Dataset
      ? attributesOf(entity.attrs)
      : {};
  }

  /** The first value of a dataset, of any type that is text or a number. */
  scalar(path: string): unknown {
    const value: unknown = this.#dataset(path).value;
    return ArrayBuffer.isView(value) || Array.isArray(value) ? (value as unknown[])[0] : value;
  }

  /** Values of any type as text: compounds as {name: value}, references and bytes as the library gives them. */
  shown(path: string, ranges: readonly (readonly [number, number])[]): readonly string[] {
    const dataset = this.#dataset(path);
    const data: unknown =
      ranges.length === 0 ? dataset.value : dataset.slice(ranges.map(([first, end]) => [first, end]));
    const { compound_type: compound } = dataset.metadata;
    const names = compound?.members.map(({ name }) => name);
    // a scalar compound is one row, not a list of rows
    const cells = ranges.length === 0 && (names || !isList(data)) ? [data] : Array.from(data as ArrayLike<unknown>);
    return cells.map(cell => cellText(cell, names));
  }

  /** Type and shape of the values of a dataset; the shape is null where there are none. */
  values(path: string): NonNullable<TypedObject['values']> {
    const { metadata } = this.#dataset(path);
    return { type: dataTypeOf(metadata), shape: metadata.shape };
  }

  /** Attributes of a group or dataset, of any type. */
  typedAttributes(path: string): readonly DataAttribute[] {
    const entity = this.#open().get(path || '/');
    const known = entity instanceof this.#library.Group || entity instanceof this.#library.Dataset;
    return known ? Object.entries(entity.attrs).map(([name, attribute]) => attributeOf(name, attribute)) : [];
  }

  /** Values of any type as JSON; those of no axes are a single one. */
  items(path: string, ranges: readonly (readonly [number, number])[]): DataItem {
    const dataset = this.#dataset(path);
    return itemOf(ranges.length === 0 ? dataset.value : dataset.slice(ranges.map(([first, end]) => [first, end])));
  }

  slice(path: string, ranges: readonly (readonly [number, number])[], dtype: Dtype): TypedArray {
    const dataset = this.#dataset(path);
    const data = ranges.length === 0 ? dataset.value : dataset.slice(ranges.map(([first, end]) => [first, end]));
    if (ArrayBuffer.isView(data)) return data as TypedArray;
    return converted(Array.isArray(data) ? (data as number[]) : [Number(data)], dtype);
  }

  close(): void {
    this.#file?.close();
    this.#file = undefined;
  }

  #dataset(path: string): Dataset {
    const entity = this.#open().get(path);
    if (entity instanceof this.#library.Dataset) return entity;
    throw new Error('there is no such dataset');
  }

  #open(): File {
    this.#file ??= new this.#library.File(this.#path, 'r');
    return this.#file;
  }
}

const isList = (value: unknown): value is ArrayLike<unknown> => Array.isArray(value) || ArrayBuffer.isView(value);

/** A value as text for people; with `names` it is the row of a compound. */
function cellText(value: unknown, names?: readonly string[]): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  // the only objects that the library gives are references
  if (!isList(value)) return typeof value === 'object' ? 'reference' : String(value);
  const parts = Array.from(value, part => cellText(part));
  return names ? `{${parts.map((part, at) => `${names[at] ?? at}: ${part}`).join(', ')}}` : `[${parts.join(', ')}]`;
}

function converted(values: readonly number[], dtype: Dtype): TypedArray {
  if (dtype === 'int64') return BigInt64Array.from(values, value => BigInt(value));
  if (dtype === 'uint64') return BigUint64Array.from(values, value => BigInt(value));
  const types = { int8: Int8Array, uint8: Uint8Array, int16: Int16Array, uint16: Uint16Array } as const;
  const wide = { int32: Int32Array, uint32: Uint32Array, float32: Float32Array, float64: Float64Array } as const;
  return { ...types, ...wide }[dtype].from(values);
}

function attributesOf(attributes: Record<string, Attribute>): Attributes {
  const entries = Object.entries(attributes).flatMap(([name, attribute]) => {
    const value = attributeValue(attribute);
    return value === null ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

function attributeValue(attribute: Attribute): AttributeValue | null {
  try {
    const value: unknown = attribute.value;
    if (typeof value === 'string' || typeof value === 'number') return value;
    if (typeof value === 'bigint') return Number(value);
    if (!ArrayBuffer.isView(value) && !Array.isArray(value)) return null;
    const list = Array.from(value as ArrayLike<unknown>, item => (typeof item === 'bigint' ? Number(item) : item));
    return list.every(item => typeof item === 'string') || list.every(item => typeof item === 'number')
      ? (list as string[] | number[])
      : null;
  } catch {
    return null; // an attribute of a type that the library does not read is no reason to refuse the file
  }
}
