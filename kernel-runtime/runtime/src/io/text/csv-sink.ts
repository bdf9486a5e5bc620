import { DaisyError, sizeOf, type NdArray, type TypedArray } from '@daisy-lab/core';
import { writeFileSync } from 'node:fs';
import type { DataSink } from '../data-source.js';
import { startFile } from '../partial-file.js';
import { csvLine } from './split-csv.js';

/**
 * Writes arrays of one axis as columns, or one array of two axes as rows.
 * @throws DaisyError `File` when the file exists (unless `overwrite`), `Input` for what is no table.
 */
export function createCsv(name: string, { overwrite }: { readonly overwrite: boolean }): DataSink {
  const file = startFile(name, overwrite);
  const columns: { name: string; values: TypedArray }[] = [];
  let image: NdArray | undefined;
  const take = (path: string, array: NdArray): void => {
    if (array.shape.length === 1) columns.push({ name: path.split('/').at(-1)!, values: array.data });
    else if (array.shape.length === 2 && !image) image = array;
    else {
      throw new DaisyError('Input', {
        message: `An array of shape [${array.shape.join(', ')}] is no table.`,
        action: 'Select one row or one image, or write to a file that ends in .h5.',
      });
    }
  };
  return {
    path: file.path,
    group: () => undefined,
    write: take,
    create: (path, { dtype, shape }) => {
      const pieces: TypedArray[] = [];
      return {
        append: data => {
          pieces.push(data.slice());
          if (pieces.reduce((sum, piece) => sum + piece.length, 0) < sizeOf(shape)) return;
          const data2 = pieces.length === 1 ? pieces[0]! : joined(pieces);
          take(path, { dtype, shape, axes: shape.map(String), data: data2 });
        },
      };
    },
    writeScalar: () => undefined,
    finish: () => {
      writeFileSync(file.temporary, image ? rowsOf(image) : columnsOf(columns));
      file.finish();
    },
    abort: () => file.remove(),
  };
}

function joined(pieces: readonly TypedArray[]): TypedArray {
  const [first] = pieces as [Float64Array];
  const whole = new (first.constructor as Float64ArrayConstructor)(
    pieces.reduce((sum, piece) => sum + piece.length, 0),
  );
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece as Float64Array, at);
    at += piece.length;
  }
  return whole;
}

function rowsOf({ data, shape }: NdArray): string {
  const [rows, width] = shape as [number, number];
  const lines = Array.from({ length: rows }, (_, row) =>
    Array.from(data.subarray(row * width, (row + 1) * width), String).join(','),
  );
  return `${lines.join('\n')}\n`;
}

function columnsOf(columns: readonly { name: string; values: TypedArray }[]): string {
  if (columns.length === 0) throw new DaisyError('Input', { message: 'There is no table to write.' });
  const length = columns[0]!.values.length;
  const alike = columns.filter(({ values }) => values.length === length);
  const lines = Array.from({ length }, (_, row) => alike.map(({ values }) => String(values[row])).join(','));
  return `${[csvLine(alike.map(({ name }) => name)), ...lines].join('\n')}\n`;
}
