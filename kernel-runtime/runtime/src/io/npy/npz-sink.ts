import { closeSync, openSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { DaisyError, itemSize, sizeOf, type Dtype, type NdArray, type TypedArray } from '@daisy-lab/core';
import { bytesOf } from '../bytes/byte-order.js';
import type { DataSink, SlabSpec, SlabWriter } from '../data-source.js';
import { startFile, writeFailure, type PartialFile } from '../partial-file.js';
import { writeFully } from '../bytes/write-fully.js';
import { npyHeader } from './npy-header.js';
import { directoryEnd, directoryEntry, localHeader, type ZippedFile } from './zip-records.js';

/** An array that is on its way: only one at a time. */
interface OpenMember {
  readonly name: string;
  readonly at: number;
  readonly size: number;
  written: number;
  crc: number;
}

/**
 * Writes any number of arrays, each as an npy file in a zip archive without compression, as `numpy.savez` does; `a/b` for the dataset
 * `/a/b`. Arrays that come in pieces come one after the other; attributes and texts have no place in it.
 */
export function createNpz(name: string, options: { readonly overwrite: boolean }): DataSink {
  return new NpzSink(startFile(name, options.overwrite));
}

class NpzSink implements DataSink {
  readonly path: string;
  readonly #partial: PartialFile;
  readonly #members: ZippedFile[] = [];
  #fd: number | null;
  #end = 0;
  #open: OpenMember | null = null;

  constructor(partial: PartialFile) {
    this.path = partial.path;
    this.#partial = partial;
    this.#fd = openSync(partial.temporary, 'r+');
  }

  group(): void {}

  write(path: string, { dtype, shape, data }: NdArray): void {
    this.#begin(path, dtype, shape);
    this.#add(data);
  }

  create(path: string, { dtype, shape }: SlabSpec): SlabWriter {
    this.#begin(path, dtype, shape);
    return { append: data => this.#add(data) };
  }

  writeScalar(path: string, value: string | number): void {
    if (typeof value === 'string') return;
    this.#begin(path, 'float64', []);
    this.#add(Float64Array.of(value));
  }

  finish(): void {
    this.#checkComplete();
    if (this.#members.length === 0) throw new DaisyError('Input', { message: 'There is no array to write.' });
    const start = this.#end;
    const entries = this.#members.map(directoryEntry);
    for (const entry of entries) this.#put(entry);
    this.#put(directoryEnd(entries.length, start, this.#end - start));
    this.#close();
    this.#partial.finish();
  }

  abort(): void {
    this.#close();
    this.#partial.remove();
  }

  #begin(path: string, dtype: Dtype, shape: readonly number[]): void {
    this.#checkComplete();
    const name = `${path.replace(/^\/+/, '')}.npy`;
    if (this.#members.some(member => member.name === name)) {
      throw new DaisyError('Input', { message: `There is another ${path} already.`, dataset: path });
    }
    const header = npyHeader(dtype, shape);
    const size = header.length + sizeOf(shape) * itemSize(dtype);
    this.#open = { name, at: this.#end, size, written: 0, crc: 0 };
    // the checksum is filled in when it is known
    this.#put(localHeader({ name, at: this.#end, size, crc: 0 }));
    this.#addBytes(header);
  }

  #add(data: TypedArray): void {
    this.#addBytes(bytesOf(data));
  }

  #addBytes(bytes: Uint8Array): void {
    const open = this.#open;
    if (!open || open.written + bytes.length > open.size) {
      throw new DaisyError('Internal', { message: `There is more than ${open?.name ?? 'any array'} has room for.` });
    }
    this.#put(bytes);
    open.crc = crc32(bytes, open.crc);
    open.written += bytes.length;
    if (open.written < open.size) return;
    const member = { name: open.name, at: open.at, size: open.size, crc: open.crc };
    this.#members.push(member);
    this.#write(localHeader(member), open.at);
    this.#open = null;
  }

  #checkComplete(): void {
    if (!this.#open) return;
    const { name, written, size } = this.#open;
    throw new DaisyError('Input', {
      message: `${name} has ${written} of ${size} bytes; an array has to be complete before the next.`,
    });
  }

  #put(bytes: Uint8Array): void {
    this.#write(bytes, this.#end);
    this.#end += bytes.length;
  }

  #write(bytes: Uint8Array, at: number): void {
    if (this.#fd === null) throw new DaisyError('Internal', { message: `${this.path} has been finished already.` });
    try {
      writeFully(this.#fd, bytes, at);
    } catch (cause) {
      throw writeFailure(this.path, cause);
    }
  }

  #close(): void {
    if (this.#fd !== null) closeSync(this.#fd);
    this.#fd = null;
  }
}
