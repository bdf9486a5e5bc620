import { expect, test } from '@jest/globals';
import type { DataEntry } from '@daisy-lab/core';
import { pageLength, TreeRows, type GroupPages } from '../lib/hdf5/model/tree-rows.js';
import { scrollTo, spanOf } from '../lib/hdf5/views/span.js';

const entry = (path: string, kind: DataEntry['kind'] = 'dataset'): DataEntry => ({
  path,
  kind,
  name: path.slice(path.lastIndexOf('/') + 1),
});

const group = (total: number, entries: readonly DataEntry[], page = 0): GroupPages => ({
  total,
  pages: new Map([[page, entries]]),
});

test('open groups unfold between their neighbours, and closed ones do not', () => {
  const groups = new Map([
    ['/', group(3, [entry('/a', 'group'), entry('/b'), entry('/c', 'group')])],
    ['/a', group(2, [entry('/a/x'), entry('/a/y', 'group')])],
    ['/a/y', group(1, [entry('/a/y/z')])],
    ['/c', group(1, [entry('/c/hidden')])],
  ]);
  const rows = new TreeRows(groups, new Set(['/', '/a', '/a/y']));
  const lines = rows.slice(0, 99);
  expect(lines.map(({ entry: shown, depth }) => [shown?.path, depth])).toEqual([
    ['/a', 0],
    ['/a/x', 1],
    ['/a/y', 1],
    ['/a/y/z', 2],
    ['/b', 0],
    ['/c', 0],
  ]);
  expect(rows.length).toBe(6);
  for (let first = 0; first < 6; first++) {
    for (let end = first; end <= 6; end++) expect(rows.slice(first, end)).toEqual(lines.slice(first, end));
  }
  expect(rows.indexOf('/a/y/z')).toBe(3);
  expect(rows.indexOf('/c')).toBe(5);
  expect(rows.indexOf('/c/hidden')).toBe(-1);
});

test('of a group of 100,000 members only the pages that came are there, and lines are found beyond them', () => {
  const page = 3;
  const entries = Array.from({ length: pageLength }, (_, i) =>
    entry(`/d${page * pageLength + i}`, i === 5 ? 'group' : 'dataset'),
  );
  const opened = `/d${page * pageLength + 5}`;
  const groups = new Map([
    ['/', group(100_000, entries, page)],
    [opened, group(10, [])],
  ]);
  const rows = new TreeRows(groups, new Set(['/', opened]));
  expect(rows.length).toBe(100_010);
  expect(rows.slice(0, 2).map(({ entry: shown }) => shown)).toEqual([null, null]);
  const around = rows.slice(page * pageLength + 4, page * pageLength + 18);
  expect(around.map(({ depth }) => depth)).toEqual([0, 0, ...Array<number>(10).fill(1), 0, 0]);
  expect(around.at(-1)?.entry?.path).toBe(`/d${page * pageLength + 7}`);
  expect(rows.slice(100_009, 100_020).map(({ at }) => at)).toEqual([99_999]);
});

test('a list of any length can be scrolled from its first item to its last', () => {
  for (const length of [0, 1, 50, 100_000, 1_000_000_000]) {
    const top = spanOf(length, 22, 440, 0);
    expect(top.first).toBe(0);
    const bottom = spanOf(length, 22, 440, Math.max(0, top.sizePx - 440));
    expect(bottom.end).toBe(length);
    expect(bottom.end - bottom.first).toBeLessThanOrEqual(22);
    const middle = Math.floor(length / 2);
    const there = spanOf(length, 22, 440, scrollTo(middle, length, 22, 440));
    if (length > 100) expect(Math.abs(there.first - middle)).toBeLessThanOrEqual(2);
  }
});
