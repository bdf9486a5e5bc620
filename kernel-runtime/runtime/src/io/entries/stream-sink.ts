import { closeSync, openSync, writeSync } from 'node:fs';
import { DaisyError, sizeOf, type NdArray, type TypedArray } from '@daisy-lab/core';
import type { DataSink, SlabSpec, SlabWriter } from '../data-source.js';
import { bytesOf, swapBytes } from '../bytes/byte-order.js';
import { startFile, writeFailure, type PartialFile } from '../partial-file.js';

/** A format that is a header, the values of one array and what fills the last block up. */
export interface StreamFormat {
  readonly name: string;
  /** @throws DaisyError `Input` for an array that the format cannot hold. */
  header(spec: SlabSpec): Uint8Array;
  readonly bigEndian?: boolean;
  /** Changes values on their way, in place of a copy. */
  convert?(bytes: Uint8Array, spec: SlabSpec): void;
  trailer?(dataBytes: number): Uint8Array;
  /** Called when the file has its name. */
  finished?(path: string, spec: SlabSpec): void;
  /** Smallest number of axes of the array that is meant; smaller ones (scales of axes) are passed over. */
  readonly leastAxes?: number;
}

/** Writes the first array that fits, as it comes; groups, attributes and numbers beside it have no place in these formats. */
export function createStream(name: string, options: { readonly overwrite: boolean }, format: StreamFormat): DataSink {
  return new StreamSink(startFile(name, options.overwrite), format);
}

class StreamSink implements DataSink {
  readonly path: string;
  readonly #file: PartialFile;
  readonly #format: StreamFormat;
  #handle: number | null;
  #spec: SlabSpec | undefined;
  #data = 0;

  constructor(file: PartialFile, format: StreamFormat) {
    this.path = file.path;
    this.#file = file;
    this.#format = format;
    this.#handle = openSync(file.temporary, 'r+');
  }

  group(): void {}

  write(path: string, array: NdArray): void {
    if (array.shape.length < (this.#format.leastAxes ?? 1)) return;
    if (this.#spec && array.shape.length === 1) return;
    this.create(path, array).append(array.data);
  }

  create(path: string, spec: SlabSpec): SlabWriter {
    if (this.#spec) {
      throw new DaisyError('Input', {
        message: `A file of ${this.#format.name} holds one array; there is ${path} too.`,
        action: 'Write to a file that ends in .h5.',
      });
    }
    this.#put(this.#format.header(spec));
    this.#spec = spec;
    return { append: data => this.#append(data, spec) };
  }

  writeScalar(): void {}

  finish(): void {
    const spec = this.#spec;
    if (!spec || this.#data !== sizeOf(spec.shape)) {
      throw new DaisyError('Input', {
        message: spec ? `${this.#data} of ${sizeOf(spec.shape)} values were written.` : 'There is no array to write.',
      });
    }
    const trailer = this.#format.trailer?.(this.#data);
    if (trailer) this.#put(trailer);
    this.#close();
    this.#file.finish();
    this.#format.finished?.(this.path, spec);
  }

  abort(): void {
    this.#close();
    this.#file.remove();
  }

  #append(data: TypedArray, spec: SlabSpec): void {
    const { bigEndian, convert } = this.#format;
    const bytes = bigEndian || convert ? bytesOf(data).slice() : bytesOf(data);
    convert?.(bytes, spec);
    if (bigEndian) swapBytes(bytes, data.BYTES_PER_ELEMENT);
    this.#put(bytes);
    this.#data += data.length;
  }

  #put(bytes: Uint8Array): void {
    if (this.#handle === null) throw new DaisyError('Internal', { message: `${this.path} has been finished already.` });
    try {
      for (let done = 0; done < bytes.length;) {
        done += writeSync(this.#handle, bytes, done, Math.min(1 << 30, bytes.length - done));
      }
    } catch (cause) {
      throw writeFailure(this.path, cause);
    }
  }

  #close(): void {
    if (this.#handle !== null) closeSync(this.#handle);
    this.#handle = null;
  }
}
