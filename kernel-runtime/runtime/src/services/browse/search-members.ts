import { DaisyError, type DataEntry } from '@daisy-lab/core';
import type { DataSource } from '../../io/data-source.js';
import { membersOf } from './members.js';

/** A search looks no longer than this, and through no more names. */
const longestMs = 1500;
const mostNames = 500_000;
const deepest = 32;

/**
 * Objects whose path has all words in it, the nearest to the root first.
 * @param attributes whether words are looked for in names and values of attributes as well, which takes longer
 */
export function searchMembers(
  source: DataSource,
  words: string,
  most: number,
  attributes = false,
): { entries: readonly DataEntry[]; complete: boolean } {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0)
    throw new DaisyError('Input', { message: 'There is nothing to search for.', field: 'words' });
  const entries: DataEntry[] = [];
  const end = performance.now() + longestMs;
  let names = 0;
  let groups = ['/'];
  for (let depth = 0; depth < deepest && groups.length > 0; depth++) {
    const below: string[] = [];
    for (const group of groups) {
      const members = membersOf(source, group);
      for (const name of members.names) {
        names++;
        const entry = members.entry(name);
        const text = attributes ? `${entry.path} ${attributeWords(source, entry)}` : entry.path;
        const found = text.toLowerCase();
        if (wanted.every(word => found.includes(word))) entries.push(entry);
        // what a link leads to is found at its own place
        if (entry.kind === 'group' && entry.target === undefined) below.push(entry.path);
        if (entries.length >= most || names >= mostNames || (names % 256 === 0 && performance.now() > end)) {
          return { entries, complete: false };
        }
      }
    }
    groups = below;
  }
  return { entries, complete: true };
}

/** Names and values of the attributes of an object, as `name=value`; a link has none of its own. */
function attributeWords(source: DataSource, { kind, path }: DataEntry): string {
  if (kind === 'link') return '';
  const attributes = kind === 'group' ? source.attributes(path) : (source.describe(path)?.attributes ?? {});
  return Object.entries(attributes)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ');
}
