import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DaisyError, type NdArray } from '@daisy-lab/core';
import type { Attributes } from '../attributes.js';
import type { DataSink, SlabSpec, SlabWriter } from '../data-source.js';
import { startFolder, writeFailure, type PartialFile } from '../partial-file.js';
import { isNode } from './is-node.js';
import { ZarrArrayWriter } from './zarr-array-writer.js';

/**
 * Writes a Zarr folder of version 3: chunks by access pattern, plain or gzip. Single texts become attributes of their group.
 * @throws DaisyError `File` when it exists already (unless `overwrite`, and it is a Zarr folder) or the folder does not take it.
 */
export function createZarr(name: string, { overwrite }: { readonly overwrite: boolean }): DataSink {
  return new ZarrSink(startFolder(name, overwrite, isNode));
}

class ZarrSink implements DataSink {
  readonly path: string;
  readonly #partial: PartialFile;
  readonly #groups = new Map<string, Record<string, unknown>>([['', {}]]);
  readonly #arrays = new Map<string, ZarrArrayWriter>();

  constructor(partial: PartialFile) {
    this.path = partial.path;
    this.#partial = partial;
  }

  get growing(): string {
    return this.#partial.temporary;
  }

  group(path: string, attributes: Attributes = {}): void {
    const names = namesOf(path);
    for (let depth = 0; depth <= names.length; depth++) {
      const group = names
        .slice(0, depth)
        .map(name => `/${name}`)
        .join('');
      if (this.#arrays.has(group)) throw taken(path);
      if (!this.#groups.has(group)) this.#groups.set(group, {});
    }
    Object.assign(this.#groups.get(names.map(name => `/${name}`).join(''))!, attributes);
  }

  async write(path: string, array: NdArray, attributes: Attributes = {}): Promise<void> {
    const { dtype, shape, axes } = array;
    const writer = this.#array(path, { dtype, shape }, attributes, axes);
    await writer.append(array.data);
  }

  create(path: string, spec: SlabSpec, attributes: Attributes = {}): SlabWriter {
    const writer = this.#array(path, spec, attributes);
    return { append: data => writer.append(data), put: (first, array) => writer.put(first, array.shape, array.data) };
  }

  writeScalar(path: string, value: string | number, attributes: Attributes = {}): void {
    const names = namesOf(path);
    const name = names.pop()!;
    if (typeof value === 'string') this.group(names.join('/'), { [name]: value });
    else this.#array(path, { dtype: 'float64', shape: [] }, attributes).putScalar(value);
  }

  async flush(): Promise<void> {
    for (const writer of this.#arrays.values()) await writer.flush(false);
    this.#describe();
  }

  async finish(): Promise<void> {
    for (const writer of this.#arrays.values()) await writer.flush(true);
    this.#describe();
    this.#partial.finish();
  }

  async abort(): Promise<void> {
    await Promise.allSettled([...this.#arrays.values()].map(writer => writer.settled()));
    this.#partial.remove();
  }

  #array(path: string, spec: SlabSpec, attributes: Attributes, axes?: readonly string[]): ZarrArrayWriter {
    const names = namesOf(path);
    const key = names.map(name => `/${name}`).join('');
    if (names.length === 0 || this.#groups.has(key) || this.#arrays.has(key)) throw taken(path);
    this.group(names.slice(0, -1).join('/'));
    const writer = new ZarrArrayWriter(join(this.#partial.temporary, ...names), this.path, spec, attributes, axes);
    this.#arrays.set(key, writer);
    return writer;
  }

  /** Writes the metadata of all groups and arrays. */
  #describe(): void {
    try {
      for (const [path, attributes] of this.#groups) {
        const folder = join(this.#partial.temporary, path);
        mkdirSync(folder, { recursive: true });
        const meta = { zarr_format: 3, node_type: 'group', attributes };
        writeFileSync(join(folder, 'zarr.json'), `${JSON.stringify(meta, null, 2)}\n`);
      }
      for (const writer of this.#arrays.values()) writer.describe();
    } catch (cause) {
      throw writeFailure(this.path, cause);
    }
  }
}

const namesOf = (path: string): string[] => path.split('/').filter(Boolean);

function taken(path: string): DaisyError {
  return new DaisyError('Input', { message: `There is something else at ${path} already.`, dataset: path });
}
