import { expect, test } from '@jest/globals';
import { GifWriter } from '../../lib/display/gif.js';

/** The grey levels of the images of a GIF, by the letter of its specification. */
function decoded(file: Uint8Array): readonly (readonly number[])[] {
  const images: number[][] = [];
  let at = 13 + 768;
  while (file[at] !== 0x3b) {
    const isImage = file[at] === 0x2c;
    at += isImage ? 10 : 2;
    const codeBits = isImage ? file[at++]! : 0;
    const data: number[] = [];
    for (; file[at] !== 0; at += file[at]! + 1) data.push(...file.subarray(at + 1, at + 1 + file[at]!));
    at++;
    if (isImage) images.push(unpacked(data, codeBits));
  }
  return images;
}

function unpacked(data: readonly number[], codeBits: number): number[] {
  const clear = 1 << codeBits;
  const pixels: number[] = [];
  let table: number[][] = [];
  let bits = 0;
  let before: number[] | undefined;
  const begin = (): void => {
    table = Array.from({ length: clear + 2 }, (_, code) => [code]);
    bits = codeBits + 1;
    before = undefined;
  };
  begin();
  for (let bit = 0; ;) {
    let code = 0;
    for (let i = 0; i < bits; i++, bit++) code |= ((data[bit >> 3]! >> (bit & 7)) & 1) << i;
    if (code === clear) begin();
    else if (code === clear + 1) return pixels;
    else {
      const entry: number[] = table[code] ?? [...before!, before![0]!];
      pixels.push(...entry);
      if (before && table.length < 4096) table.push([...before, entry[0]!]);
      before = entry;
      if (table.length === 1 << bits && bits < 12) bits++;
    }
  }
}

test.each([
  ['even', () => 7],
  ['a ramp', (at: number) => at % 256],
  [
    'noise, which fills the table many times',
    (at: number) => Math.floor(65_536 * Math.abs(Math.sin(at * 12.9898))) % 256,
  ],
])('an image that is %s comes back as it was', (_, value) => {
  const gif = new GifWriter(160, 120, 80);
  const pixels = Uint8Array.from({ length: 160 * 120 }, (_, at) => value(at));
  gif.add(pixels);
  gif.add(pixels.toReversed());
  const file = gif.finish();
  expect(String.fromCharCode(...file.subarray(0, 6))).toBe('GIF89a');
  expect([file.readUInt16LE(6), file.readUInt16LE(8)]).toEqual([160, 120]);
  const [first, second] = decoded(file);
  expect(Buffer.from(first!).equals(pixels)).toBe(true);
  expect(Buffer.from(second!).equals(pixels.toReversed())).toBe(true);
});
