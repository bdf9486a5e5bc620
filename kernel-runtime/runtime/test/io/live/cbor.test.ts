import { describe, expect, test } from '@jest/globals';
import { Tagged, type CborValue } from '../../../lib/io/live/cbor/cbor-value.js';
import { readCbor } from '../../../lib/io/live/cbor/read-cbor.js';
import { writeCbor } from '../../../lib/io/live/cbor/write-cbor.js';
import { decodeSimplon2 } from '../../../lib/io/live/stream/simplon2.js';
import { simplon2Messages } from '../../../lib/io/live/simulate/stream-messages.js';
import { ndarray } from '@daisy-lab/runtime';
import { seededRandom } from '../hdf5/hdf5-files.ts';

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

/** Examples of RFC 8949, appendix A. */
const examples: readonly (readonly [string, CborValue])[] = [
  ['00', 0],
  ['1864', 100],
  ['1b000000e8d4a51000', 1000000000000],
  ['1bffffffffffffffff', 18446744073709551615n],
  ['3903e7', -1000],
  ['f90000', 0],
  ['f93c00', 1],
  ['f97bff', 65504],
  ['f90001', 5.960464477539063e-8],
  ['f9c400', -4],
  ['f97c00', Infinity],
  ['fa47c35000', 100000],
  ['fb3ff199999999999a', 1.1],
  ['f4', false],
  ['f6', null],
  ['f7', undefined],
  ['4401020304', hex('01020304')],
  ['62c3bc', 'ü'],
  ['8301820203820405', [1, [2, 3], [4, 5]]],
  ['9f018202039f0405ffff', [1, [2, 3], [4, 5]]],
  ['a26161016162820203', new Map<string, CborValue>([['a', 1], ['b', [2, 3]]])], // prettier-ignore
  ['bf61610161629f0203ffff', new Map<string, CborValue>([['a', 1], ['b', [2, 3]]])], // prettier-ignore
  ['5f42010243030405ff', hex('0102030405')],
  ['7f657374726561646d696e67ff', 'streaming'],
  ['c11a514b67b0', new Tagged(1, 1363896240)],
  ['d9d9f7820102', [1, 2]],
];

const message = (): Uint8Array => {
  const noise = seededRandom(3);
  const image = ndarray(
    Uint16Array.from({ length: 4096 }, () => noise(65536)),
    [64, 64],
    ['row', 'column'],
  );
  const messages = simplon2Messages('bslz4');
  return messages.frame(1, 5, messages.pack(image))[0]!;
};

describe('CBOR', () => {
  test.each(examples)('%s is read as the standard says', (text, value) => {
    expect(readCbor(hex(text))).toEqual(value);
  });

  test('is read as it was written', () => {
    for (const [, value] of examples) expect(readCbor(writeCbor(value))).toEqual(value);
  });

  test.each(['', '18', '1c', '62c3', '9b7fffffffffffffff', 'bb00ffffffffffffff', '5bffffffffffffffff', '9f01', 'ff', '0000', 'f818', 'a1a000', '5f6161ff'])(
    '"%s" is refused',
    text => expect(() => readCbor(hex(text))).toThrow(expect.objectContaining({ tag: 'Data' })),
  ); // prettier-ignore

  test('that is nested for ever is refused', () => {
    expect(() => readCbor(new Uint8Array(100_000).fill(0x81))).toThrow(/nested/);
    expect(() => readCbor(new Uint8Array(100_000).fill(0xc1))).toThrow(/nested/);
  });

  test('of a frame that was damaged anywhere gives an error or an image, never more', () => {
    const whole = message();
    const random = seededRandom(7);
    const ended = { images: 0, errors: 0 };
    for (let trial = 0; trial < 2000; trial++) {
      const bytes = trial % 3 === 0 ? whole.slice(0, random(whole.length)) : whole.slice();
      // most of the message is the image: its head is where sizes and names are
      const reach = trial % 2 === 0 ? 200 : bytes.length;
      if (trial % 3 !== 0) for (let flips = 1 + random(4); flips > 0; flips--) bytes[random(reach)] = random(256);
      try {
        const decoded = decodeSimplon2([bytes]);
        if (decoded.kind === 'frame') decoded.frame.unpack();
        ended.images++;
      } catch (thrown) {
        expect(thrown).toMatchObject({ tag: 'Data' });
        ended.errors++;
      }
    }
    expect(ended.errors).toBeGreaterThan(500);
    expect(ended.images).toBeGreaterThan(0);
  });

  test('of images that claim sizes they do not have is refused before memory is taken', () => {
    const claim = (shape: readonly number[], bytes: Uint8Array): Uint8Array =>
      writeCbor(
        new Map<string, CborValue>([
          ['type', 'image'],
          ['series_id', 1],
          ['image_id', 0],
          ['data', new Map([['x', new Tagged(40, [shape, new Tagged(69, new Tagged(56500, ['bslz4', 2, bytes]))])]])],
        ]),
      );
    for (const shape of [[1e6, 1e6], [2 ** 40, 1], [-1, 5], [0.5, 2], [3], [2, 2, 2], []]) {
      // prettier-ignore
      const decoded = decodeSimplon2([claim(shape, new Uint8Array(20))]);
      expect(decoded.kind).toBe('frame');
      if (decoded.kind === 'frame') expect(decoded.frame.unpack).toThrow(expect.objectContaining({ tag: 'Data' }));
    }
  });
});
