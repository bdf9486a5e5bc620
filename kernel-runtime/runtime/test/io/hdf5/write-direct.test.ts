import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { pagedMemory } from '@daisy-lab/compute';
import { allocateAligned, allocateAt } from '../../../lib/io/hdf5/write/file-room.js';
import { directUnit, openDirect, writeDirect } from '../../../lib/io/bytes/write-direct.js';
import { writeFully } from '../../../lib/io/bytes/write-fully.js';
import { freshFolder } from '../../support/worlds.ts';

test('what is written past the cache of the system, and what it does not take so, is what a reader finds', () => {
  const path = join(freshFolder(), 'direct');
  const plain = openSync(path, 'w+');
  const direct = openDirect(path);
  if (direct === null) {
    process.stdout.write('skipped: this disk has no direct writing\n');
    return;
  }
  const memory = new Uint8Array(pagedMemory(3 << 20));
  memory.forEach((_, at) => (memory[at] = (at * 7919) >> 8));
  const end = new BigInt64Array(new SharedArrayBuffer(8));
  const stretches = [
    memory.subarray(0, 1 << 20),
    memory.subarray(1 << 20, (2 << 20) + 100),
    // where no page begins
    memory.subarray(1001, 400_000),
    memory.subarray(0, 100),
  ];
  const places = stretches.map(bytes => {
    const at = allocateAligned(end, bytes.length, directUnit);
    const done = writeDirect(direct, bytes, at);
    expect(done).toBe(bytes.length - (bytes.length % directUnit));
    writeFully(plain, bytes.subarray(done), at + done);
    return at;
  });
  closeSync(direct);
  closeSync(plain);
  const written = readFileSync(path);
  for (const [index, bytes] of stretches.entries()) {
    const at = places[index]!;
    expect(at % directUnit).toBe(0);
    expect(Buffer.compare(written.subarray(at, at + bytes.length), bytes)).toBe(0);
  }
});

test('aligned and other stretches of a file never lie over each other', () => {
  const end = new BigInt64Array(new SharedArrayBuffer(8));
  let last = 0;
  for (const bytes of [48, 5000, 1, 4096, 77]) {
    const aligned = bytes > 1000;
    const at = aligned ? allocateAligned(end, bytes, directUnit) : allocateAt(end, bytes);
    expect(at).toBeGreaterThanOrEqual(last);
    last = at + bytes;
  }
});
