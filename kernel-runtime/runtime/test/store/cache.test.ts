import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { algorithm, Engine, ndarray, p, port, workflow, type NdArray, type RunEvent } from '@daisy-lab/runtime';
import { defaultResults } from '../../lib/store/results/default-results.js';
import { takeLock } from '../../lib/store/results/folder-lock.js';
import { FolderResults } from '../../lib/store/results/folder-results.js';
import { evict, keptResults } from '../../lib/store/results/result-folder.js';
import { freshFolder } from '../support/worlds.ts';

const line = port.array('float64', ['x']);
let calls: string[] = [];

const make = algorithm('test.cache.make', {
  version: '1.0.0',
  title: 'Make',
  inputs: {},
  params: { length: p.integer({ default: 1000 }), value: p.number({ default: 1 }) },
  outputs: { line },
}).implement('plain', {
  run: ({ params: { length, value } }) => {
    calls.push('make');
    return { line: ndarray(new Float64Array(length).fill(value), [length], ['x']) };
  },
});
const sum = algorithm('test.cache.sum', {
  version: '1.0.0',
  title: 'Sum',
  inputs: { line },
  params: { times: p.number({ default: 1 }) },
  outputs: { sum: port.number() },
}).implement('plain', {
  run: ({ inputs, params }) => {
    calls.push('sum');
    return { sum: inputs.line.data.reduce((a, b) => a + b, 0) * params.times };
  },
});
const both = workflow(
  'test.cache.both',
  {
    version: '1.0.0',
    title: 'Both',
    inputs: {},
    params: { value: p.number({ default: 1 }), times: p.number({ default: 1 }) },
  },
  (w, _, { value, times }) => w.step(sum, w.step(make, {}, { value }), { times }),
);

const kept = (root: string): readonly string[] =>
  [...keptResults(root)].map(({ header }) => String(header.provenance.params['value'])).sort();

afterEach(() => {
  calls = [];
  process.env['DAISY_CACHE_BYTES'] = '0';
});

describe('CACHE-3: the budget', () => {
  test('makes room for new results; those not used for longest go, the newest and those in use stay', async () => {
    const root = freshFolder();
    const results = new FolderResults(root, { budgetBytes: 40_000 });
    const engine = Engine.local({ results });
    const held: NdArray[] = [];
    for (let value = 1; value <= 4; value++) {
      const { line: made } = await new Promise<{ line: NdArray }>((done, failed) =>
        engine.run(make, {}, { params: { value } }).then(done as never, failed),
      );
      if (value === 1) held.push(((await results.find(keptResults(root)[0]!.key))!.outputs as { line: NdArray }).line);
      expect(made.data[0]).toBe(value);
      age(root, 100 - value);
    }
    expect(kept(root)).toEqual(['1', '2', '3', '4']);
    // What another process left in use counts only as long as that process lives.
    const { key: second } = keptResults(root).find(({ header }) => header.provenance.params['value'] === 2)!;
    const dead = join(root, 'use', `${deadProcess()}@@${encodeURIComponent(hostname())}`);
    mkdirSync(dead, { recursive: true });
    writeFileSync(join(dead, second), '');
    await engine.run(make, {}, { params: { value: 5 } });
    expect(kept(root)).toContain('5');
    expect(kept(root)).toContain('1');
    expect(existsSync(dead)).toBe(false);
    expect(keptResults(root).reduce((total, { bytes }) => total + bytes, 0)).toBeLessThanOrEqual(40_000);
    expect(held[0]!.data[7]).toBe(1);
  });

  test('keeps no result of more than a quarter of it, says so once, and the run goes on', async () => {
    const root = freshFolder();
    const engine = Engine.local({ results: new FolderResults(root, { budgetBytes: 20_000 }) });
    const first = await logs(engine.run(make, {}, { params: { value: 1 } }));
    expect(first.join()).toMatch(
      /The result of Make \(8\.0 kB\) is not kept for later runs: it is larger than a quarter/,
    );
    expect(await logs(engine.run(make, {}, { params: { value: 2 } }))).toEqual([]);
    expect(kept(root)).toEqual([]);
  });

  test('DAISY_CACHE_BYTES sets it for all engines, 0 keeps nothing, nonsense is refused', async () => {
    expect(defaultResults()).toBeNull();
    process.env['DAISY_CACHE_BYTES'] = '1GB';
    expect(defaultResults()!.largestBytes).toBe(2.5e8);
    await Engine.local().run(make, {}, { params: { value: 77 } });
    await Engine.local().run(make, {}, { params: { value: 77 } });
    expect(calls).toEqual(['make']);
    process.env['DAISY_CACHE_BYTES'] = 'much';
    expect(() => defaultResults()).toThrow('The variable DAISY_CACHE_BYTES is "much", which is no amount of bytes.');
  });
});

describe('CACHE-4: what cannot be kept', () => {
  test('does not fail a run: a folder that takes nothing', async () => {
    const file = join(freshFolder(), 'a file');
    writeFileSync(file, '');
    const run = Engine.local({ results: new FolderResults(join(file, 'cache')) }).run(both, {});
    expect(await logs(run)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^The result is not kept for later runs: A result cannot be stored/),
      ]),
    );
    expect((await run).sum).toBe(1000);
  });

  test('an entry that cannot be read is computed again', async () => {
    const root = freshFolder();
    const run = (): PromiseLike<unknown> => Engine.local({ results: new FolderResults(root) }).run(make, {});
    await run();
    const [{ key }] = keptResults(root) as unknown as [{ key: string }];
    const header = join(root, 'results', key.slice(0, 2), key, 'result.json');
    writeFileSync(header, '{"format":1,');
    await run();
    expect(calls).toEqual(['make', 'make']);
    expect(keptResults(root).length).toBe(1);
  });
});

describe('CACHE-5: a plan says what is stale and why', () => {
  test('by parameter, by what comes before, by version and by code', async () => {
    const root = freshFolder();
    const engine = Engine.local({ results: new FolderResults(root) });
    const plan = async (params: object) =>
      Object.fromEntries((await engine.plan(both, {}, { params })).steps.map(({ node, why }) => [node, why]));
    const fresh = 'There is no result for these parameters and inputs.';
    expect(await plan({})).toEqual({ make: fresh, sum: fresh });
    await engine.run(both, {});
    expect(await plan({})).toEqual({
      make: 'Not needed: what depends on it is there.',
      sum: 'A finished result is there.',
    });
    expect(await plan({ times: 3 })).toEqual({
      make: 'A finished result is there.',
      sum: 'The parameter "times" is 3 now, and was 1.',
    });
    expect(await plan({ value: 2 })).toEqual({
      make: 'The parameter "value" is 2 now, and was 1.',
      sum: 'Its input "line" comes from Make, which gives something else now.',
    });
    const { steps } = await engine.plan(both, {}, { params: { value: 2 } });
    expect(steps.map(step => step.state)).toEqual(['stale', 'stale']);
    const changedTo = async (version: string, value: number) => {
      const changed = algorithm('test.cache.make', { version, title: 'Make', inputs: {}, outputs: { line } });
      const body =
        value === 1
          ? () => ({ line: ndarray(Float64Array.of(1), [1], ['x']) })
          : () => ({ line: ndarray(Float64Array.of(2), [1], ['x']) });
      changed.implement('plain', { run: body });
      const step = (await engine.plan(changed, {})).steps[0]!;
      await engine.run(changed, {});
      return step.why;
    };
    await changedTo('2.0.0', 1);
    expect(await changedTo('2.1.0', 1)).toBe('Its version is 2.1.0 now, and was 2.0.0.');
    expect(await changedTo('2.1.0', 2)).toBe('The code of its body has changed.');
    evict(root, 0);
    expect(await changedTo('2.1.0', 2)).toBe('Its result was there, and has been removed from the cache.');
  });

  test('and a file by its time of change, with length of pieces and memory', async () => {
    const file = join(freshFolder(), 'numbers.txt');
    writeFileSync(file, '1 2 3');
    const read = algorithm('test.cache.read', {
      version: '1.0.0',
      title: 'Read',
      inputs: { file: port.file('text') },
      outputs: { sum: port.number() },
    }).implement('plain', { run: ({ inputs }) => ({ sum: readFileSync(inputs.file.path, 'utf8').split(' ').length }) });
    const engine = Engine.local({ results: new FolderResults(freshFolder()) });
    expect((await engine.run(read, { file: { path: file } })).sum).toBe(3);
    appendFileSync(file, ' 4');
    utimesSync(file, new Date(), new Date(statSync(file).mtimeMs - 3600e3));
    expect((await engine.plan(read, { file: { path: file } })).steps[0]!.why).toBe(
      `The file of its input "file" has changed: ${file}.`,
    );
    expect((await engine.run(read, { file: { path: file } })).sum).toBe(4);
    const halve = algorithm('test.cache.halve', {
      version: '1.0.0',
      title: 'Halve',
      split: { over: 'x' },
      inputs: { line },
      outputs: { line },
    }).implement('plain', { run: ({ inputs }) => ({ line: inputs.line }) });
    const given = ndarray(new Float64Array(1e6), [1e6], ['x'] as const);
    const { steps, memoryBytes } = await Engine.local({ memoryBytes: 1e6 }).plan(halve, { line: given });
    expect(steps[0]!.pieceLength).toBe(41_666);
    expect(memoryBytes).toBeLessThanOrEqual(1e6);
  });
});

describe('CACHE-6: locks', () => {
  test('of dead processes are taken over, of living ones not', () => {
    const path = join(freshFolder(), 'a.lock');
    const release = takeLock(path)!;
    expect(takeLock(path)).toBeNull();
    release();
    writeFileSync(path, JSON.stringify({ pid: deadProcess(), host: hostname(), started: '' }));
    expect(takeLock(path)).not.toBeNull();
    // The same number, but another process: it was started at another time.
    writeFileSync(path, JSON.stringify({ pid: process.pid, host: hostname(), started: 'long-ago' }));
    expect(takeLock(path)).not.toBeNull();
    writeFileSync(path, 'torn');
    expect(takeLock(path)).not.toBeNull();
  });
});

test('CACHE-7: daisy cache lists, explains, evicts and removes', async () => {
  const root = freshFolder();
  await Engine.local({ results: new FolderResults(root) }).run(both, {}, { params: { times: 2 } });
  const daisy = (...args: string[]) => {
    const env = { ...process.env, DAISY_CACHE: root, DAISY_CACHE_BYTES: '1GB' };
    const done = spawnSync(process.execPath, [resolve('kernel-runtime/runtime/bin/daisy.mjs'), 'cache', ...args], {
      env,
    });
    return `${done.stdout}${done.stderr}`;
  };
  expect(daisy('path')).toBe(`${root}\n`);
  expect(daisy('list')).toMatch(
    /8\.0 kB .* test\.cache\.make 1\.0\.0 \(make\)\n[^]*2 results, 8\.\d kB of 1\.0 GB in /,
  );
  const { key } = keptResults(root).find(({ header }) => header.node === 'sum')!;
  expect(daisy('explain', key.slice(0, 12))).toMatch(
    /test\.cache\.sum 1\.0\.0, step sum, computed with plain[^]*times = 2[^]*line <- [0-9a-f]{64}\.line/,
  );
  expect(daisy('explain', 'zz')).toMatch('No result has a key that begins with zz. See daisy cache list.');
  expect(daisy('remove', key)).toMatch(`${key} removed`);
  expect(daisy('evict', '--to', '1kB')).toMatch(/^1 removed \(8\.0 kB\), 0 B kept/);
  expect(daisy('evict', '--to', 'some')).toMatch('--to is "some", which is no amount of bytes.');
  expect(readdirSync(join(root, 'removed'))).toEqual([]);
});

async function logs(run: AsyncIterable<RunEvent> & PromiseLike<unknown>): Promise<string[]> {
  const lines: string[] = [];
  for await (const event of run) if (event.log !== undefined) lines.push(event.log);
  await run;
  return lines;
}

/** Makes the last use of the newest result so many seconds old. */
function age(root: string, seconds: number): void {
  const newest = [...keptResults(root)].sort((a, b) => b.usedMs - a.usedMs)[0]!;
  const time = new Date(Date.now() - seconds * 1000);
  utimesSync(join(root, 'results', newest.key.slice(0, 2), newest.key, 'result.json'), time, time);
}

const deadProcess = (): number => spawnSync(process.execPath, ['-e', ''], { stdio: 'ignore' }).pid;
