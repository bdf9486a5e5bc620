import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { sourceKinds } from '@daisy-lab/runtime';

test('the support matrix has a row for every kind of file, and says of each whether it is written', () => {
  const rows = readFileSync(resolve('docs/support-matrix.md'), 'utf8')
    .split('\n')
    .filter(line => line.startsWith('|'))
    .map(line => line.split('|').map(cell => cell.trim()));
  for (const { name, extensions, create } of sourceKinds()) {
    const isOwn = (cell: string): boolean =>
      cell.startsWith(`${name} `) && extensions.every(extension => cell.includes(`\`${extension}\``));
    const row = rows.find(cells => isOwn(cells[1]!) || cells[1]!.startsWith(`${name}: `));
    expect([name, row !== undefined]).toEqual([name, true]);
    expect([name, !/^no\b/.test(row![3]!)]).toEqual([name, create !== undefined]);
  }
});
