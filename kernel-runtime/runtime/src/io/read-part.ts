import { DaisyError, type NdArray } from '@daisy-lab/core';
import type { DataSource, ReadOptions, Selection } from './data-source.js';

/**
 * Reads the selected part of a dataset, in other threads where the kind of source has them.
 * @throws DaisyError `File` when it cannot be read, `Cancelled` when the signal says so.
 */
export async function readPart(
  source: DataSource,
  dataset: string,
  selection: Selection = [],
  options: ReadOptions = {},
): Promise<NdArray> {
  if (options.signal?.aborted) throw DaisyError.cancelled('Reading');
  return source.load ? source.load(dataset, selection, options) : source.read(dataset, selection, options.into);
}
