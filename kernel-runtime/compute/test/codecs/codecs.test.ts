import { describe, expect, test } from '@jest/globals';
import { DaisyError } from '@daisy-lab/core';
import { decodeBytes, encodeBytes, filterId, zstdAvailable, type FilterSpec } from '@daisy-lab/compute';
import { storedRamps } from './stored-ramps.ts';

function seededRandom(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const bitshuffle = (elementBytes: number, compression: number, block = 0): FilterSpec => ({
  id: filterId.bitshuffle,
  values: [0, 4, elementBytes, block, compression],
});
const shuffle = (elementBytes: number): FilterSpec => ({ id: filterId.shuffle, values: [elementBytes] });
const one = (id: number, ...values: number[]): FilterSpec => ({ id, values });

/** Bytes that look like counts: small differences in the low bytes, the same in the high ones. */
function counts(bytes: number, elementBytes: number, seed: number): Uint8Array {
  const random = seededRandom(seed);
  return Uint8Array.from({ length: bytes }, (_, at) => (at % elementBytes === 0 ? random(40) : at % elementBytes));
}

const pipelines = (size: number): readonly (readonly FilterSpec[])[] => [
  [shuffle(size)],
  [bitshuffle(size, 0)],
  [bitshuffle(size, 2)],
  [bitshuffle(size, 2, 64)],
  [one(filterId.lz4, 0)],
  [one(filterId.lz4, 300)],
  [one(filterId.deflate, 1)],
  [shuffle(size), one(filterId.deflate, 6), one(filterId.fletcher32)],
];

describe('what is encoded here', () => {
  test.each([1, 2, 4, 8, 3])('with elements of %i bytes is decoded to the same bytes, whatever the length', size => {
    for (const bytes of [0, 1, 7, 8 * size, 100 * size, 4096 * size, 9001 * size + 3]) {
      const plain = counts(bytes, size, 9);
      for (const filters of pipelines(size)) {
        const stored = encodeBytes(plain, filters);
        expect(Buffer.compare(decodeBytes(stored, filters, bytes), plain)).toBe(0);
      }
    }
  });

  test.each([1, 2, 4, 8])('lies shuffled as HDF5 describes it, elements of %i bytes', size => {
    const count = 4096 + 24;
    const plain = counts(count * size + 5, size, 21);
    const bytes = encodeBytes(plain, [shuffle(size)]);
    const bits = encodeBytes(plain, [bitshuffle(size, 0)]);
    const [byteWise, bitWise] = [plain.slice(), plain.slice()];
    // beside the bytes that are no whole element
    const all = Math.floor(plain.length / size);
    for (let i = 0; i < all * size; i++) byteWise[(i % size) * all + Math.floor(i / size)] = plain[i]!;
    // in blocks of eight kilobytes, elements in eights
    const whole = Math.floor(plain.length / size / 8) * 8;
    for (let first = 0; first < whole; first += 8192 / size) {
      const here = Math.min(8192 / size, whole - first);
      for (let bit = 0; bit < 8 * size; bit++)
        for (let place = 0; place < here / 8; place++) {
          let byte = 0;
          for (let j = 0; j < 8; j++) {
            const from = plain[(first + 8 * place + j) * size + (bit >> 3)]!;
            byte |= ((from >> (bit & 7)) & 1) << j;
          }
          bitWise[first * size + (bit * here) / 8 + place] = byte;
        }
    }
    expect(Buffer.compare(bytes, byteWise)).toBe(0);
    expect(Buffer.compare(bits, bitWise)).toBe(0);
  });

  test('becomes smaller when it has patterns', () => {
    const plain = counts(80_000, 4, 3);
    const shrunk = (filters: readonly FilterSpec[]): number => plain.length / encodeBytes(plain, filters).length;
    expect(shrunk([bitshuffle(4, 2)])).toBeGreaterThan(3);
    expect(shrunk([one(filterId.lz4, 0)])).toBeGreaterThan(1.2);
  });
});

describe('what others encoded', () => {
  test.each(storedRamps)('with $name is decoded to the numbers they had', ({ name, elementBytes, filters, stored }) => {
    if (name.includes('zstd') && !zstdAvailable()) return;
    const numbers = Array.from({ length: 1000 }, (_, at) => Math.floor(at / 7));
    const expected = elementBytes === 2 ? Uint16Array.from(numbers) : Int32Array.from(numbers);
    const decoded = decodeBytes(Buffer.from(stored, 'base64'), filters, expected.byteLength);
    expect(Buffer.compare(decoded, new Uint8Array(expected.buffer))).toBe(0);
  });
});

describe('damaged bytes', () => {
  test.each(storedRamps)(
    'of $name give an error or as many bytes as were asked for',
    ({ elementBytes, filters, stored }) => {
      const random = seededRandom(17);
      const whole = Buffer.from(stored, 'base64');
      for (let round = 0; round < 500; round++) {
        const damaged = round % 4 === 0 ? whole.subarray(0, random(whole.length)) : Buffer.from(whole);
        const reach = round % 4 === 1 ? Math.min(32, whole.length) : whole.length;
        if (round % 4 !== 0) for (let flips = 1 + random(5); flips > 0; flips--) damaged[random(reach)] = random(256);
        try {
          expect(decodeBytes(damaged, filters, 1000 * elementBytes)).toHaveLength(1000 * elementBytes);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(DaisyError);
          expect(['Data', 'Resource']).toContain((thrown as DaisyError).tag);
        }
      }
    },
  );

  test('that claim gigabytes are refused before there is memory for them', () => {
    const header = new Uint8Array(32);
    new DataView(header.buffer).setBigUint64(0, 4_000_000_000n);
    new DataView(header.buffer).setUint32(8, 8192);
    const filters = [bitshuffle(2, 2)];
    expect(() => decodeBytes(header, filters, 1000)).toThrow(/claim 4000000000 bytes/);
    expect(() => decodeBytes(header, filters, 4_000_000_000)).toThrow(DaisyError);
  });
});
