import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { tableFromArrays } from 'apache-arrow';
import { algorithm, Engine, ndarray, p, port, store, withSource, workflow } from '@daisy-lab/runtime';
import type { Services } from '@daisy-lab/core';
import { storeServices } from '../../lib/services/store-services.js';
import { viewerServices } from '../../lib/services/viewer/viewer-services.js';
import { Viewers } from '../../lib/services/viewer/viewers.js';
import { freshFolder } from '../support/worlds.ts';
import { closeStore } from '../../lib/store/open-store.js';

const call = { signal: new AbortController().signal };
const events: string[] = [];
const folder = freshFolder();
const viewers = new Viewers();
let services: Services;
let close: () => void;

beforeAll(async () => {
  await store.put(ndarray(Float32Array.of(1, 2, 3, 4, 5, 6), [3, 2], ['row', 'x'], 'mm'), { name: 'frame' });
  await store.put({ energy: Float64Array.of(7, 8), edge: ['Fe', 'Cu'] }, { name: 'edges' });
  await store.put(tableFromArrays({ n: Int32Array.of(1, 2) }), { name: 'arrow' });
  await store.put({ center: 12.5 }, { name: 'found' });
  ({ services, close } = storeServices((topic, key) => events.push(`${topic} ${key}`), folder, viewers));
});
afterAll(() => {
  close();
  closeStore();
});

const names = async (): Promise<readonly string[]> =>
  (await services['store.list']!({}, call)).result.objects.map(({ name }) => name);

test('RPC: store.list, store.describe and store.usage tell what there is', async () => {
  const { objects, usage } = (await services['store.list']!({}, call)).result;
  expect(objects.map(({ name, kind }) => `${name}: ${kind}`)).toEqual([
    'frame: array',
    'edges: table',
    'arrow: table',
    'found: value',
  ]);
  expect(usage).toMatchObject({ objects: 4, diskBytes: 0 });
  expect((await services['store.usage']!({}, call)).result).toEqual(usage);
  expect((await services['store.describe']!({ object: 'frame' }, call)).result).toMatchObject({
    shape: [3, 2],
    unit: 'mm',
  });
  await expect(services['store.describe']!({ object: 'fram' }, call)).rejects.toMatchObject({
    tag: 'Input',
    action: 'Did you mean "frame"?',
  });
});

test('RPC: store.read gives arrays, parts of them, tables by columns, and values', async () => {
  const frame = await services['store.read']!({ object: 'frame', selection: [[1, 3], null] }, call);
  expect(frame.result).toEqual({ kind: 'array', dtype: 'float32', shape: [2, 2], axes: ['row', 'x'], unit: 'mm' });
  expect([...(frame.arrays!['data']!.data as Float32Array)]).toEqual([3, 4, 5, 6]);
  const edges = await services['store.read']!({ object: 'edges', selection: [[1, 2]] }, call);
  expect(edges.result).toEqual({ kind: 'table', columns: ['energy', 'edge'], words: { edge: ['Cu'] } });
  expect([...(edges.arrays!['energy']!.data as Float64Array)]).toEqual([8]);
  const arrow = await services['store.read']!({ object: 'arrow' }, call);
  expect([...(arrow.arrays!['n']!.data as Float64Array)]).toEqual([1, 2]);
  expect((await services['store.read']!({ object: 'found' }, call)).result).toEqual({
    kind: 'value',
    value: { center: 12.5 },
  });
});

test('RPC: store.view opens the images of an array, or its lines, one read at a time', async () => {
  const stack = Float64Array.from({ length: 2 * 3 * 4 }, (_, at) => at);
  stack[5] = Number.NaN;
  await store.put(ndarray(stack, [2, 3, 4], ['z', 'y', 'x'], 'mm'), { name: 'stack' });
  while (!(await names()).includes('stack')) await new Promise(next => setImmediate(next));
  const look = viewerServices(viewers, folder);
  const view = async (object: string, by: 'image' | 'line') =>
    (await services['store.view']!({ object, by }, call)).result;
  const counts = async (handle: string, frame: number) =>
    (await look['viewer.histogram']!({ handle, frame, bins: 2 }, call)).result;

  const images = await view('stack', 'image');
  expect(images).toMatchObject({ width: 4, height: 3, frames: 2, unit: 'mm', axes: ['z', 'y', 'x'] });
  expect(await counts(images.handle, 1)).toMatchObject({ low: 12, high: 23, counts: [6, 6], invalid: 0 });
  const lines = await view('stack', 'line');
  expect(lines).toMatchObject({ width: 4, height: 1, frames: 6 });
  expect(await counts(lines.handle, 1)).toMatchObject({ low: 4, high: 7, counts: [1, 2], invalid: 1 });
  expect(await counts((await view('frame', 'line')).handle, 2)).toMatchObject({ low: 5, high: 6 });

  await expect(view('found', 'image')).rejects.toMatchObject({ tag: 'Input', message: '"found" is no array.' });
  await services['store.remove']!({ object: 'stack', force: true }, call);
  await expect(counts(images.handle, 0)).rejects.toMatchObject({ tag: 'Input' });
});

test('STORE-4, RPC: store.save writes a file of the kind that its name says, and no existing one unless asked', async () => {
  const save = async (object: string, path: string, overwrite = false): Promise<string> =>
    (await services['store.save']!({ object, path, overwrite }, call)).result.path;
  expect(await save('frame', 'frame.h5')).toBe(join(folder, 'frame.h5'));
  const read = (path: string, dataset: string) => withSource(join(folder, path), source => source.read(dataset));
  expect(await read('frame.h5', '/entry/frame/data')).toMatchObject({ shape: [3, 2] });
  expect([...(await read('frame.h5', '/entry/frame/data')).data]).toEqual([1, 2, 3, 4, 5, 6]);
  await expect(save('frame', 'frame.h5')).rejects.toMatchObject({
    tag: 'File',
    message: `${join(folder, 'frame.h5')} exists already.`,
  });
  await save('frame', 'frame.h5', true);
  await save('frame', 'frame.npy');
  expect((await read('frame.npy', '/data')).shape).toEqual([3, 2]);
  await save('edges', 'edges.csv');
  expect(readFileSync(join(folder, 'edges.csv'), 'utf8')).toBe('energy,edge\n7,Fe\n8,Cu\n');
  await save('edges', 'edges.h5');
  expect([...(await read('edges.h5', '/entry/edges/energy')).data]).toEqual([7, 8]);
  await save('arrow', 'arrow.csv');
  expect(readFileSync(join(folder, 'arrow.csv'), 'utf8')).toBe('n\n1\n2\n');
  await save('found', 'found.json');
  expect(JSON.parse(readFileSync(join(folder, 'found.json'), 'utf8'))).toEqual({ center: 12.5 });
  await expect(save('found', 'found.h5')).rejects.toThrow(
    'A .h5 file has no place for "found", which is no array or table.',
  );
  expect(await store.save('found', join(folder, 'again.json'))).toBe(join(folder, 'again.json'));
  expect(readdirSync(folder).filter(name => name.endsWith('.partial'))).toEqual([]);
});

test('STORE-5, RPC: store.origin gives how an object came about as a graph', async () => {
  const add = algorithm('test.add', {
    version: '2.1.0',
    title: 'Add',
    inputs: { x: port.number() },
    params: { by: p.number({ default: 1 }) },
    outputs: { x: port.number() },
  }).implement('plain', { run: ({ inputs: { x }, params: { by } }) => ({ x: x + by }) });
  const header = {
    version: '1.0.0',
    title: 'Sums',
    inputs: { x: port.number() },
    params: { by: p.number({ default: 3 }) },
  };
  const sums = workflow('test.sums', header, (w, { x }, { by }) => {
    const first = w.step(add, { x }, { by }, 'first');
    return { once: first.x, twice: w.step(add, first, { by: 5 }, 'second').x };
  });
  const run = Engine.local({ results: null }).run(sums, { x: 2 });
  const { once, twice } = await run;
  await store.put(twice, { name: 'twice', provenance: run.provenance });
  await store.put(once, { name: 'other', provenance: run.provenance });
  // The services hear of what the notebook has put as soon as they are asked by the event loop.
  while (!(await names()).includes('other')) await new Promise(next => setImmediate(next));
  const originOf = async (object: string) => (await services['store.origin']!({ object }, call)).result.origin;
  const step = { kind: 'step', algorithm: 'test.add', version: '2.1.0', implementation: 'plain', state: 'done' };
  expect(await originOf('twice')).toMatchObject({
    nodes: [
      { kind: 'value', id: 'input:x', value: 2 },
      { ...step, id: 'step:first', params: { by: 3 } },
      { ...step, id: 'step:second', params: { by: 5 } },
      { kind: 'object', id: 'object', title: 'twice' },
    ],
    links: [
      { from: 'input:x', to: 'step:first' },
      { from: 'step:first', to: 'step:second' },
      { from: 'step:second', to: 'object' },
    ],
    started: expect.stringContaining('T'),
  });
  // Which output it is, its name does not say: it may be any.
  expect((await originOf('other'))!.links.filter(({ to }) => to === 'object').length).toBe(2);
  expect(await originOf('frame')).toBeNull();
  const single = Engine.local({ results: null }).run(add, { x: 1 }, { params: { by: 7 } });
  await store.put((await single).x, { name: 'single', provenance: single.provenance });
  while (!(await names()).includes('single')) await new Promise(next => setImmediate(next));
  expect(await originOf('single')).toMatchObject({
    nodes: [{ id: 'input:x' }, { kind: 'step', params: { by: 7 } }, { kind: 'object' }],
    links: [{ from: 'input:x' }, { to: 'object' }],
  });
  for (const name of ['twice', 'other', 'single']) await store.remove(name, { force: true });
});

test('RPC: store.rename and store.remove reach the notebook, and are told as events', async () => {
  await services['store.rename']!({ object: 'found', name: 'axis' }, call);
  expect((await services['store.describe']!({ object: 'axis' }, call)).result.name).toBe('axis');
  await services['store.remove']!({ object: 'axis', force: true }, call);
  await new Promise(next => setTimeout(next, 250));
  expect([store.has('found'), store.has('axis')]).toEqual([false, false]);
  expect(events).toContain('store changed');
});
