import { closeSync, openSync, read, readSync } from 'node:fs';
import { promisify } from 'node:util';
import {
  DaisyError,
  itemSize,
  sizeOf,
  typedArray,
  type Dtype,
  type LazyArray,
  type NdArray,
  type TypedArray,
  type TypedArrayOf,
} from '@daisy-lab/core';
import { noteTaken } from '../../engine/shared-memory.js';
import type { ArrayRecord } from './record.js';

const readAsync = promisify(read);
/** Files of arrays that nobody holds any more are closed. */
const openFiles = new FinalizationRegistry<number>(fd => closeSync(fd));
const mostPerRead = 1 << 30;

/** An array of a finished result: read by parts, or whole into shared memory when `data` is first used. */
export class StoredArray implements LazyArray {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly axes: readonly string[];
  readonly unit: string | undefined;
  /** What the bytes are: the key of the result and the name of the output. */
  readonly key: string;
  readonly #fd: number;
  #data: TypedArray | undefined;

  /** @throws when the file is not there; it stays readable when it is removed later */
  constructor(path: string, { dtype, shape, axes, unit }: ArrayRecord, key: string) {
    this.dtype = dtype;
    this.shape = shape;
    this.axes = axes;
    this.unit = unit;
    this.key = key;
    this.#fd = openSync(path, 'r');
    openFiles.register(this, this.#fd);
  }

  get data(): TypedArrayOf[Dtype] {
    if (!this.#data) {
      const { array, bytes } = this.#place(sizeOf(this.shape));
      for (let at = 0; at < bytes.length;)
        at += this.#checked(readSync(this.#fd, bytes, at, Math.min(mostPerRead, bytes.length - at), at));
      this.#data = array;
    }
    return this.#data as TypedArrayOf[Dtype];
  }

  async readPart(axis: number, start: number, end: number): Promise<NdArray> {
    const inner = sizeOf(this.shape.slice(axis + 1)) * itemSize(this.dtype);
    const outer = sizeOf(this.shape.slice(0, axis));
    const shape = this.shape.map((size, index) => (index === axis ? end - start : size));
    const { array, bytes } = this.#place(sizeOf(shape));
    const run = (end - start) * inner;
    const rest = { dtype: this.dtype, axes: this.axes, unit: this.unit };
    if (outer === 1 || run === this.shape[axis]! * inner) await this.#fill(bytes, 0, bytes.length, start * inner);
    else {
      for (let block = 0; block < outer; block++) {
        await this.#fill(bytes, block * run, run, (block * this.shape[axis]! + start) * inner);
      }
    }
    return { ...rest, shape, data: array as TypedArrayOf[Dtype] };
  }

  #place(length: number): { array: TypedArray; bytes: Uint8Array } {
    const shared = new SharedArrayBuffer(length * itemSize(this.dtype));
    noteTaken(shared.byteLength);
    return { array: typedArray(this.dtype, shared, 0, length), bytes: new Uint8Array(shared) };
  }

  async #fill(bytes: Uint8Array, offset: number, length: number, position: number): Promise<void> {
    for (let done = 0; done < length;) {
      const wanted = Math.min(mostPerRead, length - done);
      const { bytesRead } = await readAsync(this.#fd, bytes, offset + done, wanted, position + done);
      done += this.#checked(bytesRead);
    }
  }

  #checked(bytesRead: number): number {
    if (bytesRead > 0) return bytesRead;
    throw new DaisyError('File', {
      message: `The stored result ${this.key} ends before its last value.`,
      action: 'Remove it with "daisy cache remove", and run again.',
    });
  }
}
