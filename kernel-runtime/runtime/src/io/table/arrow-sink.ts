import type { DataSink } from '../data-source.js';
import { arrowBytes } from './arrow-arrays.js';
import { createTable } from './columns-of-table.js';

/**
 * Writes arrays of one axis as the columns of a table, those of two as columns of lists.
 * @throws DaisyError `File` when the file exists (unless `overwrite`), `Input` for what is no column.
 */
export function createArrow(name: string, options: { readonly overwrite: boolean }): DataSink {
  return createTable(name, options, {
    name: 'Arrow',
    mostAxes: 2,
    encode: columns => {
      columns.check('Arrow');
      return arrowBytes(
        Object.fromEntries(
          columns.all.map(({ name: column, shape, values }) => [
            column,
            shape.length === 1 ? values : { data: values, shape },
          ]),
        ) as Parameters<typeof arrowBytes>[0],
      );
    },
  });
}
