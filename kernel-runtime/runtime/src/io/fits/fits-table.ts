import { itemSize, sizeOf, type Dtype } from '@daisy-lab/core';
import { bytesOf, swapBytes } from '../bytes/byte-order.js';
import type { FileBytes } from '../bytes/file-bytes.js';
import { damaged } from '../bytes/problems.js';
import type { Entry } from '../entries/entry-source.js';
import { copyBox } from '../entries/ranges.js';
import { memoryEntry, textEntry } from '../entries/stored-entry.js';
import type { FitsHeader } from './fits-header.js';
import { turnSign } from './fits-image.js';

const types: Readonly<Record<string, Dtype>> = {
  L: 'uint8',
  B: 'uint8',
  I: 'int16',
  J: 'int32',
  K: 'int64',
  E: 'float32',
  D: 'float64',
};
const widths: Readonly<Record<string, number>> = { A: 1, X: 1 / 8, C: 8, M: 16, P: 8, Q: 16 };
const unsignedZero: Readonly<Record<string, readonly [number, Dtype]>> = {
  B: [-128, 'int8'],
  I: [2 ** 15, 'uint16'],
  J: [2 ** 31, 'uint32'],
  K: [2 ** 63, 'uint64'],
};

/** Columns of a binary table; those of variable length, bits and complex numbers are listed, not read. */
export function binaryTable(file: FileBytes, header: FitsHeader, path: string): readonly Entry[] {
  const rowBytes = header.number('NAXIS1');
  const rows = header.number('NAXIS2');
  if (header.dataAt + rowBytes * rows > file.size) throw damaged(file.path, `the table ${path} ends after the file`);
  let offset = 0;
  return columnsOf(header).map(({ name, form, index }) => {
    const [, digits, code = '?'] = /^\s*(\d*)([LXBIJKAEDCMPQ])/.exec(form) ?? [];
    const repeat = digits === '' || digits === undefined ? 1 : Number(digits);
    const dtype = types[code];
    const begin = offset;
    const length = dtype ? repeat * itemSize(dtype) : Math.ceil(repeat * (widths[code] ?? Infinity));
    offset += length;
    if (!(offset <= rowBytes)) throw damaged(file.path, `the columns of ${path} are wider than its rows`);
    const place = { file, at: header.dataAt + begin, rowBytes, rows, length };
    const attributes = unitOf(header, index);
    if (code === 'A') return textEntry(`${path}/${name}`, texts(place), attributes);
    if (!dtype)
      return {
        info: { path: `${path}/${name}`, shape: [rows], dtype: null, typeName: `FITS ${form.trim()}`, attributes },
      };
    const scale = header.number(`TSCAL${index}`, 1);
    const zero = header.number(`TZERO${index}`, 0);
    const turned = scale === 1 && zero === unsignedZero[code]?.[0] ? unsignedZero[code][1] : null;
    const shape = repeat === 1 ? [rows] : [rows, repeat];
    if (scale !== 1 || (zero !== 0 && !turned))
      return scaledColumn(place, dtype, shape, { path: `${path}/${name}`, scale, zero, attributes });
    return {
      info: {
        path: `${path}/${name}`,
        shape,
        dtype: turned ?? dtype,
        typeName: code === 'L' ? 'bool' : (turned ?? dtype),
        attributes,
      },
      fill: (ranges, into) => {
        const whole = columnBytes(place);
        swapBytes(whole, itemSize(dtype));
        if (turned) turnSign(whole, itemSize(dtype));
        if (code === 'L') whole.forEach((letter, row) => (whole[row] = Number(letter === 0x54)));
        copyBox(whole, shape, ranges, itemSize(dtype), bytesOf(into));
      },
    };
  });
}

/** Columns of a table of text: numbers as float64. */
export function textTable(file: FileBytes, header: FitsHeader, path: string): readonly Entry[] {
  const rowBytes = header.number('NAXIS1');
  const rows = header.number('NAXIS2');
  return columnsOf(header).map(({ name, form, index }) => {
    const [, code = 'A', width = '1'] = /^\s*([AIFED])(\d+)/.exec(form) ?? [];
    const at = header.dataAt + header.number(`TBCOL${index}`) - 1;
    const values = texts({ file, at, rowBytes, rows, length: Number(width) });
    const attributes = unitOf(header, index);
    if (code === 'A') return textEntry(`${path}/${name}`, values, attributes);
    const numbers = Float64Array.from(values, text =>
      text.trim() === '' ? Number.NaN : Number(text.replace('D', 'E')),
    );
    return memoryEntry(`${path}/${name}`, numbers, [rows], attributes);
  });
}

interface Place {
  readonly file: FileBytes;
  /** Byte of the first row's value. */
  readonly at: number;
  readonly rowBytes: number;
  readonly rows: number;
  readonly length: number;
}

function columnBytes({ file, at, rowBytes, rows, length }: Place): Uint8Array {
  const column = new Uint8Array(rows * length);
  const atOnce = Math.max(1, Math.floor((1 << 22) / Math.max(1, rowBytes)));
  for (let row = 0; row < rows && length > 0; row += atOnce) {
    const count = Math.min(atOnce, rows - row);
    const held = file.read(at + row * rowBytes, (count - 1) * rowBytes + length);
    for (let index = 0; index < count; index++) {
      column.set(held.subarray(index * rowBytes, index * rowBytes + length), (row + index) * length);
    }
  }
  return column;
}

function texts(place: Place): readonly string[] {
  const bytes = columnBytes(place);
  const decoder = new TextDecoder('latin1');
  return Array.from({ length: place.rows }, (_, row) =>
    decoder
      .decode(bytes.subarray(row * place.length, (row + 1) * place.length))
      .replace(/\0[^]*$/, '')
      .trimEnd(),
  );
}

function scaledColumn(
  place: Place,
  dtype: Dtype,
  shape: readonly number[],
  {
    path,
    scale,
    zero,
    attributes,
  }: { path: string; scale: number; zero: number; attributes: Readonly<Record<string, string>> },
): Entry {
  return {
    info: { path, shape, dtype: 'float64', typeName: 'float64', attributes },
    fill: (ranges, into) => {
      const bytes = columnBytes(place);
      swapBytes(bytes, itemSize(dtype));
      const view = new DataView(bytes.buffer);
      const read = {
        uint8: 'getUint8',
        int16: 'getInt16',
        int32: 'getInt32',
        int64: 'getBigInt64',
        float32: 'getFloat32',
      } as const;
      const get = dtype in read ? read[dtype as keyof typeof read] : 'getFloat64';
      const physical = Float64Array.from(
        { length: sizeOf(shape) },
        (_, at) => Number(view[get](at * itemSize(dtype), true)) * scale + zero,
      );
      copyBox(bytesOf(physical), shape, ranges, 8, bytesOf(into));
    },
  };
}

function columnsOf(header: FitsHeader): readonly { name: string; form: string; index: number }[] {
  const taken = new Set<string>();
  return Array.from({ length: Math.min(999, header.number('TFIELDS')) }, (_, column) => {
    const index = column + 1;
    const given = header.text(`TTYPE${index}`).replaceAll('/', '|') || `column${index}`;
    const name = taken.has(given) ? `${given}-${index}` : given;
    taken.add(name);
    return { name, form: header.text(`TFORM${index}`), index };
  });
}

function unitOf(header: FitsHeader, index: number): Readonly<Record<string, string>> {
  const unit = header.text(`TUNIT${index}`);
  return unit ? { units: unit } : {};
}
