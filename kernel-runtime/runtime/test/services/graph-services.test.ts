import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BatchRecord, MethodResult } from '@daisy-lab/core';
import { ct } from '@daisy-lab/runtime';
import { createServices } from '../../lib/services/index.js';
import { freshFolder, twoScans } from '../support/worlds.ts';

const cwd = freshFolder();
const { services, close } = createServices({ cwd, emit: () => undefined });
const call = { signal: new AbortController().signal };
const path = join(cwd, 'my.daisy');
const [angles, columns] = [40, 32];

beforeAll(async () => {
  await twoScans(cwd, { columns, angles });
});
afterAll(close);

const link = (node: string, port: string) => ({ node, port });
const text = JSON.stringify({
  daisy: 2,
  workflow: {
    id: 'my.workflow',
    version: '0.1.0',
    title: 'Workflow',
    inputs: { scan: { type: { kind: 'dataset', dataset: 'ct.scan' } } },
    nodes: [
      { name: 'read', algorithm: 'ct.read', version: ct.read.version, inputs: { scan: { input: 'scan' } } },
      {
        name: 'normalize',
        algorithm: 'ct.normalize',
        version: ct.normalize.version,
        inputs: { proj: link('read', 'proj'), flats: link('read', 'flats'), darks: link('read', 'darks') },
      },
    ],
    outputs: { transmission: { from: link('normalize', 'transmission') } },
  },
  values: { inputs: { scan: 'a.h5' } },
});

async function until<T>(ask: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await ask();
    if (holds(value)) return value;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

const statusOf = async (run: string): Promise<MethodResult<'graph.status'>> =>
  (await services['graph.status']!({ run }, call)).result;

describe('a run on the canvas', () => {
  test('is in the list of runs as long as it goes on, and is cancelled there', async () => {
    const list = async (): Promise<readonly string[]> =>
      (await services['run.list']!({}, call)).result.runs.map(({ run }) => run);
    const asked = { path: join(cwd, 'listed.daisy'), text };
    const [{ result: started }, listed] = await Promise.all([services['graph.start']!(asked, call), list()]);
    expect(listed).toContain(started.run);
    const { result: ended } = await services['run.cancel']!({ run: started.run }, call);
    expect(ended.state).toBe('cancelled');
    expect(await list()).not.toContain(started.run);
  });

  test('shows of every step what it gave: in words, as a small picture, and whole', async () => {
    const { result: started } = await services['graph.start']!({ path, text }, call);
    const { nodes, outputs } = await until(
      () => statusOf(started.run),
      ({ record }) => record.state === 'done',
    );
    expect(outputs['transmission']).toMatch(`float32 ${angles} × 6 × ${columns}`);
    expect(nodes['normalize']).toMatchObject({ state: 'done', preview: 'image' });
    expect(nodes['normalize']!.value).toMatch(`float32 ${angles} × 6 × ${columns}`);
    const { result: small, arrays } = await services['graph.preview']!({ run: started.run, node: 'normalize' }, call);
    expect(small).toMatchObject({ kind: 'image', port: 'transmission' });
    expect(small.limits[0]).toBeLessThan(small.limits[1]);
    expect(arrays!['data']!.shape).toHaveLength(2);
    const place = { path, text, run: started.run };
    const { result: whole } = await services['graph.show']!(
      { ...place, node: 'normalize', port: 'transmission' },
      call,
    );
    expect(whole).toMatchObject({ kind: 'image', viewer: { frames: angles, width: columns, height: 6 } });
    await expect(services['graph.show']!({ ...place, node: 'read', port: 'proj' }, call)).rejects.toThrow(/not kept/);
  });

  test('is found again by the path of its document', async () => {
    const { result } = await services['graph.runs']!({ path }, call);
    expect(result.runs).toMatchObject([{ algorithm: 'my.workflow', state: 'done' }]);
    expect(result.runs[0]!.startedMs).toBeGreaterThan(0);
    expect((await services['graph.runs']!({ path: join(cwd, 'other.daisy') }, call)).result.runs).toEqual([]);
  });
});

test('a scattered step tells the state of every entry', async () => {
  const scattered = JSON.parse(text) as { workflow: Record<string, unknown>; values: object };
  scattered.workflow['inputs'] = { scans: { type: { kind: 'list', of: { kind: 'dataset', dataset: 'ct.scan' } } } };
  const read = { name: 'read', algorithm: 'ct.read', version: ct.read.version, inputs: { scan: { input: 'scans' } } };
  scattered.workflow['nodes'] = [{ ...read, scatter: ['scan'], onError: 'skip' }];
  scattered.workflow['outputs'] = { all: { from: link('read', 'proj') } };
  scattered.values = { inputs: { scans: ['a.h5', 'b.h5'] } };
  const { result: started } = await services['graph.start']!({ path, text: JSON.stringify(scattered) }, call);
  const { nodes, record } = await until(
    () => statusOf(started.run),
    status => !['queued', 'running'].includes(status.record.state),
  );
  expect(record.error).toBeNull();
  expect(nodes['read']!.entries).toEqual({ count: 2, done: 2, failed: 0, strip: 'dd' });
});

test('a batch works through its files; one that fails does not stop the others', async () => {
  const files = ['a.h5', 'missing.h5', 'b.h5'];
  const { result: started } = await services['graph.batch']!({ path, text, input: 'scan', files }, call);
  expect(started.rows.map(({ file }) => file)).toEqual(files);
  const status = async (): Promise<BatchRecord> =>
    (await services['graph.batchStatus']!({ batch: started.batch }, call)).result;
  const { rows } = await until(status, ({ state }) => state !== 'running');
  expect(rows.map(({ state }) => state)).toEqual(['done', 'failed', 'done']);
  expect(rows[1]!.error?.message).toMatch(/missing\.h5/);
  expect(rows[2]).toMatchObject({
    preview: 'normalize',
    outputs: { transmission: expect.stringContaining('float32') },
  });
  const { result: small } = await services['graph.preview']!({ run: rows[2]!.run!, node: 'normalize' }, call);
  expect(small.kind).toBe('image');
  expect((await services['graph.runs']!({ path }, call)).result.batch).toBe(started.batch);
});
