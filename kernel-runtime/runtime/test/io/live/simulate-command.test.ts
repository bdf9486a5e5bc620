import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { follow } from '@daisy-lab/runtime';
import { freshFolder } from '../../support/worlds.ts';
import { collect, freeAddress, stackFile } from './stacks.ts';

const program = resolve('kernel-runtime/runtime/bin/daisy.mjs');
const env = { ...process.env, NODE_OPTIONS: '' };

describe('daisy simulate-detector', () => {
  test('plays a file as a stream that another process follows', async () => {
    const [file, at] = [await stackFile(), await freeAddress()];
    const words = ['simulate-detector', file, '--kind', 'simplon2', '--at', at, '--frames', '50', '--lose', '3,40'];
    const child = spawn(process.execPath, [program, ...words], { env, stdio: 'ignore' });
    const ended = once(child, 'exit');
    const live = await follow(`simplon2+${at}`);
    const got = await collect(live, live);
    expect(got).toMatchObject({ wrong: 0, report: { announced: 50, received: 48, missingCount: 2, ended: true } });
    expect((await ended)[0]).toBe(0);
  });

  test('ends with 2 and a sentence for bad input', async () => {
    const file = await stackFile();
    const existing = join(freshFolder(), 'a.h5');
    for (const [args, sentence] of [
      [[], 'takes one file and a kind'],
      [[file, '--kind', 'eiger'], 'takes one file and a kind'],
      [[file, '--kind', 'hdf5'], 'needs the name of a file'],
      [[file, '--kind', 'simplon2', '--rate', 'fast'], '--rate needs a number'],
      [[file, '--kind', 'simplon2', '--at', 'nowhere'], 'Nothing can be offered'],
      [[existing, '--kind', 'json'], 'There is no file'],
    ] as const) {
      const { status, stderr } = spawnSync(process.execPath, [program, 'simulate-detector', ...args], {
        encoding: 'utf8',
        env,
      });
      expect([args.join(' '), status]).toEqual([args.join(' '), 2]);
      expect(stderr).toContain(sentence);
    }
  });
});
