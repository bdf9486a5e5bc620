import type { DataItem, Dtype, TypedArray } from '@daisy-lab/core';
import type { Dataset, File, Library } from './h5wasm.js';

/** A file as the general library sees it, opened when it is first needed. */
export class LibraryFile {
  readonly #library: Library;
  readonly #path: string;
  #file: File | undefined;

  constructor(library: Library, path: string) {
    this.#library = library;
    this.#path = path;
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

/** A value of the library as JSON. */
function itemOf(value: unknown): DataItem {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return isList(value) ? Array.from(value, itemOf) : null;
}
