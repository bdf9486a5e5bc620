import { DaisyError, type NdArray } from '@daisy-lab/core';
import type { DataSource, ReadOptions, Selection } from './data-source.js';

/**
 * Reads a part of a dataset, with the threads of its kind where it has such.
 * @throws DaisyError `File` when it cannot be read, `Cancelled` when the signal says so.
 */
export async function loadPart(
  source: DataSource,
  dataset: string,
  selection: Selection = [],
  options: ReadOptions = {},
): Promise<NdArray> {
  if (options.signal?.aborted) throw DaisyError.cancelled('Reading');
  return source.load ? source.load(dataset, selection, options) : source.read(dataset, selection, options.into);
}
