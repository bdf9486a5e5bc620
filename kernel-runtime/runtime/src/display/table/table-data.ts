import { types } from 'node:util';
import { isPlainObject, ownData } from '../inspect/own-data.js';

/** A table to be shown: columns that are asked cell by cell, because only a few rows are drawn. */
export interface TableData {
  readonly rows: number;
  readonly columns: readonly TableColumn[];
}

export interface TableColumn {
  readonly name: string;
  readonly type: string;
  readonly unit: string | undefined;
  cell(row: number): unknown;
}

/** The part of an Apache Arrow table or record batch that is read. */
export interface ArrowTable {
  readonly numRows: number;
  readonly schema: { readonly fields: readonly ArrowField[] };
  getChildAt(index: number): { get(row: number): unknown } | null;
}

interface ArrowField {
  readonly name: string;
  readonly type: unknown;
  readonly metadata?: ReadonlyMap<string, string>;
}

type Units = Readonly<Record<string, string>>;

const mostLooked = 50;
const mostColumns = 200;

/** Arrow tables and record batches, by their members: the package may be any version of the notebook's own. */
export function isArrowTable(value: unknown): value is ArrowTable {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return false;
  const table = value as Partial<ArrowTable>;
  return (
    typeof table.getChildAt === 'function' && typeof table.numRows === 'number' && Array.isArray(table.schema?.fields)
  );
}

export function arrowTable(table: ArrowTable, units: Units = {}): TableData {
  const columns = table.schema.fields.map(({ name, type, metadata }, index): TableColumn => {
    const vector = table.getChildAt(index);
    const unit = units[name] ?? metadata?.get('unit') ?? metadata?.get('units');
    return { name, type: String(type), unit, cell: row => vector?.get(row) };
  });
  return { rows: table.numRows, columns };
}

/** True for a list of like records: plain objects that share the names of the first one. */
export function isRecords(value: unknown): value is readonly Record<string, unknown>[] {
  if (types.isProxy(value) || !Array.isArray(value) || value.length === 0) return false;
  const looked = [...(value as unknown[]).slice(0, mostLooked), (value as unknown[]).at(-1)];
  if (!looked.every(isPlainObject)) return false;
  const names = Object.keys(looked[0]!).slice(0, mostColumns);
  return names.length > 0 && looked.every(record => names.some(name => Object.hasOwn(record, name)));
}

export function recordTable(records: readonly object[], units: Units = {}): TableData {
  const names = new Set<string>();
  for (const record of records.slice(0, mostLooked)) for (const name of Object.keys(record)) names.add(name);
  const columns = [...names].slice(0, mostColumns).map((name): TableColumn => {
    // Of a getter, nothing: it is not run.
    const cell = (row: number): unknown => (records[row] ? ownData(records[row], name) : undefined);
    const looked = Math.min(records.length, mostLooked);
    return { name, type: typeOf(looked, cell), unit: units[name], cell };
  });
  return { rows: records.length, columns };
}

/** Columns of equal length by name. */
export type Columns = Readonly<Record<string, ArrayLike<unknown>>>;

export function isColumns(value: unknown): value is Columns {
  if (!isPlainObject(value)) return false;
  const lists = Object.keys(value).map(name => ownData(value, name));
  const isList = (list: unknown): boolean => Array.isArray(list) || types.isTypedArray(list);
  const length = (list: unknown): number => (list as ArrayLike<unknown>).length;
  return lists.length > 0 && lists.every(list => isList(list) && length(list) === length(lists[0]));
}

export function columnTable(columns: Columns, units: Units = {}): TableData {
  const entries = Object.entries(columns);
  return {
    rows: entries[0]?.[1].length ?? 0,
    columns: entries.map(([name, list]) => {
      const cell = (row: number): unknown => list[row];
      const type = types.isTypedArray(list) ? dtypeName(list) : typeOf(Math.min(list.length, mostLooked), cell);
      return { name, type, unit: units[name], cell };
    }),
  };
}

/** `Float64Array` -> `float64` */
const dtypeName = (list: NodeJS.TypedArray): string =>
  Object.prototype.toString.call(list).slice(8, -6).replace(/^Big/, '').toLowerCase();

/** What the values of a column are, when they are all the same. */
function typeOf(rows: number, cell: (row: number) => unknown): string {
  const seen = new Set<string>();
  for (let row = 0; row < rows; row++) {
    const value = cell(row);
    if (value !== null && value !== undefined) seen.add(types.isDate(value) ? 'time' : typeof value);
  }
  const [only] = seen;
  return seen.size === 0 ? 'empty' : seen.size > 1 ? 'mixed' : only === 'string' ? 'text' : only!;
}
