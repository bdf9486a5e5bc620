import { closeSync, openSync, readSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { DaisyError } from '@daisy-lab/core';
import type { DataSink, DataSource } from './data-source.js';
import { createHdf5 } from './hdf5/hdf5-sink.js';
import { openHdf5 } from './hdf5/hdf5-source.js';
import { cbf } from './cbf/cbf-kind.js';
import { cif } from './cif/cif-kind.js';
import { edf } from './edf/edf-kind.js';
import { fits } from './fits/fits-kind.js';
import { npy, npz } from './npy/npy-kind.js';
import { raw } from './raw/raw-kind.js';
import { beginsWith, type SourceKind } from './source-kind.js';
import { isPattern } from './stack/numbered-files.js';
import { openStack } from './stack/stack-source.js';
import { arrow, parquet } from './table/table-kind.js';
import { columnText, csv } from './text/text-kind.js';
import { tiff } from './tiff/tiff-kind.js';
import { txrm } from './txrm/txrm-kind.js';
import { xdi } from './xdi/xdi-kind.js';
import { zarr } from './zarr/zarr-kind.js';
import { isNode } from './zarr/is-node.js';
import { statOf } from './bytes/problems.js';

export type { SourceKind } from './source-kind.js';

const hdf5: SourceKind = {
  name: 'HDF5',
  extensions: ['.h5', '.hdf5', '.hdf', '.nxs', '.nx'],
  open: openHdf5,
  create: createHdf5,
  recognises: head => beginsWith(head, '\x89HDF'),
};

/** Images of one size in a folder, or named by a pattern. */
const stack: SourceKind = {
  name: 'stack of files',
  extensions: [],
  open: async path => openStack(path, isImage, openImage),
};

const kinds: SourceKind[] = [
  hdf5,
  tiff,
  npy,
  npz,
  edf,
  cbf,
  raw,
  fits,
  csv,
  columnText,
  xdi,
  cif,
  arrow,
  parquet,
  zarr,
  txrm,
];

/** Kinds whose files are images of a stack. */
const imageKinds: ReadonlySet<SourceKind> = new Set([tiff, npy, edf, cbf, fits, txrm]);

/** Makes another kind of file known. */
export function registerSourceKind(kind: SourceKind): void {
  kinds.push(kind);
}

/** Every kind of file that is known, with its extensions. */
export function sourceKinds(): readonly SourceKind[] {
  return [...kinds, stack];
}

/**
 * Opens a file by the kind that its extension names or, where that says nothing, by its first bytes; a folder of images and a pattern
 * (`scan_####.tif`) as a stack. What nothing recognises is tried as HDF5, whose files carry any name.
 */
export async function openSource(path: string): Promise<DataSource> {
  // `await`: without it a stack trace ends here, and the line of a cell is lost
  return await kindOf(path).open(path);
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
  return writerFor(path)(path, { overwrite: options.overwrite ?? false });
}

/** @throws DaisyError `File` when files of the kind that its extension names cannot be written. */
export function checkKindWritable(path: string): void {
  writerFor(path);
}

function writerFor(path: string): NonNullable<SourceKind['create']> {
  const { name, create } = byExtension(path) ?? hdf5;
  if (create) return create;
  throw new DaisyError('File', { message: `${name} files cannot be written.`, action: 'Choose a name ending in .h5.' });
}

/** Whether a file of this name is written by pieces in any order (`put` of its writers). */
export function takesPieces(path: string): boolean {
  return (byExtension(path) ?? hdf5) === hdf5;
}

function kindOf(path: string): SourceKind {
  const found = statOf(path);
  if (found?.isDirectory()) return isNode(path) ? zarr : (byExtension(path) ?? stack);
  if (!found && isPattern(resolve(path))) return stack;
  if (found?.isFile() && found.size === 0) {
    throw new DaisyError('File', {
      message: `${path} is empty.`,
      action: 'Wait until something has been written into it, or copy it again.',
      path,
    });
  }
  return byExtension(path) ?? (found?.isFile() ? byContent(path) : undefined) ?? hdf5;
}

function byExtension(path: string): SourceKind | undefined {
  const extension = extname(path).toLowerCase();
  return kinds.findLast(kind => kind.extensions.includes(extension));
}

function byContent(path: string): SourceKind | undefined {
  const head = headOf(path);
  return kinds.findLast(kind => kind.recognises?.(head));
}

/** The first bytes of a file; none when it may not be read, which opening it will say. */
function headOf(path: string): Uint8Array {
  const head = new Uint8Array(512);
  try {
    const handle = openSync(path, 'r');
    try {
      return head.subarray(0, readSync(handle, head, 0, head.length, 0));
    } finally {
      closeSync(handle);
    }
  } catch {
    return head.subarray(0, 0);
  }
}

/** Opens an image of a stack without waiting. */
export function openImage(path: string): DataSource {
  return kindOf(path).openNow!(path);
}

/** Whether a name is that of an image of a stack. */
export function isImage(path: string): boolean {
  const kind = byExtension(path);
  return kind !== undefined && imageKinds.has(kind);
}
