import { resolve } from 'node:path';
import { DaisyError, type NdArray } from '@daisy-lab/core';
import type { DataSink, SlabSpec, SlabWriter } from '../data-source.js';
import { checkWritable } from '../partial-file.js';
import type { TiffOptions } from './tiff-options.js';
import { TiffWriter } from './tiff-writer.js';

/**
 * Writes the first array of images that it is given, as pages; groups, axes and numbers beside it have no place in a TIFF file.
 * @throws DaisyError `File` when the file exists (unless `overwrite`) or the folder does not take it.
 */
export async function createTiff(name: string, options: TiffOptions): Promise<DataSink> {
  checkWritable(name, options.overwrite ?? false);
  return new TiffSink(name, options);
}

class TiffSink implements DataSink {
  readonly path: string;
  readonly #options: TiffOptions;
  #writer: TiffWriter | undefined;
  #taken: string | undefined;

  constructor(path: string, options: TiffOptions) {
    this.path = resolve(path);
    this.#options = options;
  }

  group(): void {}

  write(path: string, array: NdArray): void {
    if (array.shape.length < 2) return;
    this.create(path, array).append(array.data);
  }

  create(path: string, { dtype, shape }: SlabSpec): SlabWriter {
    if (this.#taken !== undefined) {
      throw new DaisyError('Input', {
        message: `A TIFF file holds one stack of images; it has ${this.#taken} already, and there is ${path} too.`,
        action: 'Write to a file that ends in .h5.',
      });
    }
    if (shape.length < 2) {
      throw new DaisyError('Input', { message: `An array of shape [${shape.join(', ')}] is no image.` });
    }
    this.#taken = path;
    const [height, width] = shape.slice(-2) as [number, number];
    const pages = shape.slice(0, -2).reduce((product, length) => product * length, 1);
    const writer = new TiffWriter(this.path, { dtype, width, height, pages }, this.#options);
    this.#writer = writer;
    return { append: data => writer.append(data) };
  }

  writeScalar(): void {}

  finish(): void {
    if (!this.#writer) throw new DaisyError('Input', { message: 'There is no image to write.' });
    this.#writer.finish();
  }

  abort(): void {
    this.#writer?.abort();
  }
}
