import { DaisyError, sizeOf, type DataItem, type DataSelection } from '@daisy-lab/core';
import type { DatasetInfo, DataSource } from '../../io/data-source.js';
import { rangeOf } from './read-values.js';

const mostItems = 100_000;

/**
 * Values of any type of a part of a dataset.
 * @throws DaisyError `Input` for a part that is too large, `File` when it cannot be read.
 */
export function readItems(source: DataSource, info: DatasetInfo, selection: DataSelection): DataItem {
  const { path, shape } = info;
  const ranges = shape.map((length, axis) => rangeOf(selection[axis] ?? null, length));
  const count = sizeOf(ranges.map(([first, end]) => end - first));
  if (count > mostItems) {
    throw new DaisyError('Input', {
      message: `${count} values are too many for one answer (${mostItems}).`,
      action: 'Select a part of the dataset.',
    });
  }
  if (count === 0) return [];
  return source.items?.(path, ranges) ?? source.shown?.(path, ranges) ?? [...(source.texts?.(path) ?? [])];
}
