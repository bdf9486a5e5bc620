import { writeFileSync } from 'node:fs';
import { DaisyError, sizeOf, type TypedArray } from '@daisy-lab/core';
import type { DataSink } from '../data-source.js';
import { startFile } from '../partial-file.js';
import { arrowBytes } from './arrow-arrays.js';

/**
 * Writes arrays of one axis as the columns of a table.
 * @throws DaisyError `File` when the file exists (unless `overwrite`), `Input` for what is no column.
 */
export function createArrow(name: string, { overwrite }: { readonly overwrite: boolean }): DataSink {
  const file = startFile(name, overwrite);
  const columns: Record<string, TypedArray> = {};
  const take = (path: string, shape: readonly number[], data: TypedArray): void => {
    if (shape.length !== 1 || data.length !== sizeOf(shape)) {
      throw new DaisyError('Input', { message: `An array of shape [${shape.join(', ')}] is no column of a table.` });
    }
    columns[path.split('/').at(-1)!] = data;
  };
  return {
    path: file.path,
    group: () => undefined,
    write: (path, { shape, data }) => take(path, shape, data),
    create: (path, { shape }) => ({ append: data => take(path, shape, data.slice()) }),
    writeScalar: () => undefined,
    finish: () => {
      writeFileSync(file.temporary, arrowBytes(columns));
      file.finish();
    },
    abort: () => file.remove(),
  };
}
