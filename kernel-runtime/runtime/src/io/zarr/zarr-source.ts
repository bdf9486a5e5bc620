import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { get, open, root, slice, type Readable } from 'zarrita';
import { DaisyError, dtypes, itemSize, sizeOf, type Dtype, type TypedArray } from '@daisy-lab/core';
import type { Attributes, AttributeValue } from '../attributes.js';
import type { DataSource } from '../data-source.js';
import { damaged, mostWholeBytes, parsing } from '../bytes/problems.js';
import { entrySource, type Entry } from '../entries/entry-source.js';
import { lengthOf } from '../entries/ranges.js';
import { storedAs } from '../entries/stored-entry.js';
import { numpyDtypes } from '../numpy-dtypes.js';
import { isNode } from './is-node.js';

const deepest = 16;
const mostArrays = 10_000;

/**
 * Opens a Zarr folder of version 2 or 3 (zarrita): a dataset for each of its arrays, a root that is an array itself as `/data`.
 * @throws DaisyError `File` when it is missing, damaged or no Zarr folder.
 */
export async function openZarr(name: string): Promise<DataSource> {
  const path = resolve(name);
  return parsing(path, 'Zarr', () => {
    const entries: Entry[] = [];
    if (!isNode(path)) {
      throw new DaisyError('File', {
        message: existsSync(path)
          ? `${path} is no Zarr folder: it has no zarr.json, .zgroup or .zarray.`
          : `There is no folder ${path}.`,
        action: 'Choose a folder that Zarr wrote.',
        path,
      });
    }
    walk(path, '', entries, 0);
    return entrySource({ path, format: 'Zarr', entries, attributes: attributesOf(readMeta(path)?.attributes) });
  });
}

interface Meta {
  readonly version: 2 | 3;
  readonly isArray: boolean;
  readonly shape: readonly number[];
  readonly chunks: readonly number[];
  readonly dtype: Dtype | null;
  readonly typeName: string;
  readonly filters: readonly string[];
  readonly attributes: unknown;
  readonly axes: readonly string[] | undefined;
}

function walk(rootFolder: string, path: string, entries: Entry[], depth: number): void {
  const folder = join(rootFolder, path);
  const meta = readMeta(folder);
  if (!meta) return;
  if (meta.isArray) {
    if (entries.length >= mostArrays) throw damaged(rootFolder, `it has more than ${mostArrays} arrays`);
    entries.push(arrayEntry(rootFolder, path, meta));
    return;
  }
  if (depth >= deepest) return;
  const children = readdirSync(folder, { withFileTypes: true }).filter(
    child => child.isDirectory() && !child.name.startsWith('.'),
  );
  for (const { name } of children.sort((a, b) => (a.name < b.name ? -1 : 1)))
    walk(rootFolder, `${path}/${name}`, entries, depth + 1);
}

/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- JSON of others, looked at field by field */
type Json = any;

function readMeta(folder: string): Meta | null {
  const json = (file: string): Json =>
    existsSync(join(folder, file))
      ? parsing(join(folder, file), 'JSON', () => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Json)
      : undefined;
  const v3 = json('zarr.json');
  if (v3) {
    const chunks: Json = v3.chunk_grid?.configuration?.chunk_shape ?? [];
    const codecs: Json = Array.isArray(v3.codecs) ? v3.codecs : [];
    return checked(folder, {
      version: 3,
      isArray: v3.node_type === 'array',
      shape: v3.shape ?? [],
      chunks,
      ...typeOf(String(v3.data_type)),
      filters: codecs.map((codec: Json) => String(codec?.name)).filter((codec: string) => codec !== 'bytes'),
      attributes: v3.attributes,
      axes: Array.isArray(v3.dimension_names) ? v3.dimension_names.map(String) : undefined,
    });
  }
  const v2 = json('.zarray');
  const attributes = json('.zattrs');
  if (v2) {
    const names: Json = attributes?._ARRAY_DIMENSIONS;
    return checked(folder, {
      version: 2,
      isArray: true,
      shape: v2.shape ?? [],
      chunks: v2.chunks ?? [],
      ...typeOf(String(v2.dtype)),
      filters: [...(v2.filters ?? []), v2.compressor].filter(Boolean).map((codec: Json) => String(codec.id)),
      attributes,
      axes: Array.isArray(names) ? names.map(String) : undefined,
    });
  }
  if (!existsSync(join(folder, '.zgroup'))) return null;
  return {
    version: 2,
    isArray: false,
    shape: [],
    chunks: [],
    dtype: null,
    typeName: '',
    filters: [],
    attributes,
    axes: undefined,
  };
}

function typeOf(name: string): { dtype: Dtype | null; typeName: string } {
  const dtype = dtypes.includes(name as Dtype) ? (name as Dtype) : (numpyDtypes[name.replace(/^[<>|]/, '')] ?? null);
  return { dtype, typeName: dtype ?? name };
}

function checked(folder: string, meta: Meta): Meta {
  const { shape, chunks, isArray, dtype } = meta;
  if (!isArray) return meta;
  const whole = (lengths: unknown, least: number): boolean =>
    Array.isArray(lengths) && lengths.every(length => Number.isSafeInteger(length) && (length as number) >= least);
  if (!whole(shape, 0) || !whole(chunks, 1) || chunks.length !== shape.length || !Number.isSafeInteger(sizeOf(shape))) {
    throw damaged(folder, `its shape is [${String(shape)}] in chunks of [${String(chunks)}]`);
  }
  if (sizeOf(chunks) * (dtype ? itemSize(dtype) : 1) > mostWholeBytes)
    throw damaged(folder, 'its chunks are too large');
  return meta;
}

function arrayEntry(folder: string, path: string, meta: Meta): Entry {
  const { shape, dtype, typeName, chunks, filters } = meta;
  const info = {
    path: path || '/data',
    shape,
    dtype,
    typeName,
    attributes: attributesOf(meta.attributes),
    storage: storedAs(`Zarr ${meta.version}`, chunks, filters),
  };
  if (!dtype) return { info };
  return {
    info,
    ...(meta.axes?.length === shape.length ? { axes: meta.axes } : {}),
    fillAsync: async (ranges, into, signal) => {
      const place = root(folderStore(folder, signal)).resolve(path || '/');
      const array = await (meta.version === 3
        ? open.v3(place, { kind: 'array' })
        : open.v2(place, { kind: 'array', attrs: false }));
      const found = await get(
        array,
        ranges.map(([first, end]) => slice(first, end)) as never,
        { ...(signal ? { opts: { signal } } : {}) } as never,
      );
      copyStrided(found as Found, ranges.map(lengthOf), into);
    },
  };
}

interface Found {
  readonly data: TypedArray;
  readonly shape: readonly number[];
  readonly stride: readonly number[];
}

/** Arrays that were stored in the order of Fortran come with their strides. */
function copyStrided(found: Found | number | bigint, shape: readonly number[], into: TypedArray): void {
  if (typeof found !== 'object') {
    (into as Float64Array)[0] = found as number;
    return;
  }
  const { data, stride } = found;
  const dense = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  if (stride.every((step, axis) => step === dense[axis] || shape[axis] === 1)) {
    (into as Float64Array).set(data as Float64Array);
    return;
  }
  let to = 0;
  const walkAxis = (axis: number, from: number): void => {
    if (axis === shape.length) {
      (into as Float64Array)[to++] = data[from] as number;
      return;
    }
    for (let index = 0; index < shape[axis]!; index++) walkAxis(axis + 1, from + index * stride[axis]!);
  };
  walkAxis(0, 0);
}

/** Files below a folder by their keys. */
function folderStore(folder: string, signal: AbortSignal | undefined): Readable {
  return {
    get: async key => {
      if (signal?.aborted) throw DaisyError.cancelled('Reading');
      return readFile(join(folder, key)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT' || error.code === 'EISDIR' || error.code === 'ENOTDIR') return undefined;
        throw error;
      });
    },
    getRange: async (key, range) => {
      const whole = await readFile(join(folder, key)).catch(() => undefined);
      if (!whole) return undefined;
      if ('suffixLength' in range) return whole.subarray(Math.max(0, whole.length - range.suffixLength));
      return whole.subarray(range.offset, range.offset + range.length);
    },
  };
}

function attributesOf(json: unknown): Attributes {
  if (typeof json !== 'object' || json === null) return {};
  const entries = Object.entries(json).flatMap(([name, value]): (readonly [string, AttributeValue])[] => {
    if (typeof value === 'string' || typeof value === 'number') return [[name, value]];
    const list = Array.isArray(value) ? (value as unknown[]) : [];
    if (list.length === 0) return [];
    if (list.every(item => typeof item === 'string')) return [[name, list]];
    return list.every(item => typeof item === 'number') ? [[name, list]] : [];
  });
  return Object.fromEntries(entries);
}
