import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { DaisyError, openSource, readPart } from '@daisy-lab/runtime';
import { freshFolder } from '../../support/worlds.ts';
import { worlds } from './worlds.ts';

const trials = 2000;
/** What one small file may cost at most, in bytes of memory and milliseconds. */
const mostBytes = 1 << 30;

/** Numbers that look like chance and are the same every time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function damage(bytes: Uint8Array, random: () => number): Uint8Array {
  if (random() < 0.3) return bytes.slice(0, Math.floor(random() * bytes.length));
  const copy = bytes.slice();
  const flips = 1 + Math.floor(random() * 4);
  // headers are where it hurts
  const reach = random() < 0.7 ? Math.min(600, copy.length) : copy.length;
  for (let flip = 0; flip < flips; flip++) {
    const at = random() < 0.2 ? copy.length - 1 - Math.floor(random() * reach) : Math.floor(random() * reach);
    copy[at] = copy[at]! ^ (1 << Math.floor(random() * 8));
  }
  return copy;
}

describe.each(worlds.filter(({ own }) => own))('damaged files of $kind', ({ kind, write, dataset }) => {
  test('give an error or values, in bounds', async () => {
    const folder = freshFolder();
    const whole = await write(folder);
    const bytes = new Uint8Array(readFileSync(whole));
    const path = join(folder, `damaged${extname(whole)}`);
    if (existsSync(`${whole}.json`)) writeFileSync(`${path}.json`, readFileSync(`${whole}.json`));
    const random = seeded(kind.length * 7919);
    const ended = { values: 0, errors: 0 };
    for (let trial = 0; trial < trials; trial++) {
      rmSync(path, { force: true }); // a new file: some file systems write an emptied one to the disk at once
      writeFileSync(path, damage(bytes, random));
      try {
        const source = await openSource(path);
        try {
          const node =
            source.tree().find(each => each.path === dataset) ?? source.tree().find(each => each.kind === 'dataset');
          const info = node && source.describe(node.path);
          const size = info ? info.shape.reduce((product, length) => product * length, 8) : 0;
          if (info?.dtype && size < mostBytes) await readPart(source, info.path);
        } finally {
          source.close();
        }
        ended.values++;
      } catch (thrown) {
        if (!(thrown instanceof DaisyError) || thrown.tag === 'Internal') throw thrown;
        ended.errors++;
      }
    }
    expect(ended.values + ended.errors).toBe(trials);
    expect(ended.errors).toBeGreaterThan(0);
    expect(process.memoryUsage().rss).toBeLessThan(3 * mostBytes);
  }, 120_000);
});
