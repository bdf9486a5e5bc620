import { expect, test } from '@jest/globals';
// @ts-expect-error plain script
import { npyBytes } from '../bench/npy.mjs';

test('an .npy file has a header padded to 64 bytes and the data behind it', () => {
  const bytes = npyBytes(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]) as Buffer;
  const headerLength = bytes.readUInt16LE(8);
  expect((10 + headerLength) % 64).toBe(0);
  expect(bytes.subarray(10, 10 + headerLength).toString()).toMatch(/'descr': '<f4'.*'shape': \(2, 3\)/);
  expect(bytes.readFloatLE(10 + headerLength + 20)).toBe(6);
});
