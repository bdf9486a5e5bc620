import { DaisyError, dtypeOf, itemSize, type Dtype, type TypedArray } from '@daisy-lab/core';
import { bytesOf, swapBytes } from '../bytes/byte-order.js';
import type { Column, Columns } from '../table/columns-of-table.js';
import { blockBytes, fitsCards } from './fits-header.js';
import { turnSign } from './fits-image.js';

type Card = readonly [key: string, value: string | number | boolean, comment?: string];

/** Letter of a type, and what is to be added to stored values where the sign is turned. */
const forms: Readonly<Record<Dtype, readonly [letter: string, zero?: number]>> = {
  uint8: ['B'],
  int8: ['B', -128],
  int16: ['I'],
  uint16: ['I', 2 ** 15],
  int32: ['J'],
  uint32: ['J', 2 ** 31],
  int64: ['K'],
  uint64: ['K', 2 ** 63],
  float32: ['E'],
  float64: ['D'],
};

interface StoredColumn {
  readonly cards: readonly Card[];
  readonly bytesOfRow: number;
  readonly bytes: Uint8Array;
}

/** A binary table (FITS 4.0, section 7.3) in whole blocks, behind the primary HDU. */
export function fitsTable(columns: Columns): Uint8Array {
  columns.check('FITS');
  if (columns.all.length > 999) throw new DaisyError('Input', { message: 'A table of FITS has at most 999 columns.' });
  const { rows } = columns;
  const stored = columns.all.map((column, index) => storedColumn(column, index + 1));
  const rowBytes = stored.reduce((sum, { bytesOfRow }) => sum + bytesOfRow, 0);
  const header = fitsCards([
    ['XTENSION', 'BINTABLE', 'binary table'],
    ['BITPIX', 8],
    ['NAXIS', 2],
    ['NAXIS1', rowBytes, 'bytes of a row'],
    ['NAXIS2', rows, 'rows'],
    ['PCOUNT', 0],
    ['GCOUNT', 1],
    ['TFIELDS', stored.length, 'columns'],
    ...stored.flatMap(({ cards }) => cards),
    ['EXTNAME', 'TABLE'],
  ]);
  const whole = new Uint8Array(header.length + Math.ceil((rows * rowBytes) / blockBytes) * blockBytes);
  whole.set(header);
  let offset = header.length;
  for (const { bytes, bytesOfRow } of stored) {
    for (let row = 0; row < rows; row++) {
      whole.set(bytes.subarray(row * bytesOfRow, (row + 1) * bytesOfRow), offset + row * rowBytes);
    }
    offset += bytesOfRow;
  }
  return whole;
}

function storedColumn({ name, values, shape, unit }: Column, number: number): StoredColumn {
  const named: Card[] = [[`TTYPE${number}`, ascii(name)]];
  const units: Card[] = unit === undefined ? [] : [[`TUNIT${number}`, ascii(unit)]];
  if (!ArrayBuffer.isView(values)) {
    const width = Math.max(1, ...values.map(({ length }) => length));
    const bytes = new TextEncoder().encode(values.map(value => ascii(value).padEnd(width)).join(''));
    return { cards: [...named, [`TFORM${number}`, `${width}A`], ...units], bytesOfRow: width, bytes };
  }
  const dtype = dtypeOf(values as TypedArray);
  const [letter, zero] = forms[dtype];
  const repeat = shape[1] ?? 1;
  const bytes = bytesOf(values as TypedArray).slice();
  if (zero !== undefined) turnSign(bytes, itemSize(dtype));
  swapBytes(bytes, itemSize(dtype));
  const turned: Card[] = zero === undefined ? [] : [[`TZERO${number}`, zero, 'stored values are less by this']];
  const form: Card = [`TFORM${number}`, `${repeat}${letter}`];
  return { cards: [...named, form, ...units, ...turned], bytesOfRow: repeat * itemSize(dtype), bytes };
}

/** FITS knows no other characters. */
const ascii = (value: string): string => value.replaceAll(/[^ -~]/g, '?');
