import { DaisyError, type NdArray, type TypedArray } from '@daisy-lab/core';
import type { Attributes, AttributeValue, DataSink, SlabSpec, SlabWriter } from '../data-source.js';
import { startFile, type PartialFile } from '../partial-file.js';
import { storedType } from './dtypes.js';
import { loadLibrary, type Dataset, type File, type Group } from './h5wasm.js';

/**
 * Starts an HDF5 file under a temporary name.
 * @throws DaisyError `File` when it exists already (unless `overwrite`) or the folder does not take it.
 */
export async function createHdf5(path: string, options: { readonly overwrite: boolean }): Promise<DataSink> {
  const library = await loadLibrary();
  const partial = startFile(path, options.overwrite);
  try {
    return new Hdf5Sink(partial, new library.File(partial.temporary, 'w'));
  } catch (cause) {
    partial.remove();
    throw writingError(partial.path, cause);
  }
}

class Hdf5Sink implements DataSink {
  readonly #partial: PartialFile;
  #file: File | undefined;

  constructor(partial: PartialFile, file: File) {
    this.#partial = partial;
    this.#file = file;
  }

  get path(): string {
    return this.#partial.path;
  }

  group(path: string, attributes: Attributes = {}): void {
    this.#guard(file => {
      const group = path === '/' ? file : file.create_group(path);
      addAttributes(group, attributes);
    });
  }

  write(path: string, array: NdArray, attributes: Attributes = {}): void {
    this.#guard(file => {
      const dtype = storedType[array.dtype];
      const dataset = file.create_dataset({ name: path, data: unshared(array.data), shape: [...array.shape], dtype });
      addAttributes(dataset, attributes);
    });
  }

  create(path: string, spec: SlabSpec, attributes: Attributes = {}): SlabWriter {
    const [length = 0, ...entry] = spec.shape;
    const dataset = this.#guard(file => {
      const made = file.create_dataset({
        name: path,
        data: unshared(new Float32Array(0)),
        shape: [0, ...entry],
        maxshape: [null, ...entry],
        chunks: [1, ...entry],
        dtype: storedType[spec.dtype],
      });
      addAttributes(made, attributes);
      return made;
    });
    let written = 0;
    const entrySize = entry.reduce((size, side) => size * side, 1);
    return {
      append: data => {
        const end = written + data.length / entrySize;
        if (!Number.isInteger(end) || end > length) {
          throw new DaisyError('Internal', { message: `${data.length} values are not whole entries of ${path}.` });
        }
        this.#guard(() => appendSlab(dataset, written, end, entry, data));
        written = end;
      },
    };
  }

  writeScalar(path: string, value: string | number, attributes: Attributes = {}): void {
    this.#guard(file => {
      const made =
        typeof value === 'string'
          ? file.create_dataset({ name: path, data: value })
          : file.create_dataset({ name: path, data: value, dtype: '<d' });
      addAttributes(made, attributes);
    });
  }

  finish(): void {
    this.#guard(file => file.close());
    this.#file = undefined;
    this.#partial.finish();
  }

  abort(): void {
    try {
      this.#file?.close();
    } finally {
      this.#file = undefined;
      this.#partial.remove();
    }
  }

  #guard<T>(work: (file: File) => T): T {
    if (!this.#file) throw new DaisyError('Internal', { message: `${this.path} has been finished already.` });
    try {
      return work(this.#file);
    } catch (cause) {
      throw cause instanceof DaisyError ? cause : writingError(this.path, cause);
    }
  }
}

function appendSlab(dataset: Dataset, first: number, end: number, entry: readonly number[], data: TypedArray): void {
  dataset.resize([end, ...entry]);
  const ranges = [[first, end], ...entry.map(side => [0, side])] as [number, number][];
  dataset.write_slice(ranges, unshared(data));
}

function addAttributes(owner: Group | Dataset, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    const data = writable(value);
    owner.create_attribute(name, data, null, typeof value === 'number' ? '<d' : null);
  }
}

function writable(value: AttributeValue): string | number | string[] | number[] {
  return typeof value === 'string' || typeof value === 'number' ? value : ([...value] as string[] | number[]);
}

/** The library cannot take shared memory. */
function unshared(data: TypedArray): TypedArray {
  return data.buffer instanceof SharedArrayBuffer ? (data.slice() as TypedArray) : data;
}

function writingError(path: string, cause: unknown): DaisyError {
  return new DaisyError('File', {
    message: `${path} cannot be written.`,
    action: 'Check that the disk has room and the folder is still there.',
    path,
    cause,
  });
}
