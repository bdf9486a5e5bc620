import { extname } from 'node:path';
import { DaisyError } from '@daisy-lab/core';
import type { DataSink, DataSource } from './data-source.js';
import { createHdf5 } from './hdf5/hdf5-sink.js';
import { openHdf5 } from './hdf5/hdf5-source.js';

/** A kind of file that can be read, and written when `create` is there. */
export interface SourceKind {
  readonly name: string;
  readonly extensions: readonly string[];
  open(path: string): Promise<DataSource>;
  create?(path: string, options: { readonly overwrite: boolean }): Promise<DataSink>;
}

const hdf5: SourceKind = {
  name: 'HDF5',
  extensions: ['.h5', '.hdf5', '.hdf', '.nxs', '.nx'],
  open: openHdf5,
  create: createHdf5,
};

const kinds: SourceKind[] = [hdf5];

/** Makes another kind of file known. */
export function registerSourceKind(kind: SourceKind): void {
  kinds.push(kind);
}

/** Opens a file by the kind that its extension names; an unknown extension is tried as HDF5, whose files carry any name. */
export function openSource(path: string): Promise<DataSource> {
  return kindOf(path).open(path);
}

/** Opens a file, hands it to `use` and closes it, whatever happens. */
export async function withSource<T>(path: string, use: (source: DataSource) => T | Promise<T>): Promise<T> {
  const source = await openSource(path);
  try {
    return await use(source);
  } finally {
    source.close();
  }
}

/**
 * Starts a file of the kind that its extension names.
 * @throws DaisyError `File` when the file exists (unless `overwrite`), the folder cannot be written, or the kind cannot be written.
 */
export function createSink(path: string, options: { readonly overwrite?: boolean } = {}): Promise<DataSink> {
  const kind = kindOf(path);
  if (!kind.create) {
    throw new DaisyError('File', {
      message: `${kind.name} files cannot be written.`,
      action: 'Choose a name ending in .h5.',
    });
  }
  return kind.create(path, { overwrite: options.overwrite ?? false });
}

function kindOf(path: string): SourceKind {
  const extension = extname(path).toLowerCase();
  return kinds.findLast(kind => kind.extensions.includes(extension)) ?? hdf5;
}
