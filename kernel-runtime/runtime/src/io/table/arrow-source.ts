import { tableFromIPC, type Table } from 'apache-arrow';
import { dtypeOf, type TypedArray } from '@daisy-lab/core';
import type { DataSource } from '../data-source.js';
import { FileBytes } from '../bytes/file-bytes.js';
import { damaged, parsing } from '../bytes/problems.js';
import { entrySource, type Entry } from '../entries/entry-source.js';
import { memoryEntry, textEntry } from '../entries/stored-entry.js';

/**
 * Opens a table in Arrow's IPC format (file or stream): a dataset for each column. Numbers without gaps share the memory of the file.
 * @throws DaisyError `File` when it is missing or damaged.
 */
export function openArrow(name: string): DataSource {
  const file = new FileBytes(name);
  try {
    const bytes = file.readAll();
    return parsing(file.path, 'Arrow', () => {
      const table = tableFromIPC(bytes);
      if (table.numCols === 0) throw damaged(file.path, 'it holds no table');
      return entrySource({
        path: file.path,
        format: 'Arrow',
        entries: table.schema.fields.map((field, index) => columnEntry(table, field.name, index)),
        attributes: Object.fromEntries(table.schema.metadata),
      });
    });
  } finally {
    file.close();
  }
}

function columnEntry(table: Table, name: string, index: number): Entry {
  const path = `/${name.replaceAll('/', '|') || `column${index + 1}`}`;
  const column = table.getChildAt(index)!;
  const values: unknown = column.nullCount === 0 ? column.toArray() : null;
  if (ArrayBuffer.isView(values) && isNumbers(values) && values.length === table.numRows)
    return memoryEntry(path, values);
  return mixedEntry(path, Array.from(column as Iterable<unknown>));
}

const isNumbers = (values: ArrayBufferView): values is TypedArray => {
  try {
    return dtypeOf(values as TypedArray) !== undefined;
  } catch {
    return false;
  }
};

/** Values of any kind: numbers, with NaN for gaps, or text. */
export function mixedEntry(path: string, values: readonly unknown[]): Entry {
  const numbers = values.every(
    value => value === null || value === undefined || ['number', 'bigint', 'boolean'].includes(typeof value),
  );
  if (!numbers) {
    return textEntry(
      path,
      values.map(value =>
        value === null || value === undefined ? '' : value instanceof Date ? value.toISOString() : String(value),
      ),
    );
  }
  if (values.length > 0 && values.every(value => typeof value === 'bigint'))
    return memoryEntry(path, BigInt64Array.from(values));
  return memoryEntry(
    path,
    Float64Array.from(values, value => (value === null || value === undefined ? Number.NaN : Number(value))),
  );
}
