import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { closePool, ct, Engine, openScan, saveVolume } from '@daisy-lab/runtime';
import { badScans, writeBadScans } from '../../../fixtures/bad-scans.mjs';
import { expectSame } from '../support/same-file.ts';
import { freshFolder, smallScan } from '../support/worlds.ts';

const program = resolve('kernel-runtime/runtime/bin/daisy.mjs');
afterAll(closePool);

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** @param cache folder in which its journal appears when it runs; it is interrupted then */
function daisy(args: readonly string[], cache?: string): Promise<Ended> {
  return new Promise(done => {
    const env = { ...process.env, NODE_OPTIONS: '', ...(cache === undefined ? {} : { DAISY_CACHE: cache }) };
    const child = spawn(process.execPath, [program, ...args], { env });
    let out = '';
    let err = '';
    child.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
    child.stderr.on('data', (piece: Buffer) => (err += piece.toString()));
    const looking = setInterval(() => {
      if (cache === undefined || !existsSync(join(cache, 'runs'))) return;
      clearInterval(looking);
      child.kill('SIGINT');
    }, 20);
    child.on('close', code => {
      clearInterval(looking);
      done({ code, out, err });
    });
  });
}

describe('the daisy command', () => {
  test('lists and describes what there is', async () => {
    expect(await daisy(['list'])).toMatchObject({ code: 0, out: expect.stringContaining('ct.full') });
    expect(await daisy(['describe', 'ct.full'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('--axis PIXEL'),
    });
  }, 30000);

  test('proposes a reconstruction as a document that runs, and tells what it had to guess', async () => {
    const folder = freshFolder();
    const [scan, document, out] = ['scan.h5', 'auto.daisy', 'volume.h5'].map(name => join(folder, name));
    await smallScan(scan!, { flats: null });
    const guessed = expect.stringContaining('There are no flat fields');
    const proposed = await daisy(['propose', scan!, '--out', document!, '--rows-to-fit', '1']);
    expect(proposed).toMatchObject({ code: 0, err: guessed, out: expect.stringContaining('rings') });
    expect(await daisy(['run', document!, '--out', out!])).toMatchObject({ code: 0, err: guessed });
    expect(existsSync(out!)).toBe(true);
    expect(await daisy(['propose', scan!, '--out', document!])).toMatchObject({ code: 2, out: '' });
    expect(await daisy(['propose'])).toMatchObject({ code: 2, err: expect.stringContaining('needs a scan') });
  }, 60000);

  test('reconstructs many scans: a file each and a table; one that fails stops nothing, what is done is kept', async () => {
    const folder = freshFolder();
    const scans = await Promise.all(['a.h5', 'b.h5'].map(name => smallScan(join(folder, name))));
    const [pattern, table] = [join(folder, 'out/{name}-{output}.h5'), join(folder, 'night.csv')];
    const args = [
      'batch',
      'ct.full',
      scans[0]!,
      join(folder, 'missing.h5'),
      scans[1]!,
      '--axis',
      '15',
      '--out',
      pattern,
    ];
    const first = await daisy([...args, '--table', table]);
    expect(first).toMatchObject({ code: 1, err: '', out: expect.stringMatching(/missing\.h5 {2}failed/) });
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['a-volume.h5', 'b-volume.h5']);
    expect(readFileSync(table, 'utf8').split('\n')).toHaveLength(5);
    expect(await daisy(args)).toMatchObject({ code: 2, err: expect.stringContaining('exists already') });
    const again = await daisy([...args, '--existing=keep', '--json']);
    const { rows } = JSON.parse(again.out) as { rows: { state: string }[] };
    expect(rows.map(({ state }) => state)).toEqual(['skipped', 'failed', 'skipped']);
    expect(await daisy(['batch', 'ct.full', scans[0]!])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--out'),
    });
  }, 60000);

  test('writes the same file as a notebook, but for the time stamp', async () => {
    const folder = freshFolder();
    const scan = await smallScan(join(folder, 'scan.h5'));
    const out = join(folder, 'volume.h5');
    const ended = await daisy([
      'run',
      'ct.full',
      '--scan',
      scan,
      '--axis',
      '15',
      '--filter=hann',
      '--out',
      out,
      '--json',
    ]);
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(ended.out)).toMatchObject({ state: 'done', outputs: { volume: out } });
    const run = Engine.local().run(ct.full, { scan: await openScan(scan) }, { params: { axisPx: 15, filter: 'hann' } });
    const { volume, axisPx } = await run;
    const copy = await saveVolume(join(folder, 'copy.h5'), { volume, axisPx }, { provenance: run.provenance });
    await expectSame(copy, out);
  }, 30000);

  test('bad input is one sentence and exit code 2', async () => {
    const folder = freshFolder();
    const scan = await smallScan(join(folder, 'scan.h5'));
    const text = join(folder, 'text.h5');
    writeFileSync(text, 'no HDF5 at all');
    const out = join(folder, 'volume.h5');
    const cases = [
      ['run', 'ct.none'],
      ['run', 'ct.full', '--scan', scan],
      ['run', 'ct.full', '--scan', text, '--out', out],
      ['run', 'ct.full', '--scan', scan, '--out', join(text, 'volume.h5')],
      ['run', 'ct.full', '--scan', scan, '--out', out, '--filter', 'soft'],
      ['run', 'ct.full', '--scan', scan, '--out', out, '--colour', 'red'],
    ];
    for (const args of cases) {
      const { code, err } = await daisy(args);
      expect([code, err.trim().split('\n').length]).toEqual([2, 1]);
    }
    expect(readdirSync(folder).sort()).toEqual(['scan.h5', 'text.h5']);
  }, 60000);

  test.each(badScans)('$name is refused with its sentence, exit code 2 and no file', async bad => {
    const folder = freshFolder();
    await writeBadScans(folder);
    const before = readdirSync(folder);
    const args = ['run', 'ct.full', '--scan', join(folder, bad.name), '--axis', '15'];
    const { code, out, err } = await daisy([...args, '--out', join(folder, 'volume.h5')]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(bad.sentence);
    expect(err).toMatch(bad.action);
    expect(err).not.toMatch(/^\s*at /m);
    expect(readdirSync(folder)).toEqual(before);
  });

  test('an interrupt leaves no file and exits with 130', async () => {
    const folder = freshFolder();
    const scan = await smallScan(join(folder, 'scan.h5'), { angles: 60000 });
    const { code } = await daisy(['run', 'ct.full', '--scan', scan, '--out', join(folder, 'volume.h5')], freshFolder());
    expect(code).toBe(130);
    expect(readdirSync(folder)).toEqual(['scan.h5']);
  }, 60000);
});
