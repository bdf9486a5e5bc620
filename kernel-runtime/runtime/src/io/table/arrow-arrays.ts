import { Field, FixedSizeList, makeData, makeVector, Table, tableToIPC, Vector, vectorFromArray } from 'apache-arrow';
import { DaisyError, ndarray, type NdArray, type TypedArray } from '@daisy-lab/core';

/** What becomes a column: an array of one axis (values) or two (a list per row), plain values, or texts. */
export type ArrowColumn = Pick<NdArray, 'data' | 'shape'> | TypedArray | readonly string[];

/**
 * Arrays as an Arrow table, one column each, on the memory of the arrays: of one axis as values, of two as lists of one length.
 * Texts are copied.
 * @throws DaisyError `Input` when they are not of one length, or have more axes.
 */
export function arrowTable(columns: Readonly<Record<string, ArrowColumn>>): Table {
  const entries = Object.entries(columns).map(([name, values]) => [name, vectorOf(name, values)] as const);
  const lengths = new Set(entries.map(([, vector]) => vector.length));
  if (lengths.size > 1) {
    throw new DaisyError('Input', { message: `Columns of ${[...lengths].join(' and ')} rows do not make one table.` });
  }
  return new Table(Object.fromEntries(entries));
}

function vectorOf(name: string, column: ArrowColumn): Vector {
  if (Array.isArray(column)) return vectorFromArray(column as readonly string[]) as Vector;
  if (!('shape' in column)) return makeVector(column as Float64Array) as Vector;
  const { data, shape } = column;
  const values = makeVector(data as Float64Array) as Vector;
  if (shape.length === 1) return values;
  const [rows = 0, width = 0, ...more] = shape;
  if (shape.length !== 2 || more.length > 0) {
    throw new DaisyError('Input', { message: `"${name}" of shape [${shape.join(', ')}] is no column of a table.` });
  }
  const type = new FixedSizeList(width, new Field('item', values.type, false));
  return new Vector([makeData({ type, length: rows, nullCount: 0, child: values.data[0]! })]);
}

/**
 * A column of an Arrow table as an array; on the memory of the table when the column is one piece without gaps. Lists of one length make
 * an array of two axes.
 * @throws DaisyError `Input` when there is no such column of numbers without gaps.
 */
export function arrayOfColumn(table: Table, name: string): NdArray {
  const column = table.getChild(name);
  const width = column && column.type instanceof FixedSizeList ? column.type.listSize : null;
  const values: unknown =
    column?.nullCount !== 0 ? null : width === null ? column.toArray() : column.getChildAt(0)?.toArray();
  if (!ArrayBuffer.isView(values)) {
    throw new DaisyError('Input', { message: `The table has no column "${name}" of numbers without gaps.` });
  }
  const data = values as Float64Array;
  if (width === null) return ndarray(data, [data.length], ['row'] as const) as NdArray;
  return ndarray(data, [data.length / width, width], ['row', 'item'] as const) as NdArray;
}

/** The bytes of an Arrow file with these columns. */
export function arrowBytes(columns: Readonly<Record<string, ArrowColumn>>): Uint8Array {
  return tableToIPC(arrowTable(columns), 'file');
}
