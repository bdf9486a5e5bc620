import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { algorithm, Engine, port } from '@daisy-lab/runtime';
import { createServices } from '../../lib/services/index.js';
import { journalFiles } from '../../lib/store/journal/journal-folder.js';
import { RunHistory } from '../../lib/store/journal/run-history.js';
import { freshFolder, smallScan } from '../support/worlds.ts';

const call = { signal: new AbortController().signal };
const daisy = resolve('kernel-runtime/runtime/bin/daisy.mjs');
let root = '';

beforeEach(() => {
  root = freshFolder();
  process.env['DAISY_CACHE'] = root;
});

const history = () => new RunHistory().list();
const journals = () => journalFiles(join(root, 'runs'));

/** Runs the command; it is killed as soon as its journal holds the word. */
async function killedAt(word: string, args: readonly string[]): Promise<void> {
  const before = journals().length;
  const child = spawn(process.execPath, [daisy, 'run', ...args], { env: env(), stdio: 'ignore' });
  const ended = new Promise(done => child.once('exit', done));
  while (child.exitCode === null) {
    const [journal] = journals();
    if (journals().length > before && journal && readFileSync(journal.path, 'utf8').includes(word)) break;
    await new Promise(next => setTimeout(next, 5));
  }
  child.kill('SIGKILL');
  await ended;
}

const env = () => ({ ...process.env, DAISY_CACHE_BYTES: '1GB' });
const command = (...args: string[]) => {
  const done = spawnSync(process.execPath, [daisy, ...args], { env: env() });
  return { status: done.status, text: `${done.stdout}${done.stderr}` };
};

describe('JOURNAL-3: a killed run', () => {
  test('is shown as interrupted, and is resumed by the command and by request', async () => {
    const folder = freshFolder();
    const scan = await smallScan(join(folder, 'scan.h5'));
    const out = join(folder, 'volume.h5');
    await killedAt('"kind":"start"', ['ct.full', '--scan', scan, '--out', out, '--quiet']);
    const [interrupted] = history();
    expect(interrupted!.record).toMatchObject({ algorithm: 'ct.full', state: 'interrupted', resumable: true });
    expect(existsSync(out)).toBe(false);
    const id = interrupted!.record.run;
    expect(command('runs').text).toMatch(`daisy run --resume ${id.slice(0, 8)}`);

    utimesSync(scan, new Date(), new Date(Date.now() - 5000));
    const resumed = command('run', '--resume', id.slice(0, 8));
    expect(resumed.text).toMatch(`${scan} has changed since: what depends on it is computed again.`);
    expect(resumed).toMatchObject({ status: 0 });
    expect(existsSync(out)).toBe(true);
    expect(history()[0]!.record).toMatchObject({ state: 'done', resumes: id, outputs: { volume: out } });
    expect(history()[1]!.record).toMatchObject({ run: id, state: 'interrupted', resumable: false });
    expect(command('run', '--resume', history()[0]!.record.run)).toMatchObject({
      status: 2,
      text: expect.stringMatching(/^Run \w{8} has finished already\. Start a new one\.\n$/) as unknown as string,
    });

    const again = join(folder, 'again.h5');
    await killedAt('"kind":"start"', ['ct.full', '--scan', scan, '--out', again, '--quiet']);
    const { services, close } = createServices({ cwd: folder, emit: () => undefined });
    const { runs } = (await services['run.list']!({ history: true }, call)).result;
    expect(runs.map(run => run.state)).toEqual(['interrupted', 'done', 'interrupted']);
    expect((await services['run.list']!({}, call)).result.runs).toEqual([]);
    let { result: record } = await services['run.resume']!({ run: runs[0]!.run }, call);
    while (record.state === 'running' || record.state === 'queued') {
      await new Promise(next => setTimeout(next, 20));
      record = (await services['run.status']!({ run: record.run }, call)).result;
    }
    expect(record).toMatchObject({ state: 'done', outputs: { volume: again } });
    await close();
  }, 60_000);
});

describe('JOURNAL-4: what stands in a journal', () => {
  const start = (run: string, more = {}) =>
    `${JSON.stringify({
      ...{ v: 1, kind: 'start', run, startedMs: 1e12, process: { pid: 1e8, host: 'gone', started: '' }, daisy: '0' },
      ...{ algorithm: 'test.a', version: '1', title: 'A', params: {}, files: {}, request: null, ...more },
    })}\n`;
  const write = (number: number, run: string, text: string) => {
    mkdirSync(join(root, 'runs'), { recursive: true });
    const path = join(root, 'runs', `${String(number).padStart(6, '0')}-${run}.jsonl`);
    writeFileSync(path, text);
    utimesSync(path, new Date(0), new Date(0));
    return path;
  };
  const event = (ms: number, state: string, total: number) =>
    `${JSON.stringify({ kind: 'event', ms, node: 'make', title: 'Make', state, progress: total, total })}\n`;
  const end = `${JSON.stringify({ kind: 'end', ms: 900, state: 'done', outputs: {}, error: null })}\n`;

  test('a torn end and damaged lines are passed over, foreign files are no runs', () => {
    write(1, 'a', `${start('a')}${event(100, 'running', 0.25)}{"kind":"end","ms":9`);
    write(2, 'b', `${start('b')}\u0000\u0000 garbage\n[1]\n${event(100, 'done', 1)}${end}`);
    write(3, 'c', start('c').slice(0, 40));
    write(4, 'd', 'not a journal\n');
    write(5, 'e', start('another one'));
    writeFileSync(join(root, 'runs', 'notes.txt'), '');
    expect(history().map(({ record }) => [record.run, record.state, record.progress, record.elapsedMs])).toEqual([
      ['b', 'done', 1, 900],
      ['a', 'interrupted', 0.25, 100],
    ]);
  });

  test('a clock that goes back changes neither order nor times', () => {
    write(1, 'old', `${start('old', { startedMs: 2e12 })}${end}`);
    write(2, 'new', `${start('new', { startedMs: 1e12 })}${event(700, 'running', 0.5)}${event(800, 'running', 0.6)}`);
    expect(history().map(({ record }) => [record.run, record.elapsedMs])).toEqual([
      ['new', 800],
      ['old', 900],
    ]);
    expect(history()[0]!.record.progress).toBe(0.6);
  });

  test('what is added is seen, the oldest are forgotten', async () => {
    const path = write(1, 'a', start('a'));
    const known = new RunHistory();
    expect(known.list()[0]!.record.state).toBe('interrupted');
    appendFileSync(path, end);
    expect(known.list()[0]!.record.state).toBe('done');
    for (let number = 2; number <= 205; number++) write(number, `r${number}`, start(`r${number}`));
    const slow = algorithm('test.journal.slow', {
      version: '1.0.0',
      title: 'Slow',
      inputs: {},
      outputs: { n: port.number() },
    });
    slow.implement('plain', { run: () => new Promise(done => setTimeout(() => done({ n: 1 }), 400)) });
    await Engine.local().run(slow, {});
    await new Promise(next => setTimeout(next, 50));
    expect(journals().length).toBe(200);
    expect(known.list()[0]!.record).toMatchObject({ algorithm: 'test.journal.slow', state: 'done', resumable: false });
    expect(() => known.find('r')).toThrow(/runs begin with r/);
    expect(() => known.find('zz')).toThrow('There is no run zz.');
  });

  test('a run of moments leaves none, and a folder that takes none disturbs no run', async () => {
    const quick = algorithm('test.journal.quick', {
      version: '1.0.0',
      title: 'Q',
      inputs: {},
      outputs: { n: port.number() },
    });
    quick.implement('plain', { run: () => ({ n: 1 }) });
    await Engine.local().run(quick, {});
    await new Promise(next => setTimeout(next, 300));
    expect(journals()).toEqual([]);
    const file = join(root, 'file');
    writeFileSync(file, '');
    process.env['DAISY_CACHE'] = file;
    const folder = freshFolder();
    const { services, close } = createServices({ cwd: folder, emit: () => undefined });
    await smallScan(join(folder, 'scan.h5'));
    let { result: record } = await services['run.start']!(
      { algorithm: 'ct.full', inputs: { scan: 'scan.h5' }, params: {}, outputs: { volume: 'v.h5' } },
      call,
    );
    while (record.state === 'running' || record.state === 'queued') {
      await new Promise(next => setTimeout(next, 20));
      record = (await services['run.status']!({ run: record.run }, call)).result;
    }
    expect(record.state).toBe('done');
    await close();
  });
});
