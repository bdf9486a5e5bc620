import { resolve } from 'node:path';
import { DaisyError, ndarray, type Dtype, type NdArray, type TreeNode, type TypedArray } from '@daisy-lab/core';
import type { Attributes, AttributeValue, DatasetInfo, DataSource, Selection } from '../data-source.js';
import { dtypeOfMetadata, typeNameOf } from './dtypes.js';
import { checkReadable, openingError, readingError } from './file-errors.js';
import {
  loadLibrary,
  type Attribute,
  type Dataset,
  type Entity,
  type File,
  type Group,
  type Library,
} from './h5wasm.js';

/**
 * Opens an HDF5 file for reading.
 * @throws DaisyError `File` when it is missing, truncated or not HDF5.
 */
export async function openHdf5(name: string): Promise<DataSource> {
  const path = resolve(name);
  checkReadable(path);
  const library = await loadLibrary();
  try {
    return new Hdf5Source(path, library, new library.File(path, 'r'));
  } catch (thrown) {
    throw openingError(path, thrown);
  }
}

/** Deeper nesting than this is a circle of links. */
const deepest = 32;

class Hdf5Source implements DataSource {
  readonly path: string;
  readonly #library: Library;
  #file: File | undefined;

  constructor(path: string, library: Library, file: File) {
    this.path = path;
    this.#library = library;
    this.#file = file;
  }

  tree(): readonly TreeNode[] {
    const nodes: TreeNode[] = [];
    this.#walk(this.#open(), '', nodes, 0);
    return nodes;
  }

  describe(path: string): DatasetInfo | null {
    const dataset = this.#dataset(path);
    if (!dataset) return null;
    const { metadata } = dataset;
    return {
      path,
      shape: metadata.shape ?? [],
      dtype: dtypeOfMetadata(metadata),
      typeName: typeNameOf(metadata),
      attributes: attributesOf(dataset.attrs),
    };
  }

  attributes(path: string): Attributes {
    const entity = this.#entity(path);
    return entity instanceof this.#library.Group || entity instanceof this.#library.Dataset
      ? attributesOf(entity.attrs)
      : {};
  }

  read(path: string, selection: Selection = [], into?: TypedArray): NdArray {
    const info = this.describe(path);
    const dataset = this.#dataset(path);
    if (!info || !dataset) throw readingError(this.path, path, new Error('there is no such dataset'));
    if (!info.dtype) {
      throw new DaisyError('File', {
        message: `${path} of ${this.path} holds ${info.typeName}, not numbers.`,
        dataset: path,
      });
    }
    const ranges = info.shape.map((length, axis) => bounds(length, selection[axis] ?? null));
    const shape = ranges.map(([first, end]) => end - first);
    const axes = shape.map((_, axis) => `axis${axis}`);
    const data = this.#slice(dataset, path, ranges, info.dtype);
    if (!into) return ndarray(data as Float32Array, shape, axes) as NdArray;
    (into as Float32Array).set(data as Float32Array);
    return ndarray(into.subarray(0, data.length) as Float32Array, shape, axes) as NdArray;
  }

  readScalar(path: string): string | number | null {
    try {
      const value: unknown = this.#dataset(path)?.value;
      const first: unknown = ArrayBuffer.isView(value) || Array.isArray(value) ? (value as unknown[])[0] : value;
      if (typeof first === 'bigint') return Number(first);
      return typeof first === 'string' || typeof first === 'number' ? first : null;
    } catch {
      return null;
    }
  }

  close(): void {
    this.#file?.close();
    this.#file = undefined;
  }

  #open(): File {
    if (!this.#file) throw new DaisyError('Internal', { message: `${this.path} has been closed already.` });
    return this.#file;
  }

  #slice(dataset: Dataset, path: string, ranges: readonly (readonly [number, number])[], dtype: Dtype): TypedArray {
    try {
      const data = ranges.length === 0 ? dataset.value : dataset.slice(ranges.map(([first, end]) => [first, end]));
      if (ArrayBuffer.isView(data)) return data as TypedArray;
      const single = new Float64Array([Number(data)]);
      return dtype === 'float64' ? single : convert(single, dtype);
    } catch (thrown) {
      throw readingError(this.path, path, thrown);
    }
  }

  #entity(path: string): Entity | null {
    try {
      return this.#open().get(path);
    } catch {
      return null; // a missing name and a link that leads nowhere look the same to the reader
    }
  }

  #dataset(path: string): Dataset | null {
    const entity = this.#entity(path);
    return entity instanceof this.#library.Dataset ? entity : null;
  }

  #walk(group: Group, parent: string, nodes: TreeNode[], depth: number): void {
    for (const name of group.keys()) {
      const path = `${parent}/${name}`;
      const entity = this.#entity(path);
      if (entity instanceof this.#library.Group) {
        nodes.push({ path, kind: 'group' });
        if (depth < deepest) this.#walk(entity, path, nodes, depth + 1);
      } else if (entity instanceof this.#library.Dataset) {
        const { metadata } = entity;
        nodes.push({ path, kind: 'dataset', shape: metadata.shape ?? [], dtype: typeNameOf(metadata) });
      } else {
        nodes.push({ path, kind: 'link' });
      }
    }
  }
}

function bounds(length: number, range: readonly [number, number] | null): readonly [number, number] {
  if (!range) return [0, length];
  const [first, end] = range;
  if (first >= 0 && first < end && end <= length) return range;
  throw new DaisyError('Input', { message: `Entries ${first} to ${end} do not lie in an axis of ${length}.` });
}

function convert(values: Float64Array, dtype: Dtype): TypedArray {
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
