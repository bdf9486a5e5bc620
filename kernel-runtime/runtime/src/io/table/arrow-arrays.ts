import { makeVector, Table, tableToIPC, vectorFromArray, type Vector } from 'apache-arrow';
import { DaisyError, ndarray, type NdArray, type TypedArray } from '@daisy-lab/core';

/**
 * Arrays of one axis as an Arrow table, one column each; the columns share the memory of the arrays.
 * @throws DaisyError `Input` when they are not of one length.
 */
export function arrowTable(columns: Readonly<Record<string, NdArray | TypedArray | readonly string[]>>): Table {
  const entries = Object.entries(columns).map(([name, values]) => {
    const data = 'data' in values ? values.data : values;
    const vector = (Array.isArray(data) ? vectorFromArray(data) : makeVector(data as Float64Array)) as Vector;
    return [name, vector] as const;
  });
  const lengths = new Set(entries.map(([, vector]) => vector.length));
  if (lengths.size > 1) {
    throw new DaisyError('Input', { message: `Columns of ${[...lengths].join(' and ')} rows do not make one table.` });
  }
  return new Table(Object.fromEntries(entries));
}

/** A column of an Arrow table as an array; on the memory of the table when the column is one piece without gaps. */
export function arrayOfColumn(table: Table, name: string): NdArray {
  const column = table.getChild(name);
  const values: unknown = column?.nullCount === 0 ? column.toArray() : null;
  if (!ArrayBuffer.isView(values)) {
    throw new DaisyError('Input', { message: `The table has no column "${name}" of numbers without gaps.` });
  }
  const data = values as TypedArray;
  return ndarray(data as Float64Array, [data.length], ['row'] as const) as NdArray;
}

/** The bytes of an Arrow file with these columns. */
export function arrowBytes(columns: Readonly<Record<string, NdArray | TypedArray | readonly string[]>>): Uint8Array {
  return tableToIPC(arrowTable(columns), 'file');
}
