import { DaisyError } from '@daisy-lab/core';
import { openDataFile } from './data-file.js';
import { openScan } from './scan/open-scan.js';

type OpenDataset = (path: string) => Promise<unknown>;

/** How the data sets that ports name are opened from a path. */
const kinds = new Map<string, OpenDataset>([
  ['ct.scan', path => openScan(path)],
  ['data.file', openDataFile],
]);

/** Makes another kind of data set known. */
export function registerDatasetKind(kind: string, open: OpenDataset): void {
  kinds.set(kind, open);
}

/** Opens a data set of a kind. */
export async function openDataset(kind: string, path: string): Promise<unknown> {
  const open = kinds.get(kind);
  if (open) return open(path);
  throw new DaisyError('Input', { message: `Data sets of kind ${kind} cannot be opened from a file.`, path });
}
