import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openSource, readPart, TiffWriter, withSource, type TiffOptions } from '@daisy-lab/runtime';
import { freshFolder } from '../../support/worlds.ts';

const [pages, height, width] = [3, 301, 413] as const;
const values = Uint16Array.from({ length: pages * height * width }, (_, at) => (at * 7919 + (at >> 7)) % 65521);

function written(options: TiffOptions): string {
  const path = join(freshFolder(), 'stack.tif');
  const writer = new TiffWriter(path, { dtype: 'uint16', width, height, pages }, options);
  writer.append(values);
  writer.finish();
  return path;
}

const kinds: Readonly<Record<string, TiffOptions>> = {
  plain: {},
  'plain, other byte order': { bigEndian: true },
  'plain tiles': { tilePx: 64 },
  deflate: { compression: 'deflate', predictor: 2 },
  'deflate tiles': { compression: 'deflate', tilePx: 128 },
  lzw: { compression: 'lzw', predictor: 2, bigEndian: true },
  big: { bigTiff: true, compression: 'lzw' },
};

describe.each(Object.entries(kinds))('a TIFF file, %s', (_, options) => {
  test('is read in threads as in this one: whole, in parts, into memory of either kind', async () => {
    const path = written(options);
    const source = await openSource(path);
    const boxes = [
      [],
      [[1, 3], null, null],
      [null, [7, 290], [3, 412]],
      [[2, 3], [250, 301], null],
      [[0, 2], null, [100, 300]],
    ] as const;
    for (const box of boxes) {
      const here = source.read('/data', box);
      const there = await readPart(source, '/data', box);
      expect(Buffer.compare(bytes(here.data), bytes(there.data))).toBe(0);
      const into = new Uint16Array(here.data.length);
      await readPart(source, '/data', box, { into });
      expect(Buffer.compare(bytes(here.data), bytes(into))).toBe(0);
    }
    expect(Buffer.compare(bytes(source.read('/data').data), bytes(values))).toBe(0);
    source.close();
  });

  test('that is cut off or damaged is refused by name, also in threads', async () => {
    const whole = readFileSync(written(options));
    const path = join(freshFolder(), 'damaged.tif');
    const damaged = Uint8Array.from(whole);
    // noise where the values are; the directories lie at the end
    for (let at = 5000; at < 20_000; at++) damaged[at] = (at * 31) % 251;
    writeFileSync(path, damaged);
    await withSource(path, async source => {
      const outcome = await readPart(source, '/data').then(
        () => 'values',
        (thrown: { tag: string; message: string }) => [thrown.tag, thrown.message.includes('damaged.tif')],
      );
      // what is not compressed has nothing that could be wrong
      expect(outcome).toEqual(options.compression ? ['File', true] : 'values');
    });
    writeFileSync(path, whole);
    const source = await openSource(path);
    truncateSync(path, 1000);
    await expect(readPart(source, '/data')).rejects.toMatchObject({ tag: 'File' });
    source.close();
  });
});

test('a read in threads ends with its signal, and with its file closed meanwhile', async () => {
  const path = written({ compression: 'deflate' });
  const source = await openSource(path);
  const stop = new AbortController();
  const cancelled = readPart(source, '/data', [], { signal: stop.signal });
  stop.abort();
  await expect(cancelled).rejects.toMatchObject({ tag: 'Cancelled' });
  const whole = readPart(source, '/data');
  source.close();
  expect(Buffer.compare(bytes((await whole).data), bytes(values))).toBe(0);
});

function bytes({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}
