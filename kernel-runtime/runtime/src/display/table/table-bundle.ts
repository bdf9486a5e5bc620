import { types } from 'node:util';
import type { MimeBundle } from '../bundle.js';
import { escapeHtml } from '../escape-html.js';
import { inspectValue } from '../inspect/inspect-value.js';
import { countText } from '../statistics.js';
import type { TableColumn, TableData } from './table-data.js';

const firstRows = 10;
const lastRows = 5;
const mostColumns = 30;
const longestCell = 80;

/** First and last rows with names, types and units: as HTML, and as aligned text. */
export function tableBundle(table: TableData, title?: string): MimeBundle {
  const shown = { ...table, columns: table.columns.slice(0, mostColumns) };
  const rows = rowNumbers(table.rows);
  const size = [
    `${countText(table.rows)} ${table.rows === 1 ? 'row' : 'rows'}`,
    `${countText(table.columns.length)} ${table.columns.length === 1 ? 'column' : 'columns'}`,
  ].join(' × ');
  const hidden = table.columns.length - shown.columns.length;
  const summary = hidden > 0 ? `${size}, ${hidden} columns not shown` : size;
  return {
    'text/html': html(shown, rows, summary, title),
    'text/plain': [...(title === undefined ? [] : [title]), ...textLines(shown, rows), summary].join('\n'),
  };
}

/** Rows to draw; `null` stands for those between. */
function rowNumbers(count: number): readonly (number | null)[] {
  const from = (start: number, end: number): number[] => Array.from({ length: end - start }, (_, at) => start + at);
  if (count <= firstRows + lastRows + 1) return from(0, count);
  return [...from(0, firstRows), null, ...from(count - lastRows, count)];
}

function html(
  { columns }: TableData,
  rows: readonly (number | null)[],
  summary: string,
  title: string | undefined,
): string {
  const heads = columns.map(column => {
    const kind = escapeHtml(kindOf(column));
    return `<th style="text-align:${side(column)}">${escapeHtml(column.name)}<br><small style="font-weight:normal">${kind}</small></th>`;
  });
  const lines = rows.map(row => {
    if (row === null) return `<tr><td>⋮</td>${'<td></td>'.repeat(columns.length)}</tr>`;
    const cells = columns.map(
      column => `<td style="text-align:${side(column)}">${escapeHtml(cellText(column, row))}</td>`,
    );
    return `<tr><th>${row}</th>${cells.join('')}</tr>`;
  });
  const caption = title === undefined ? '' : `<caption>${escapeHtml(title)}</caption>`;
  return `<table>${caption}<thead><tr><th></th>${heads.join('')}</tr></thead><tbody>${lines.join('')}</tbody></table><p>${summary}</p>`;
}

function textLines({ columns }: TableData, rows: readonly (number | null)[]): string[] {
  const index = rows.map(row => (row === null ? '…' : String(row)));
  const blocks = columns.map(column => {
    const cells = rows.map(row => (row === null ? '…' : cellText(column, row)));
    return aligned([column.name, kindOf(column), ...cells], side(column));
  });
  const all = [aligned(['', '', ...index], 'right'), ...blocks];
  return all[0]!.map((_, line) =>
    all
      .map(block => block[line])
      .join('  ')
      .trimEnd(),
  );
}

function aligned(cells: readonly string[], to: 'left' | 'right'): string[] {
  const cut = cells.map(cell => (cell.length > 24 ? `${cell.slice(0, 23)}…` : cell));
  const width = Math.max(...cut.map(cell => cell.length));
  return cut.map(cell => (to === 'right' ? cell.padStart(width) : cell.padEnd(width)));
}

const kindOf = ({ type, unit }: TableColumn): string => (unit ? `${type}, ${unit}` : type);
const side = ({ type }: TableColumn): 'left' | 'right' =>
  /^(number|bigint|u?int|float|decimal)/i.test(type) ? 'right' : 'left';

function cellText({ cell }: TableColumn, row: number): string {
  let text: string;
  try {
    text = valueText(cell(row));
  } catch {
    text = '?';
  }
  const line = text.replace(/\s+/g, ' ');
  return line.length > longestCell ? `${line.slice(0, longestCell - 1)}…` : line;
}

function valueText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (types.isDate(value))
    return inspectValue(value)
      .replace('T', ' ')
      .replace(/\.000Z$|Z$/, '');
  return inspectValue(value, { depth: 1, entries: 10, text: longestCell, values: 20 });
}
