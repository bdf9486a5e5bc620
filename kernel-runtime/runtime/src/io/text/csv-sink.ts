import type { TypedArray } from '@daisy-lab/core';
import type { DataSink } from '../data-source.js';
import { createTable, type Column } from '../table/columns-of-table.js';
import { csvLine } from './split-csv.js';

/**
 * Writes arrays of one axis as columns, or one array of two axes as rows. Columns of another length than the first are left out.
 * @throws DaisyError `File` when the file exists (unless `overwrite`), `Input` for what is no table.
 */
export function createCsv(name: string, options: { readonly overwrite: boolean }): DataSink {
  return createTable(name, options, {
    name: 'CSV',
    mostAxes: 2,
    encode: columns => {
      const image = columns.all.find(({ shape }) => shape.length === 2);
      if (!image) {
        if (columns.all.length === 0) columns.check('CSV');
        return columnsOf(columns.all.filter(({ shape }) => shape[0] === columns.rows));
      }
      return rowsOf(image);
    },
  });
}

function rowsOf({ values, shape }: Column): string {
  const [rows, width] = shape as [number, number];
  const data = values as TypedArray;
  const lines = Array.from({ length: rows }, (_, row) =>
    Array.from(data.subarray(row * width, (row + 1) * width), String).join(','),
  );
  return `${lines.join('\n')}\n`;
}

function columnsOf(columns: readonly Column[]): string {
  const rows = columns[0]!.shape[0]!;
  const lines = Array.from({ length: rows }, (_, row) => csvLine(columns.map(({ values }) => String(values[row]))));
  return `${[csvLine(columns.map(({ name }) => name)), ...lines].join('\n')}\n`;
}
