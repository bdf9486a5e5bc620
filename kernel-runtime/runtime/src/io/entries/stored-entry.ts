import { dtypeOf, itemSize, sizeOf, type Dtype, type TypedArray } from '@daisy-lab/core';
import type { Attributes } from '../attributes.js';
import type { StorageInfo } from '../data-source.js';
import { bytesOf, swapBytes } from '../bytes/byte-order.js';
import type { FileBytes } from '../bytes/file-bytes.js';
import { damaged } from '../bytes/problems.js';
import type { Entry } from './entry-source.js';
import { copyBox, lastPartial, lengthOf, stridesOf, type Range } from './ranges.js';

export interface StoredArray {
  readonly path: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Byte of the file where it begins. */
  readonly offset: number;
  readonly littleEndian: boolean;
  readonly attributes?: Attributes;
  readonly axes?: readonly string[];
  readonly typeName?: string;
}

/** A box that needs more calls than one is read as the span that holds it, up to this size. */
const spanBytes = 1 << 20;

/**
 * An array that lies in the file in one piece, C order: a box of it is read alone.
 * @throws DaisyError `File` when the file is too short for it.
 */
export function storedEntry(file: FileBytes, array: StoredArray): Entry {
  const { path, dtype, shape, offset, littleEndian, attributes = {}, axes } = array;
  const item = itemSize(dtype);
  const bytes = sizeOf(shape) * item;
  if (!(offset + bytes <= file.size)) {
    throw damaged(
      file.path,
      `${path} of shape [${shape.join(', ')}] needs ${bytes} bytes at byte ${offset}, the file has ${file.size}`,
    );
  }
  return {
    info: { path, shape, dtype, typeName: array.typeName ?? dtype, attributes },
    ...(axes ? { axes } : {}),
    fill: (ranges, into) => {
      const target = bytesOf(into);
      readBox(file, offset, shape, item, ranges, target);
      if (!littleEndian) swapBytes(target, item);
    },
  };
}

/** Reads a box of a dense array that begins at `offset`. */
export function readBox(
  file: FileBytes,
  offset: number,
  shape: readonly number[],
  item: number,
  ranges: readonly Range[],
  into: Uint8Array,
): void {
  if (into.length === 0) return;
  const strides = stridesOf(shape, item);
  const oneRun = lastPartial(shape, ranges);
  let to = 0;
  const walk = (axis: number, start: number): void => {
    const [first, end] = ranges[axis] ?? [0, 1];
    const stride = strides[axis] ?? item;
    const span = (end - first) * stride;
    if (axis >= oneRun) {
      file.readInto(start + first * stride, into.subarray(to, to + span));
      to += span;
    } else if (span <= spanBytes) {
      const held = file.read(start + first * stride, span);
      const inner = [end - first, ...shape.slice(axis + 1)];
      to = copyBox(held, inner, [[0, end - first], ...ranges.slice(axis + 1)], item, into, to);
    } else {
      for (let index = first; index < end; index++) walk(axis + 1, start + index * stride);
    }
  };
  walk(0, offset);
}

/** An array that is in memory. */
export function memoryEntry(
  path: string,
  data: TypedArray,
  shape: readonly number[] = [data.length],
  attributes: Attributes = {},
  axes?: readonly string[],
): Entry {
  const dtype = dtypeOf(data);
  return {
    info: { path, shape, dtype, typeName: dtype, attributes },
    ...(axes ? { axes } : {}),
    fill: (ranges, into) => void copyBox(bytesOf(data), shape, ranges, itemSize(dtype), bytesOf(into)),
  };
}

/** A column of text. */
export function textEntry(path: string, texts: readonly string[], attributes: Attributes = {}): Entry {
  return { info: { path, shape: [texts.length], dtype: null, typeName: 'text', attributes }, texts };
}

/** Number of values of a box. */
export const boxSize = (ranges: readonly Range[]): number => sizeOf(ranges.map(lengthOf));

/** How the entries of a format are stored; all of them are read by a reader of our own. */
export function storedAs(
  layout: string,
  chunks: readonly number[] | null,
  filters: readonly string[] = [],
): StorageInfo {
  return { layout, chunks, filters, slowBecause: null };
}
