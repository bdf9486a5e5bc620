import {
  DaisyError,
  itemSize,
  maxResultBytes,
  sizeOf,
  type DataSelection,
  type Dtype,
  type TypedArray,
} from '@daisy-lab/core';
import type { DatasetInfo, DataSource } from '../../io/data-source.js';
import { readPart } from '../../io/read-part.js';
import { bytesText } from '../../store/results/byte-size.js';

const mostTexts = 10_000;

/** Values of a part of a dataset: numbers as they are stored, anything else as text. */
export type ReadValues =
  | { readonly shape: readonly number[]; readonly dtype: Dtype; readonly data: TypedArray }
  | { readonly shape: readonly number[]; readonly dtype: null; readonly texts: readonly string[] };

/** @throws DaisyError `Input` for a part that does not lie in the dataset or is too large, `File` when it cannot be read. */
export async function readValues(
  source: DataSource,
  { path, shape: whole, dtype }: DatasetInfo,
  selection: DataSelection,
  signal?: AbortSignal,
): Promise<ReadValues> {
  const ranges = whole.map((length, axis) => rangeOf(selection[axis] ?? null, length));
  const shape = ranges.map(([first, end]) => end - first);
  const count = sizeOf(shape);
  if (dtype !== null) {
    const bytes = count * itemSize(dtype);
    if (bytes > maxResultBytes) throw tooMuch(bytesText(bytes), bytesText(maxResultBytes));
    if (count === 0 || hasNoValues(source, path)) return { shape, dtype: null, texts: [] };
    const { data } = await readPart(source, path, ranges, { ...(signal ? { signal } : {}), priority: 1 });
    return { shape, dtype, data };
  }
  if (count > mostTexts) throw tooMuch(`${count} entries`, String(mostTexts));
  if (count === 0) return { shape, dtype, texts: [] };
  return { shape, dtype, texts: source.shown?.(path, ranges) ?? source.texts?.(path) ?? [] };
}

/** A null dataspace: a type without a value, as `h5py.Empty` writes it. Its shape reads like that of a single value. */
const hasNoValues = (source: DataSource, path: string): boolean => source.typed?.(path)?.values?.shape === null;

/** A range of an axis that lies in it, `[0, length)` for null. @throws DaisyError `Input` for what is no pair of whole numbers. */
export function rangeOf(range: unknown, length: number): readonly [first: number, end: number] {
  if (range === null) return [0, length];
  const [first, end] = Array.isArray(range) ? (range as readonly unknown[]) : [];
  if (!Number.isInteger(first) || !Number.isInteger(end)) {
    throw new DaisyError('Input', {
      message: 'A selection has for each axis two whole numbers, or null for all of it.',
    });
  }
  const from = Math.min(Math.max(first as number, 0), length);
  return [from, Math.min(Math.max(end as number, from), length)];
}

function tooMuch(is: string, most: string): DaisyError {
  return new DaisyError('Input', {
    message: `${is} are too much for one answer (${most}).`,
    action: 'Select a part of the dataset.',
  });
}
