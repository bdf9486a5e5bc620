import { readFile, writeFile } from 'node:fs/promises';
import { DaisyError, type ColumnTable } from '@daisy-lab/core';
import type { PlainArray } from './npy.js';

/** Writes columns under a line of their names (RFC 4180; numbers with all their digits). */
export async function writeTable(path: string, table: ColumnTable): Promise<void> {
  const names = Object.keys(table);
  const rows = names.length > 0 ? table[names[0]!]!.length : 0;
  const lines = Array.from({ length: rows }, (_, row) =>
    names.map(name => quoted(String(table[name]![row]))).join(','),
  );
  await writeFile(path, [names.map(quoted).join(','), ...lines, ''].join('\n'));
}

/** Writes an array of one axis as a column, one of two axes as rows, without a line of names. */
export async function writeCsvArray(path: string, { shape, data }: PlainArray): Promise<void> {
  if (shape.length > 2) {
    throw new DaisyError('Input', {
      message: `An array with ${shape.length} axes does not fit into a CSV file.`,
      action: 'Exchange it as npy, h5 or raw.',
    });
  }
  const width = shape[1] ?? 1;
  const lines = Array.from({ length: shape[0] ?? 1 }, (_, row) =>
    Array.from(data.subarray(row * width, (row + 1) * width), String).join(','),
  );
  await writeFile(path, [...lines, ''].join('\n'));
}

/** Reads columns; a column whose every value is a number becomes an array of them. */
export async function readTable(path: string): Promise<ColumnTable> {
  const [names, ...rows] = parse(await readFile(path, 'utf8'), path);
  const columns = (names ?? []).map((name, column) => {
    const texts = rows.map(row => row[column]!);
    const numbers = Float64Array.from(texts, numberOf);
    return [name, texts.every((text, row) => !Number.isNaN(numbers[row]) || isNan(text)) ? numbers : texts] as const;
  });
  return Object.fromEntries(columns);
}

/** Reads numbers in rows; a single column becomes an array of one axis. */
export async function readCsvArray(path: string): Promise<PlainArray> {
  const rows = parse(await readFile(path, 'utf8'), path);
  const hasNames = rows.length > 0 && rows[0]!.some(text => Number.isNaN(numberOf(text)) && !isNan(text));
  const values = hasNames ? rows.slice(1) : rows;
  const width = rows[0]?.length ?? 1;
  const data = Float64Array.from(values.flat(), numberOf);
  return { dtype: 'float64', shape: width === 1 ? [values.length] : [values.length, width], data };
}

const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));
const isNan = (text: string): boolean => /^\s*(nan|)\s*$/i.test(text);
const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Rows of fields. Every row must have as many fields as the first. */
function parse(text: string, path: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quotedField, plainField, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    if (end === '' && row.length === 0 && quotedField === undefined && plainField === '') break;
    row.push(quotedField?.replaceAll('""', '"') ?? plainField!);
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  const uneven = rows.findIndex(fields => fields.length !== rows[0]!.length);
  if (uneven < 0) return rows;
  throw new DaisyError('File', {
    message: `Line ${uneven + 1} of ${path} has ${rows[uneven]!.length} fields, not ${rows[0]!.length} as the first.`,
    path,
  });
}
