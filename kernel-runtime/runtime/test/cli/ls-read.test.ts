import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readPart, withSource } from '@daisy-lab/runtime';
import { freshFolder } from '../support/worlds.ts';
import { worlds } from '../io/kinds/worlds.ts';

const program = resolve('kernel-runtime/runtime/bin/daisy.mjs');

function daisy(...args: readonly string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  return { code: status, out: stdout, err: stderr };
}

const world = worlds.find(({ kind }) => kind === 'TIFF, LZW')!;

describe('daisy ls and daisy read', () => {
  test('list a file with shape, type, chunks and filters', async () => {
    const file = await world.write(freshFolder());
    expect(daisy('ls', file)).toEqual({
      code: 0,
      err: '',
      out: '/data  uint16 [3, 7, 9]  chunks [1, 7, 9]  predictor 2 + lzw\n',
    });
    expect(JSON.parse(daisy('ls', file, '--json').out)).toMatchObject([
      { path: '/data', storage: { filters: ['predictor 2', 'lzw'] } },
    ]);
  }, 60_000);

  test('read a part into files of other kinds', async () => {
    const folder = freshFolder();
    const file = await world.write(folder);
    for (const name of ['part.npy', 'part.tif', 'part.fits', 'part.edf']) {
      expect(daisy('read', `${file}::/data[-1,1:4]`, '--out', join(folder, name)).code).toBe(0);
      await withSource(join(folder, name), async source => {
        const { data, shape } = await readPart(source, '/data');
        expect(shape).toEqual([3, 9]);
        expect(Array.from(data, Number)).toEqual(Array.from({ length: 27 }, (_, at) => world.value(2 * 63 + 9 + at)));
      });
    }
    expect(daisy('read', `${file}[0,0,:3]`).out).toBe('0 7 14\n');
  }, 60_000);

  test('end with 2 and the sentence of the API for bad input', async () => {
    const folder = freshFolder();
    const file = await world.write(folder);
    for (const [args, sentence] of [
      [['ls'], 'takes one file'],
      [['ls', join(folder, 'none.tif')], 'There is no file'],
      [['read', `${file}::/none`], 'There is no dataset'],
      [['read', `${file}::/data[9]`], 'do not lie'],
      [['read', `${file}::/data[x]`], 'selects nothing'],
      [['read', file, '--out', join(folder, 'none/a.npy')], 'does not exist'],
    ] as const) {
      const ended = daisy(...args);
      expect([args[1], ended.code, ended.out]).toEqual([args[1], 2, '']);
      expect(ended.err).toContain(sentence);
    }
  }, 60_000);
});
