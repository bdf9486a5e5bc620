import type { DataSource } from '../data-source.js';
import { parsing, unsupported } from '../bytes/problems.js';
import { numberOf, tableSource, type Column } from '../text/columns.js';
import { readText } from '../text/text-source.js';
import { readXdiHeader, XdiProblem, type XdiHeader } from './xdi-header.js';
import { checkXdi, columnsNamed, xdiWarnings } from './xdi-rules.js';

/**
 * Opens an XDI file: a dataset for each column, fields as attributes of the file, advice as the attribute `warnings`.
 * @throws DaisyError `File` when it breaks a rule of the format, saying which.
 */
export function openXdi(name: string): DataSource {
  const { path, text } = readText(name);
  try {
    return parsing(path, 'XDI', () => {
      const lines = text.split(/\r\n|\r|\n/);
      const header = readXdiHeader(lines);
      const rows = readRows(lines, header.dataLine);
      checkXdi(header, rows[0]!.length);
      const columns: Column[] = columnsNamed(header).map(({ name: title, unit }, column) => ({
        name: title,
        unit,
        values: Float64Array.from(rows, row => row[column]!),
      }));
      return tableSource(path, 'XDI', columns, attributesOf(header));
    });
  } catch (thrown) {
    const cause = (thrown as Error).cause;
    if (cause instanceof XdiProblem)
      throw unsupported(path, `it breaks the rules of XDI: ${cause.message}`, 'Correct its header.');
    throw thrown;
  }
}

function readRows(lines: readonly string[], from: number): readonly (readonly number[])[] {
  const rows: (readonly number[])[] = [];
  for (let line = from; line < lines.length; line++) {
    const text = lines[line]!.trim();
    if (text === '' || text.startsWith('#')) continue;
    const row = text.split(/[\s,]+/).map((cell, column) => {
      const value = numberOf(cell);
      if (value === null || Number.isNaN(value)) {
        throw new XdiProblem(`column ${column + 1} of line ${line + 1} is "${cell}", not a number`);
      }
      return value;
    });
    const width = rows[0]?.length ?? row.length;
    if (row.length !== width) {
      throw new XdiProblem(
        `line ${line + 1} has ${row.length} columns, the lines before it ${width}: too ${row.length < width ? 'few' : 'many'}`,
      );
    }
    rows.push(row);
  }
  if (rows.length === 0) throw new XdiProblem('it holds no numbers');
  return rows;
}

function attributesOf(header: XdiHeader): Readonly<Record<string, string | readonly string[]>> {
  const warnings = xdiWarnings(header);
  return {
    ...Object.fromEntries(header.fields),
    ...(header.comments.length > 0 ? { comments: header.comments } : {}),
    ...(warnings.length > 0 ? { warnings } : {}),
    version: header.version,
  };
}
