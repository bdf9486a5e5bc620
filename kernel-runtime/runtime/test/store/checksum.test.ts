import { crc32 } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { WrittenChecksum } from '../../lib/store/results/checksum.js';

const bytes = Uint8Array.from({ length: 5000 }, (_, at) => (at * 7919) >> 3);

test.each([
  ['one after the other', [0, 1, 2, 17, 300, 4097, 5000], false],
  ['in any order', [0, 1, 2, 17, 300, 4097, 5000], true],
  ['as a whole', [0, 5000], false],
])('the checksum of what is written %s is that of the file', (_, cuts, backwards) => {
  const sum = new WrittenChecksum();
  const stretches = cuts.slice(1).map((end, at) => [cuts[at]!, end] as const);
  for (const [start, end] of backwards ? stretches.reverse() : stretches) sum.add(start, bytes.subarray(start, end));
  expect(sum.of(5000)).toBe(crc32(bytes));
});

test('is not known where something is missing or was written twice', () => {
  const sum = new WrittenChecksum();
  sum.add(100, bytes.subarray(100, 200));
  expect(sum.of(5000)).toBeNull();
  sum.add(0, bytes.subarray(0, 100));
  expect(sum.of(200)).toBe(crc32(bytes.subarray(0, 200)));
  expect(sum.of(300)).toBeNull();
  sum.add(50, bytes.subarray(50, 60));
  expect(sum.of(200)).toBeNull();
});
