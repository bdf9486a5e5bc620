import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { DaisyError } from '@daisy-lab/core';
import { checkFile, forbidden, statOf } from '../bytes/problems.js';

/** Files whose names differ in their last number alone: `raw_00001.tif`, `raw_00002.tif`, ... */
export interface Series {
  /** What stands before the number, without separators: `raw`. */
  readonly name: string;
  readonly files: readonly string[];
  /** Numbers between the first and the last that no file has. */
  readonly missing: readonly number[];
}

type Groups = ReadonlyMap<string, readonly { readonly file: string; readonly number: number | null }[]>;

const mostMissing = 1000;
/** Series by the last digits, for one by the last decimal number. */
const manyOfOne = 10;

/** Names as people sort them: `a2` before `a10`. */
export function naturalOrder(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true }) || (a < b ? -1 : Number(a > b));
}

/** True for a name with `*`, `?` or `#` in its last part. */
export function isPattern(path: string): boolean {
  return /[*?#]/.test(basename(path));
}

/**
 * The files that a folder or a pattern names. In a pattern `*` is any text, `?` any character, `#` a digit.
 * @throws DaisyError `File` when the folder cannot be read.
 */
export function filesOf(where: string, wanted: (file: string) => boolean): readonly string[] {
  const path = resolve(where);
  const pattern = isPattern(path);
  const folder = pattern ? dirname(path) : path;
  const matches = pattern ? matcher(basename(path)) : () => true;
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch (cause) {
    if (statOf(folder)?.isFile()) checkFile(join(folder, 'x'));
    const facts = { message: `The folder ${folder} cannot be read.`, action: 'Check its name.', path, cause };
    throw forbidden(folder, cause) ?? new DaisyError('File', facts);
  }
  return names
    .filter(name => !name.startsWith('.') && matches(name))
    .sort(naturalOrder)
    .map(name => join(folder, name))
    .filter(file => wanted(file) && isFile(file));
}

function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch (cause) {
    throw forbidden(path, cause) ?? cause;
  }
}

function matcher(pattern: string): (name: string) => boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.')
    .replace(/#+/g, run => `\\d{${run.length}}`);
  const expression = new RegExp(`^${source}$`, 's');
  return name => expression.test(name);
}

/** Series of files, the longest first. */
export function seriesOf(files: readonly string[]): readonly Series[] {
  const groups = groupsOf(files, /^(.*?)(\d+)$/);
  // names such as view_0.5, view_1.0 tell positions: counted by their last digits, each would be a series of its own
  const positions = groupsOf(files, /^(.*?)(\d+\.\d+)$/);
  return inOrder(positions.size * manyOfOne < groups.size ? positions : groups);
}

function groupsOf(files: readonly string[], numbered: RegExp): Groups {
  const groups = new Map<string, { file: string; number: number | null }[]>();
  for (const file of files) {
    const stem = basename(file, extname(file));
    const [, prefix = stem, digits] = numbered.exec(stem) ?? [];
    const key = `${prefix}\0${extname(file).toLowerCase()}`;
    const counted = digits !== undefined && !digits.includes('.');
    groups.set(key, [...(groups.get(key) ?? []), { file, number: counted ? Number(digits) : null }]);
  }
  return groups;
}

function inOrder(groups: Groups): readonly Series[] {
  return [...groups.entries()]
    .map(([key, members]) => ({
      name: key.replace(/[\s_.-]*\0.*$/s, '') || 'data',
      files: members.map(({ file }) => file),
      missing: missingNumbers(members.map(({ number }) => number)),
    }))
    .sort((a, b) => b.files.length - a.files.length);
}

function missingNumbers(numbers: readonly (number | null)[]): readonly number[] {
  const known = new Set(numbers.filter(number => number !== null));
  const sorted = [...known].sort((a, b) => a - b);
  const missing: number[] = [];
  for (let at = 1; at < sorted.length; at++) {
    for (let number = sorted[at - 1]! + 1; number < sorted[at]! && missing.length < mostMissing; number++)
      missing.push(number);
  }
  return missing;
}
