import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { DaisyError, itemSize, typedArray, type TypedArray } from '@daisy-lab/core';
import { bytesOf } from '../bytes/byte-order.js';
import type { Attributes } from '../attributes.js';
import type { SlabSpec } from '../data-source.js';
import { eachRun, overlapOf, type Box } from '../hdf5/chunks/copy-overlap.js';
import { writeFailure } from '../partial-file.js';
import { boxesOf } from '../rechunk/plan-boxes.js';
import { chunkShape } from '../storage/chunk-shape.js';

const packed = promisify(gzip);
/** Chunks that are compressed and written at once: as many as Node has threads for it. */
const atOnce = 4;

/** One array of a Zarr folder: each chunk is a file, those at the edge are filled up with zero. */
export class ZarrArrayWriter {
  readonly #spec: SlabSpec;
  readonly #chunk: readonly number[];
  readonly #compressed: boolean;
  readonly #entry: number;
  readonly #row: TypedArray;
  #filled = 0;
  #taken = 0;
  #stored = 0;
  #busy: Promise<unknown> = Promise.resolve();

  /** @throws DaisyError `Input` for a compression that other programs would not find in a Zarr folder. */
  constructor(
    readonly folder: string,
    readonly shown: string,
    spec: SlabSpec,
    readonly attributes: Attributes,
    readonly axes?: readonly string[],
  ) {
    const { dtype, shape, storage } = spec;
    const codec = storage?.codec ?? 'none';
    if (codec !== 'none' && codec !== 'deflate') {
      throw new DaisyError('Input', {
        message: `Zarr folders are not written with ${codec} here.`,
        action: 'Choose deflate, which becomes gzip, or none.',
      });
    }
    this.#spec = spec;
    this.#compressed = codec === 'deflate';
    this.#chunk = (storage?.chunks ?? chunkShape(shape, itemSize(dtype), 'frames')).map(length => Math.max(1, length));
    this.#entry = shape.slice(1).reduce((product, length) => product * length, 1);
    this.#row = typedArray(dtype, shape.length === 0 ? 1 : this.#chunk[0]! * this.#entry);
  }

  async append(data: TypedArray): Promise<void> {
    for (let at = 0; at < data.length;) {
      const count = Math.min(data.length - at, this.#row.length - this.#filled);
      this.#row.set(data.subarray(at, at + count) as never, this.#filled);
      at += count;
      this.#filled += count;
      this.#taken += count / this.#entry;
      if (this.#filled === this.#row.length) await this.#storeRow();
    }
  }

  async put(first: readonly number[], shape: readonly number[], data: TypedArray): Promise<void> {
    this.#taken = this.#stored = this.#spec.shape[0]!;
    await this.#store(first, shape, data);
  }

  putScalar(value: number): void {
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(join(this.folder, 'c'), new Uint8Array(Float64Array.of(value).buffer));
  }

  /** With `rest` also the last row of chunks that is not full. */
  async flush(rest: boolean): Promise<void> {
    await this.#busy;
    if (rest && this.#filled > 0) await this.#storeRow();
  }

  settled(): Promise<unknown> {
    return this.#busy;
  }

  describe(): void {
    const { dtype, shape } = this.#spec;
    const [, ...entry] = shape;
    const meta = {
      ...{ zarr_format: 3, node_type: 'array' },
      shape: shape.length === 0 ? [] : [this.#stored, ...entry],
      data_type: dtype,
      chunk_grid: { name: 'regular', configuration: { chunk_shape: shape.length === 0 ? [] : this.#chunk } },
      chunk_key_encoding: { name: 'default', configuration: { separator: '/' } },
      fill_value: 0,
      codecs: [
        { name: 'bytes', ...(itemSize(dtype) > 1 ? { configuration: { endian: 'little' } } : {}) },
        ...(this.#compressed ? [{ name: 'gzip', configuration: { level: 1 } }] : []),
      ],
      attributes: { ...this.attributes, ...this.#spec.storage?.attributes },
      ...(this.axes ? { dimension_names: this.axes } : {}),
    };
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(join(this.folder, 'zarr.json'), `${JSON.stringify(meta, null, 2)}\n`);
  }

  async #storeRow(): Promise<void> {
    const entries = this.#filled / this.#entry;
    const shape = [entries, ...this.#spec.shape.slice(1)];
    const first = [this.#stored, ...shape.slice(1).fill(0)];
    await this.#store(first, shape, this.#row.subarray(0, this.#filled) as TypedArray);
    this.#stored += entries;
    this.#filled = 0;
  }

  #store(first: readonly number[], shape: readonly number[], data: TypedArray): Promise<void> {
    const work = this.#storeChunks(first, shape, bytesOf(data)).catch((cause: unknown) => {
      throw writeFailure(this.shown, cause);
    });
    this.#busy = work.catch(() => undefined);
    return work;
  }

  async #storeChunks(first: readonly number[], shape: readonly number[], bytes: Uint8Array): Promise<void> {
    const places = [...boxesOf(shape, this.#chunk)];
    for (let at = 0; at < places.length; at += atOnce) {
      await Promise.all(
        places.slice(at, at + atOnce).map(async ranges => {
          const place = ranges.map(([begin]) => begin);
          const plain = this.#chunkBytes(place, shape, bytes);
          const key = place.map((begin, axis) => (begin + first[axis]!) / this.#chunk[axis]!).join('/');
          const file = join(this.folder, 'c', key);
          await mkdir(dirname(file), { recursive: true });
          await writeFile(file, this.#compressed ? await packed(plain, { level: 1 }) : plain);
        }),
      );
    }
  }

  #chunkBytes(place: readonly number[], shape: readonly number[], bytes: Uint8Array): Uint8Array {
    const item = itemSize(this.#spec.dtype);
    const plain = new Uint8Array(this.#chunk.reduce((product, length) => product * length, item));
    const whole: Box = { first: shape.map(() => 0), lengths: shape };
    const box: Box = { first: place, lengths: this.#chunk };
    eachRun(overlapOf(whole, box)!, whole, box, (from, to, elements) => {
      plain.set(bytes.subarray(from * item, (from + elements) * item), to * item);
    });
    return plain;
  }
}
