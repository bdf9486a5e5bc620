import { itemSize, sizeOf, typedArray, type Dtype, type TypedArray } from '@daisy-lab/core';
import { bytesOf, swapBytes } from '../bytes/byte-order.js';
import type { FileBytes } from '../bytes/file-bytes.js';
import { damaged } from '../bytes/problems.js';
import type { Entry } from '../entries/entry-source.js';
import { readBox, storedAs } from '../entries/stored-entry.js';
import { fitsAttributes, type FitsHeader } from './fits-header.js';

const stored: Readonly<Record<string, Dtype>> = {
  '8': 'uint8',
  '16': 'int16',
  '32': 'int32',
  '64': 'int64',
  '-32': 'float32',
  '-64': 'float64',
};

/** Integers with this zero are the other kind of sign (FITS 4.0, table 11). */
const signed: Readonly<Record<string, readonly [zero: number, dtype: Dtype]>> = {
  uint8: [-128, 'int8'],
  int16: [2 ** 15, 'uint16'],
  int32: [2 ** 31, 'uint32'],
  int64: [2 ** 63, 'uint64'],
};

/** The image of a header: stored values, or physical ones where BSCALE and BZERO say so; BLANK becomes NaN in these. */
export function fitsImage(file: FileBytes, header: FitsHeader, path: string, shape: readonly number[]): Entry {
  const kept = stored[String(header.number('BITPIX'))];
  if (!kept) throw damaged(file.path, `BITPIX is ${header.text('BITPIX')}`);
  const scale = header.number('BSCALE', 1);
  const zero = header.number('BZERO', 0);
  const turned = scale === 1 && zero === signed[kept]?.[0] ? signed[kept][1] : null;
  const physical = !turned && (scale !== 1 || zero !== 0);
  const wide = kept === 'int32' || kept === 'int64' || kept === 'float64';
  const dtype: Dtype = turned ?? (physical ? (wide ? 'float64' : 'float32') : kept);
  const item = itemSize(kept);
  if (header.dataAt + sizeOf(shape) * item > file.size)
    throw damaged(file.path, `the image ${path} ends after the file`);
  const blank = kept.startsWith('float') ? undefined : header.cards.get('BLANK');
  const box = (ranges: Parameters<NonNullable<Entry['fill']>>[0], bytes: Uint8Array): void => {
    readBox(file, header.dataAt, shape, item, ranges, bytes);
    swapBytes(bytes, item);
  };
  return {
    info: { path, shape, dtype, typeName: dtype, attributes: fitsAttributes(header), storage: storedAs('whole', null) },
    fill: (ranges, into) => {
      if (!physical) {
        box(ranges, bytesOf(into));
        if (turned) turnSign(bytesOf(into), item);
        return;
      }
      const values = typedArray(kept, into.length);
      box(ranges, bytesOf(values));
      toPhysical(values, into as Float64Array, scale, zero, blank);
    },
  };
}

/** Adds the zero of unsigned integers: turns the highest bit of each item. */
export function turnSign(bytes: Uint8Array, item: number): void {
  for (let at = item - 1; at < bytes.length; at += item) bytes[at] = bytes[at]! ^ 0x80;
}

function toPhysical(
  values: TypedArray,
  into: Float64Array,
  scale: number,
  zero: number,
  blank: string | number | undefined,
): void {
  for (let at = 0; at < values.length; at++) {
    const value = Number(values[at]);
    into[at] = value === blank ? Number.NaN : value * scale + zero;
  }
}
