import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openSource, TiffWriter, withSource } from '@daisy-lab/runtime';
import { freshFolder } from '../../support/worlds.ts';

const [width, height] = [150, 70] as const;
const values = Uint16Array.from({ length: width * height }, (_, at) => (at * 7919) % 65521);

/** A file whose directory has other tags. */
function changed(
  tilePx: number | undefined,
  tags: Readonly<Record<number, readonly [tag: number, value?: number]>>,
): string {
  const path = join(freshFolder(), 'a.tif');
  const writer = new TiffWriter(path, { dtype: 'uint16', width, height, pages: 1 }, tilePx ? { tilePx } : {});
  writer.append(values);
  writer.finish();
  const bytes = readFileSync(path);
  const directory = bytes.readUInt32LE(4);
  for (let entry = 0; entry < bytes.readUInt16LE(directory); entry++) {
    const at = directory + 2 + 12 * entry;
    const [tag, value] = tags[bytes.readUInt16LE(at)] ?? [];
    if (tag !== undefined) bytes.writeUInt16LE(tag, at);
    if (value !== undefined) bytes.writeUInt32LE(value, at + 8);
  }
  writeFileSync(path, bytes);
  return path;
}

test('tiles that are listed under the tags of strips are read as tiles', async () => {
  await withSource(changed(64, { 324: [273], 325: [279] }), source => {
    expect(source.read('/data').data).toEqual(values);
  });
});

test('a file whose bytes have their bits in reverse order is refused instead of read wrongly', async () => {
  const opening = openSource(changed(undefined, { 262: [266, 2] }));
  await expect(opening.then(source => source.read('/data'))).rejects.toThrow(/reverse order/);
});
