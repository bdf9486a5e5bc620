import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BatchRecord, MethodParams, MethodResult } from '@daisy-lab/core';
import { ct, openSource, readPart, saveScan } from '@daisy-lab/runtime';
import { createServices } from '../../lib/services/index.js';
import { freshFolder, twoScans } from '../support/worlds.ts';

const cwd = freshFolder();
const kernel = () => createServices({ cwd, emit: () => undefined });
const { services, close } = kernel();
const call = { signal: new AbortController().signal };
const [angles, columns] = [40, 32];

beforeAll(async () => {
  await twoScans(cwd, { columns, angles });
  writeFileSync(join(cwd, 'broken.h5'), randomBytes(4000));
});
afterAll(close);

const link = (node: string, port: string) => ({ node, port });
const normalize = {
  ...{ name: 'normalize', algorithm: 'ct.normalize', version: ct.normalize.version },
  inputs: { proj: link('read', 'proj'), flats: link('read', 'flats'), darks: link('read', 'darks') },
};
const outputs = {
  transmission: { from: link('normalize', 'transmission') },
  dead: { from: link('normalize', 'deadPixels') },
};

function textOf(nodes: readonly object[] = [normalize], given: object = outputs): string {
  const inputs = { scan: { type: { kind: 'dataset', dataset: 'ct.scan' } } };
  const read = { name: 'read', algorithm: 'ct.read', version: ct.read.version, inputs: { scan: { input: 'scan' } } };
  const workflow = { id: 'my.workflow', version: '0.1.0', title: 'Workflow', inputs, nodes: [read, ...nodes] };
  return JSON.stringify({ daisy: 2, workflow: { ...workflow, outputs: given } });
}

let documents = 0;
/** A document of its own, whose batches no other test finds. */
const asked = (files: readonly string[], pattern: string, more: Partial<MethodParams<'graph.batch'>> = {}) => ({
  ...{ path: `${++documents}.daisy`, text: textOf(), input: 'scan', files },
  write: { pattern, existing: 'refuse' as const },
  ...more,
});

async function ended(batch: string, from = services): Promise<BatchRecord> {
  for (;;) {
    const { result } = await from['graph.batchStatus']!({ batch }, call);
    if (result.state !== 'running') return result;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
const run = async (order: MethodParams<'graph.batch'>): Promise<BatchRecord> =>
  ended((await services['graph.batch']!(order, call)).result.batch);
const planned = async (order: MethodParams<'graph.batch'>): Promise<MethodResult<'graph.batchPlan'>['rows']> =>
  (await services['graph.batchPlan']!(order, call)).result.rows;
const statesOf = ({ rows }: BatchRecord): readonly string[] => rows.map(({ state }) => state);
const listed = (folder: string): readonly string[] => readdirSync(join(cwd, folder)).sort();

describe('a batch that writes files', () => {
  test('writes one for each input that works; one that fails leaves none and stops nothing', async () => {
    const record = await run(asked(['a.h5', 'broken.h5', 'missing.h5', 'b.h5'], 'one/{index}-{name}-{output}.h5'));
    expect(statesOf(record)).toEqual(['done', 'failed', 'failed', 'done']);
    expect(listed('one')).toEqual(['1-a-transmission.h5', '4-b-transmission.h5']);
    expect(record.rows[0]).toMatchObject({
      written: { transmission: join('one', '1-a-transmission.h5') },
      numbers: { dead: expect.any(Number) },
      preview: 'normalize',
    });
    const source = await openSource(join(cwd, record.rows[3]!.written!['transmission']!));
    const { shape, data } = await readPart(source, '/entry/transmission/data', []);
    source.close();
    expect(shape).toEqual([angles, 6, columns]);
    expect(Math.max(...Array.from(data as Float32Array))).toBeGreaterThan(0.5);
  });

  test('tells every file before anything runs', async () => {
    const rows = await planned(asked(['a.h5', 'sub/b.h5'], 'two/{name}-{output}.h5'));
    expect(rows).toEqual([
      { file: 'a.h5', writes: { transmission: join('two', 'a-transmission.h5') }, state: 'new' },
      { file: 'sub/b.h5', writes: { transmission: join('two', 'b-transmission.h5') }, state: 'new' },
    ]);
    expect(existsSync(join(cwd, 'two'))).toBe(false);
  });

  test.each([
    [
      'two inputs of one name',
      ['a.h5', 'sub/a.h5'],
      'x/{name}.h5',
      /a\.h5 and sub\/a\.h5 would be written to one file/,
    ],
    ['an input twice', ['a.h5', 'a.h5'], 'x/{name}.h5', /stands twice/],
    ['a name that is taken', ['a.h5'], 'taken/{name}.h5', /exists already/],
    ['an input that would be written over', ['a.h5', 'b.h5'], '{name}.h5', /would be written over/],
    ['a kind that cannot be written', ['a.h5'], '{name}.txrm', /cannot be written/],
    ['a folder that is a file', ['b.h5'], 'a.h5/{name}.h5', /takes no new files/],
    ['a place that nothing stands for', ['a.h5'], '{nom}.h5', /Nothing stands for \{nom\}/],
    ['a name that is too long', [`${'a'.repeat(300)}.h5`], '{name}.h5', /too long/],
    ['no name', ['a.h5'], 'results/', /no name/],
  ])('refuses %s before anything runs', async (_, files, pattern, reason) => {
    mkdirSync(join(cwd, 'taken'), { recursive: true });
    writeFileSync(join(cwd, 'taken/a.h5'), 'mine');
    const order = asked(files, pattern);
    await expect(services['graph.batch']!(order, call)).rejects.toThrow(reason);
    const told = await planned(order).then(
      rows => rows.map(({ problem }) => problem?.message ?? '').join(),
      (error: Error) => error.message,
    );
    expect(told).toMatch(reason);
    expect(readFileSync(join(cwd, 'taken/a.h5'), 'utf8')).toBe('mine');
  });

  test('replaces files that are there, or leaves their inputs out, as it is told', async () => {
    await run(asked(['a.h5'], 'there/{name}.h5'));
    const path = join(cwd, 'there/a.h5');
    const before = statSync(path).ino;
    const files = ['a.h5', 'b.h5'];
    const kept = await run(asked(files, '', { write: { pattern: 'there/{name}.h5', existing: 'keep' } }));
    expect(statesOf(kept)).toEqual(['skipped', 'done']);
    expect(statSync(path).ino).toBe(before);
    const replaced = await run(asked(files, '', { write: { pattern: 'there/{name}.h5', existing: 'replace' } }));
    expect(statesOf(replaced)).toEqual(['done', 'done']);
    expect(statSync(path).ino).not.toBe(before);
  });

  test('leaves no file of an input of which only a part could be written', async () => {
    // an array of three axes is no table
    const given = {
      npy: { from: link('normalize', 'transmission') },
      csv: { from: link('normalize', 'transmission') },
    };
    const record = await run(asked(['a.h5'], 'part/{name}.{output}', { text: textOf([normalize], given) }));
    expect(statesOf(record)).toEqual(['failed']);
    expect(listed('part')).toEqual([]);
  });
});

describe('a batch that was stopped', () => {
  test('starts no further file, and goes on where it was', async () => {
    const { result: started } = await services['graph.batch']!(asked(['a.h5', 'b.h5'], 'stop/{name}.h5'), call);
    const { result: cancelled } = await services['graph.batchCancel']!({ batch: started.batch }, call);
    expect(cancelled.state).toBe('cancelled');
    expect(cancelled.rows[1]!.state).toBe('cancelled');
    await services['graph.batchResume']!({ batch: started.batch }, call);
    expect(statesOf(await ended(started.batch))).toEqual(['done', 'done']);
    expect(listed('stop')).toEqual(['a.h5', 'b.h5']);
  });

  test('does again only what has failed, or whose file is gone', async () => {
    const order = asked(['a.h5', 'late.h5'], 'again/{name}.h5');
    const first = await run(order);
    expect(statesOf(first)).toEqual(['done', 'failed']);
    const before = statSync(join(cwd, 'again/a.h5')).ino;
    const { arrays, anglesRad } = ct.simulateScan({ columns, angles, rows: 6 });
    await saveScan(join(cwd, 'late.h5'), { ...arrays, anglesRad });
    await services['graph.batchResume']!({ batch: first.batch }, call);
    expect(statesOf(await ended(first.batch))).toEqual(['done', 'done']);
    expect(statSync(join(cwd, 'again/a.h5')).ino).toBe(before);
  });

  test('is found again by a new kernel, with what it had done', async () => {
    const order = asked(['a.h5', 'missing-too.h5'], 'found/{name}.h5');
    const first = await run(order);
    const other = kernel();
    const { result: known } = await other.services['graph.runs']!({ path: order.path }, call);
    expect(known.batch).toBe(first.batch);
    const { result: seen } = await other.services['graph.batchStatus']!({ batch: first.batch }, call);
    expect(statesOf(seen)).toEqual(['done', 'failed']);
    expect(seen.rows[0]).toMatchObject({ written: { transmission: join('found', 'a.h5') }, numbers: { dead: 0 } });
    rmSync(join(cwd, 'found/a.h5'));
    const third = kernel();
    await third.services['graph.runs']!({ path: order.path }, call);
    await third.services['graph.batchResume']!({ batch: first.batch }, call);
    expect(statesOf(await ended(first.batch, third.services))).toEqual(['done', 'failed']);
    expect(listed('found')).toEqual(['a.h5']);
    await Promise.all([other.close(), third.close()]);
  });
});

test('the table of a batch is saved as CSV beside what it has written', async () => {
  const record = await run(asked(['a.h5', 'missing.h5'], 'table/{name}.h5'));
  const { result } = await services['graph.batchTable']!({ batch: record.batch }, call);
  expect(result.file).toMatch(/^table[\\/]\d+-batch-\d{8}-\d{6}\.csv$/);
  const [head, first, second] = readFileSync(join(cwd, result.file), 'utf8').split('\n');
  expect(head).toBe('file,state,seconds,transmission,dead,file of transmission,error');
  expect(first).toMatch(/^a\.h5,done,[\d.]+,float32 40 × 6 × 32,0,.*a\.h5,$/);
  expect(second).toMatch(/^missing\.h5,failed,.*missing\.h5/);
});

test('a batch without files gives its table alone', async () => {
  const { write: _write, ...order } = asked(['a.h5'], '');
  const record = await run(order);
  expect(record.rows[0]).toMatchObject({ state: 'done', numbers: { dead: 0 }, written: {} });
});
