import type { DataSource } from '../data-source.js';
import { FileBytes } from '../bytes/file-bytes.js';
import { damaged, parsing, unsupported } from '../bytes/problems.js';
import { columnOf, isNumeric, tableSource, type Column } from './columns.js';
import { splitCsv } from './split-csv.js';

/**
 * Opens columns of text: CSV with any separator and quotes, or numbers in columns below lines of comments (.dat, .xy, .chi, .gr, ...).
 * Each column is a dataset `/<name>`; `key = value` lines above them are attributes of the file.
 * @throws DaisyError `File` when it is missing, holds no table, or a line has another number of columns.
 */
export function openText(name: string): DataSource {
  const { path, text } = readText(name);
  return parsing(path, 'columns of text', () => {
    const lines = text.split(/\r\n|\r|\n/);
    const separator = /\.(csv|tsv)$/i.test(path) ? separatorOf(lines) : separatorOfNumbers(lines);
    return separator === null ? columnsOfNumbers(path, lines) : columnsOfCsv(path, text, separator);
  });
}

/** The text of a file. */
export function readText(name: string): { path: string; text: string } {
  const file = new FileBytes(name);
  try {
    const bytes = file.readAll();
    if (bytes.subarray(0, 4096).includes(0)) throw unsupported(file.path, 'it is not text', 'Choose a file of text.');
    return { path: file.path, text: decode(bytes).replace(/^\ufeff/, '') };
  } finally {
    file.close();
  }
}

/** UTF-8, or Latin-1 where the bytes are none. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('latin1').decode(bytes);
  }
}

const isComment = (line: string): boolean => /^\s*[#!%]/.test(line);

/** The separator that most cuts the first lines. */
function separatorOf(lines: readonly string[]): string {
  const sample = lines.filter(line => line.trim() !== '' && !isComment(line)).slice(0, 20);
  const counts = [',', ';', '\t'].map(separator => ({
    separator,
    count: Math.min(...sample.map(line => line.split(separator).length)),
  }));
  const best = counts.sort((a, b) => b.count - a.count)[0];
  return best && best.count > 1 ? best.separator : ',';
}

/** Files of other names are blank-separated, unless the numbers of their last line have commas, semicolons or tabs between them. */
function separatorOfNumbers(lines: readonly string[]): string | null {
  const last = lines.findLast(line => line.trim() !== '' && !isComment(line));
  if (last === undefined || isNumeric(last.trim().split(/\s+/))) return null;
  return [',', ';', '\t'].find(separator => last.includes(separator) && isNumeric(last.split(separator))) ?? null;
}

function columnsOfCsv(path: string, text: string, separator: string): DataSource {
  const rows = splitCsv(text, separator).filter(row => row.some(cell => cell.trim() !== '') && !isComment(row[0]!));
  const [first] = rows;
  if (!first) throw damaged(path, 'it holds no table');
  const titled = !isNumeric(first.filter(cell => cell.trim() !== ''));
  const body = titled ? rows.slice(1) : rows;
  const width = first.length;
  const wrong = body.findIndex(row => row.length !== width);
  if (wrong >= 0) {
    throw damaged(path, `row ${wrong + 1} has ${body[wrong]!.length} columns, the first line ${width}`);
  }
  const columns = first.map((title, column) => {
    const { name, unit } = titled ? titleOf(title) : { name: `column${column + 1}`, unit: undefined };
    return columnOf(
      name,
      body.map(row => row[column]!),
      unit,
    );
  });
  return tableSource(path, 'CSV', columns);
}

/** `energy (eV)`, `Q [1/A]`: a name and its unit; but G(r) is a function of r. */
function titleOf(title: string): { name: string; unit: string | undefined } {
  const [, name = title, unit] = /^(.*?)\s*[([]([^)\]]*)[)\]]\s*$/.exec(title) ?? [];
  return unit !== undefined && /^[rQqkExt]$/.test(unit) && !/\s[([]/.test(title)
    ? { name: title.trim(), unit: undefined }
    : { name: name.trim(), unit };
}

/** Numbers begin where two lines of equal width follow each other; what stands above are comments, titles and `key = value`. */
function columnsOfNumbers(path: string, lines: readonly string[]): DataSource {
  const cells = lines.map(line => (isComment(line) ? [] : line.trim().split(/\s+/)));
  const begin = cells.findIndex(
    (row, at) => isNumeric(row) && (row.length > 1 || lastOfOne(cells, at)) && fits(cells, at),
  );
  if (begin < 0) throw damaged(path, 'it holds no columns of numbers');
  const width = cells[begin]!.length;
  const rows: (readonly string[])[] = [];
  for (let at = begin; at < lines.length; at++) {
    const row = cells[at]!;
    if (lines[at]!.trim() === '' || isComment(lines[at]!)) continue;
    if (row.length !== width || !isNumeric(row)) {
      throw damaged(path, `line ${at + 1} has ${row.length} columns or no numbers, the table has ${width} columns`);
    }
    rows.push(row);
  }
  const head = lines.slice(0, begin);
  const titles = titlesOf(head, width);
  const columns: Column[] = Array.from({ length: width }, (_, column) => ({
    ...columnOf(
      titles[column]!.name,
      rows.map(row => row[column]!),
      titles[column]!.unit,
    ),
  }));
  return tableSource(path, 'columns of text', columns, headAttributes(head));
}

const lastOfOne = (cells: readonly (readonly string[])[], at: number): boolean => (cells[at + 1]?.length ?? 0) === 1;

/** The line after it, but for comments, is as wide; a count above the table is no table. */
function fits(cells: readonly (readonly string[])[], at: number): boolean {
  const next = cells.slice(at + 1, at + 40).find(row => row.length > 0 && row[0] !== '');
  return next === undefined || (next.length === cells[at]!.length && isNumeric(next));
}

/** Names of columns: `#L r(A) G(r)`, the last line above the numbers with as many words, or `Q (Inverse Nanometres)` line by line. */
function titlesOf(head: readonly string[], width: number): readonly { name: string; unit: string | undefined }[] {
  const words = (line: string): readonly string[] =>
    line
      .replace(/^\s*[#!%]+[LN]?\s*/, '')
      .trim()
      .split(line.includes('  ') ? /\s{2,}|\t/ : /\s+/);
  const simple = (line: string): readonly string[] =>
    line
      .replace(/^\s*[#!%]+L?\s+/, '')
      .replace(/^#L/, '')
      .trim()
      .split(/[\s,]+/);
  for (const line of head.slice(-6).reverse()) {
    for (const found of [simple(line), words(line)]) {
      if (found.length === width && !found.some(word => /[=:]$/.test(word)) && !isNumeric(found))
        return found.map(titleOf);
    }
  }
  const fit2d = head.filter(line => line.trim() !== '');
  if (width === 2 && fit2d.length === 4 && /^\s*\d+\s*$/.test(fit2d[3]!))
    return [titleOf(fit2d[1]!), titleOf(fit2d[2]!)];
  return Array.from({ length: width }, (_, column) => ({ name: `column${column + 1}`, unit: undefined }));
}

function headAttributes(head: readonly string[]): Readonly<Record<string, string>> {
  const pairs = head.flatMap(line => {
    const [, key, value] = /^\s*[#!%]*\s*([A-Za-z][\w .-]{0,60}?)\s*[=:]\s*(\S.*)$/.exec(line) ?? [];
    return key === undefined ? [] : [[key, value!.trimEnd()] as const];
  });
  return Object.fromEntries(pairs);
}
