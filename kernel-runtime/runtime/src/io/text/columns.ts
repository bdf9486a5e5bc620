import type { DataSource } from '../data-source.js';
import type { Attributes } from '../attributes.js';
import { entrySource, type Entry } from '../entries/entry-source.js';
import { memoryEntry, textEntry } from '../entries/stored-entry.js';

/** A column of a table: numbers, or text. */
export interface Column {
  readonly name: string;
  readonly values: Float64Array | readonly string[];
  readonly unit?: string | undefined;
}

/** A table as a file of one dataset for each column, `/<name>`. */
export function tableSource(
  path: string,
  format: string,
  columns: readonly Column[],
  attributes: Attributes = {},
): DataSource {
  return entrySource({ path, format, entries: columnEntries(columns), attributes });
}

/** Datasets of columns; names that come twice are numbered. */
export function columnEntries(columns: readonly Column[], group = ''): readonly Entry[] {
  const taken = new Set<string>();
  return columns.map(({ name, values, unit }, index) => {
    const clean = name.replaceAll('/', '|').trim() || `column${index + 1}`;
    const unique = taken.has(clean) ? `${clean}-${index + 1}` : clean;
    taken.add(unique);
    const path = `${group}/${unique}`;
    const attributes: Attributes = unit ? { units: unit } : {};
    return values instanceof Float64Array
      ? memoryEntry(path, values, [values.length], attributes, ['row'])
      : textEntry(path, values, attributes);
  });
}

const missing = /^(|nan|na|n\/a|null|none|-)$/i;

/** Cells as numbers when all of them are; empty ones are NaN. */
export function columnOf(name: string, cells: readonly string[], unit?: string): Column {
  const numbers = new Float64Array(cells.length);
  for (let row = 0; row < cells.length; row++) {
    const value = numberOf(cells[row]!);
    if (value === null) return { name, values: cells, unit };
    numbers[row] = value;
  }
  return { name, values: numbers, unit };
}

/** A number as instruments write it (`1.5D-3`, `Inf`); null for what is none. */
export function numberOf(cell: string): number | null {
  const text = cell.trim();
  if (missing.test(text)) return Number.NaN;
  if (/^[+-]?inf(inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eEdD][+-]?\d+)?$/.test(text)) return null;
  return Number(text.replace(/[dD]/, 'e'));
}

/** Whether every cell of a line is a number. */
export function isNumeric(cells: readonly string[]): boolean {
  return cells.length > 0 && cells.every(cell => cell.trim() !== '' && numberOf(cell) !== null);
}
