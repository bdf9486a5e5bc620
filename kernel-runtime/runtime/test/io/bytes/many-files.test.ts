import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openSource, readPart } from '@daisy-lab/runtime';
import { freshFolder } from '../../support/worlds.ts';

const count = 300;

/** How many files this process has open; only Linux tells. */
const openFiles = (): number => (process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0);

/** A file of a header and two numbers: 80 bytes. */
function writeNpy(path: string, value: number): void {
  const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }".padEnd(61) + '\n';
  const file = new Uint8Array(10 + header.length + 8);
  file.set([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length, 0]);
  file.set(Buffer.from(header), 10);
  new DataView(file.buffer).setFloat32(10 + header.length, value, true);
  writeFileSync(path, file);
}

test('files that are open together do not use up what the system allows, and all can be read', async () => {
  const folder = freshFolder();
  const before = openFiles();
  const sources = await Promise.all(
    Array.from({ length: count }, (_, number) => {
      const path = join(folder, `${number}.npy`);
      writeNpy(path, number);
      return openSource(path);
    }),
  );
  try {
    for (const [number, source] of sources.entries()) {
      expect((await readPart(source, '/data')).data[0]).toBe(number);
    }
    expect(openFiles() - before).toBeLessThan(count / 2);
  } finally {
    for (const source of sources) source.close();
  }
});
