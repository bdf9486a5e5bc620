import { copyFileSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createSink, ndarray } from '@daisy-lab/runtime';
import { close, nodeAsNobody, onlyRead, open, openWorld, unlisted, type Ended } from '../support/as-nobody.ts';
import { smallScan } from '../support/worlds.ts';

const world = openWorld();
const at = (...names: readonly string[]): string => join(world ?? '', ...names);
const own = { HOME: at('own'), DAISY_CACHE: at('own', 'cache') };
const program = resolve('kernel-runtime/runtime/bin/daisy.mjs');
const daisy = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Ended =>
  nodeAsNobody([program, ...args], { ...own, ...env });

/** Folders that end up closed; opened again, so that they can be removed. */
const shut = ['closed', 'shown', 'unlisted', 'cache', 'stack/flats', 'mixed/private'];

beforeAll(async () => {
  if (!world) return;
  for (const name of ['own', ...shut]) mkdirSync(at(name), { recursive: true });
  await smallScan(at('scan.h5'));
  for (const name of ['secret.h5', 'unlisted/scan.h5']) copyFileSync(at('scan.h5'), at(name));
  for (const folder of ['stack', 'stack/flats', 'mixed', 'mixed/private']) await images(at(folder, 'projections.tif'));
  open(at('own'));
  close(at('secret.h5'));
  for (const name of ['closed', 'stack/flats', 'mixed/private']) close(at(name));
  for (const name of ['shown', 'cache']) onlyRead(at(name));
  unlisted(at('unlisted'));
}, 60_000);
afterAll(() => {
  if (world) for (const name of shut) open(at(name));
});

async function images(path: string): Promise<void> {
  const sink = await createSink(path);
  await sink.write('/data', ndarray(new Uint16Array(12 * 4 * 8).fill(9), [12, 4, 8], ['angle', 'row', 'column']));
  await sink.finish();
}

(world ? describe : describe.skip)('a user who may not do everything', () => {
  test.each([
    [() => ['ls', at('secret.h5')], /^You may not read .*secret\.h5\. Ask its owner/],
    [() => ['ls', at('closed')], /^You may not read .*closed\./],
    [() => ['ls', at('closed', 'x.h5')], /^You may not read .*x\.h5\./],
    [() => ['doc', at('secret.h5')], /^You may not read .*secret\.h5\./],
    [() => ['demo', at('shown', 'new')], /cannot be made: you may not write there\./],
    [
      () => ['run', 'ct.full', '--scan', at('secret.h5'), '--out', at('own', 'v.h5'), '--quiet'],
      /You may not read .*secret\.h5\./,
    ],
    [
      () => ['run', 'ct.full', '--scan', at('scan.h5'), '--out', at('shown', 'v.h5'), '--quiet'],
      /^v\.h5 cannot be written into .*shown: you may not write there\./,
    ],
  ])('is told in one sentence, %#', (args, sentence) => {
    const { code, out, err } = daisy(args());
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(sentence);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  test('has the other files of a batch, and the name of the one that failed', () => {
    const out = at('own', '{name}-v.h5');
    const files = [at('secret.h5'), at('scan.h5')];
    const batch = daisy(['batch', 'ct.full', ...files, '--out', out, '--axisPx', '15', '--quiet']);
    expect([batch.code, batch.out]).toEqual([1, '']);
    expect(batch.err).toMatch(/^.*secret\.h5 {2}failed .*You may not read .*\n$/);
    expect(daisy(['ls', at('own', 'scan-v.h5')]).code).toBe(0);
  });

  test('computes without a cache that takes files, and learns that nothing is remembered', () => {
    const env = { DAISY_CACHE: at('cache') };
    const volume = at('own', 'uncached.h5');
    const run = daisy(['run', 'ct.full', '--scan', at('scan.h5'), '--axisPx', '15', '--out', volume, '--quiet'], env);
    expect(run).toEqual({ code: 0, out: '', err: '' });
    for (const args of [['runs'], ['cache', 'list']]) {
      const list = daisy(args, env);
      expect(list.code).toBe(0);
      expect(list.err).toMatch(/takes no files, so finished results and runs are not remembered\. Name one/);
    }
    const evict = daisy(['cache', 'evict'], env);
    expect([evict.code, evict.err.trim().split('\n')]).toEqual([2, [expect.stringMatching(/cache takes no files/)]]);
  });

  test('reads a scan in a folder that may not be listed, and is told what a screen cannot show', () => {
    const answers = asked([
      ['ct.open', { path: at('unlisted', 'scan.h5') }],
      ['ct.open', { path: at('mixed') }],
      ['ct.open', { path: at('stack') }],
      ['files.list', { folder: at('closed'), extensions: [] }],
      ['files.list', { folder: world!, extensions: ['.h5'] }],
    ]);
    expect(answers[0]).toMatchObject({ description: { rows: 8, columns: 32 } });
    // a folder of others beside the images is no harm; flat fields that cannot be seen are
    expect(answers[1]).toMatchObject({ description: { angleCount: 12 } });
    expect(answers[2]).toMatch(/^File: You may not read .*flats/);
    expect(answers[3]).toMatch(/^File: You may not read .*closed\. Ask its owner/);
    const { entries } = answers[4] as { readonly entries: readonly { readonly name: string }[] };
    expect(entries.map(({ name }) => name)).toEqual(expect.arrayContaining(['closed', 'scan.h5', 'secret.h5']));
  });

  test('is told before a run, and when a document is saved, that a folder takes no files', () => {
    const recipe = { path: at('scan.h5'), axisPx: 15, params: {}, operations: [] };
    const [opened, preflight, saved] = asked([
      ['ct.open', { path: recipe.path }],
      ['ct.preflight', { scan: '$scan', recipe, out: at('shown', 'v.h5') }],
      ['ct.save', { recipe, file: at('shown', 'a.daisy') }],
    ]);
    expect(opened).toHaveProperty('scan');
    const { checks } = preflight as { readonly checks: readonly object[] };
    expect(checks).toContainEqual(
      expect.objectContaining({ id: 'disk', level: 'bad', text: 'You may not write into %1.' }),
    );
    expect(saved).toMatch(/^File: a\.daisy cannot be written into .*shown: you may not write there\./);
  });
});

/** What the services answer to somebody who is not root: results, or sentences. `$scan` is the scan that was opened last. */
function asked(requests: readonly (readonly [method: string, params: object])[]): readonly unknown[] {
  const script = `
    const { createServices } = await import(${JSON.stringify(resolve('kernel-runtime/runtime/lib/services/index.js'))});
    const { services, close } = createServices({ cwd: process.env.HOME, emit: () => undefined });
    const { signal } = new AbortController();
    const answers = [];
    let scan = '';
    for (const [method, params] of ${JSON.stringify(requests)}) {
      const wish = params.scan === '$scan' ? { ...params, scan } : params;
      const answer = await services[method](wish, { signal }).then(
        ({ result }) => result,
        error => \`\${error.tag}: \${error.sentence ?? error.stack}\`,
      );
      scan = answer.scan ?? scan;
      answers.push(answer);
    }
    await close();
    process.stdout.write(JSON.stringify(answers));
    process.exit();`;
  const { code, out, err } = nodeAsNobody(['--input-type=module', '--eval', script], own);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as readonly unknown[];
}
