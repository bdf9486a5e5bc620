import type { DataSource } from '../data-source.js';
import { damaged, parsing } from '../bytes/problems.js';
import { entrySource, type Entry } from '../entries/entry-source.js';
import { columnEntries, columnOf } from '../text/columns.js';
import { readText } from '../text/text-source.js';
import { cifTokens, type CifToken } from './cif-tokens.js';

/**
 * Opens a CIF file (1.1): each data block is a group, its items are attributes of the file, its loops datasets, one for each column.
 * Numbers lose their standard uncertainty in brackets; `?` and `.` are NaN.
 * @throws DaisyError `File` when it is missing or is no CIF.
 */
export function openCif(name: string): DataSource {
  const { path, text } = readText(name);
  return parsing(path, 'CIF', () => {
    const tokens = cifTokens(text);
    const entries: Entry[] = [];
    const attributes: Record<string, string | number> = {};
    let block = '';
    for (let at = 0; at < tokens.length;) {
      const token = tokens[at]!;
      if (token.quoted) throw damaged(path, `line ${token.line} has a value that belongs to nothing`);
      if (/^data_/i.test(token.text)) {
        block = token.text.slice('data_'.length) || 'data';
        at++;
      } else if (block === '') throw damaged(path, `line ${token.line} stands before any "data_"`);
      else if (/^loop_$/i.test(token.text)) {
        const loop = readLoop(path, tokens, at + 1);
        entries.push(...columnEntries(loop.columns, `/${block.replaceAll('/', '|')}`));
        at = loop.next;
      } else if (token.text.startsWith('_')) {
        const value = tokens[at + 1];
        if (!value || (!value.quoted && isWord(value)))
          throw damaged(path, `${token.text} in line ${token.line} has no value`);
        attributes[token.text] = plain(value);
        at += 2;
      } else if (/^save_/i.test(token.text)) at++;
      else throw damaged(path, `"${token.text.slice(0, 40)}" in line ${token.line} belongs to nothing`);
    }
    if (block === '') throw damaged(path, 'it has no data block');
    const taken = new Set<string>();
    const unique = entries.filter(({ info }) => !taken.has(info.path) && taken.add(info.path));
    return entrySource({ path, format: 'CIF', entries: unique, attributes });
  });
}

const isWord = ({ text }: CifToken): boolean => /^(_|loop_$|data_|save_|global_$|stop_$)/i.test(text);

function readLoop(path: string, tokens: readonly CifToken[], start: number) {
  let at = start;
  const names: string[] = [];
  while (at < tokens.length && !tokens[at]!.quoted && tokens[at]!.text.startsWith('_')) names.push(tokens[at++]!.text);
  const cells: string[] = [];
  while (at < tokens.length && (tokens[at]!.quoted || !isWord(tokens[at]!))) cells.push(numeric(tokens[at++]!));
  const line = tokens[start - 1]!.line;
  if (names.length === 0 || cells.length % names.length !== 0) {
    throw damaged(path, `the loop in line ${line} has ${cells.length} values for ${names.length} names`);
  }
  const columns = names.map((name, column) =>
    columnOf(
      name,
      cells.filter((_, index) => index % names.length === column),
    ),
  );
  return { columns, next: at };
}

/** A number without its uncertainty, anything else as it is. */
function numeric({ text, quoted }: CifToken): string {
  if (quoted) return text;
  if (text === '?' || text === '.') return '';
  return /^[-+]?[\d.]+(?:[eE][-+]?\d+)?\(\d+\)$/.test(text) ? text.replace(/\(\d+\)$/, '') : text;
}

function plain(token: CifToken): string | number {
  const text = numeric(token);
  return !token.quoted && text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}
