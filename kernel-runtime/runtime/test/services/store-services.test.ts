import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { tableFromArrays } from 'apache-arrow';
import { ndarray, store } from '@daisy-lab/runtime';
import type { Services } from '@daisy-lab/core';
import { storeServices } from '../../lib/services/store-services.js';
import { closeStore } from '../../lib/store/open-store.js';

const call = { signal: new AbortController().signal };
const events: string[] = [];
let services: Services;
let close: () => void;

beforeAll(async () => {
  await store.put(ndarray(Float32Array.of(1, 2, 3, 4, 5, 6), [3, 2], ['row', 'x'], 'mm'), { name: 'frame' });
  await store.put({ energy: Float64Array.of(7, 8), edge: ['Fe', 'Cu'] }, { name: 'edges' });
  await store.put(tableFromArrays({ n: Int32Array.of(1, 2) }), { name: 'arrow' });
  await store.put({ center: 12.5 }, { name: 'found' });
  ({ services, close } = storeServices((topic, key) => events.push(`${topic} ${key}`)));
});
afterAll(() => {
  close();
  closeStore();
});

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

test('RPC: store.rename and store.remove reach the notebook, and are told as events', async () => {
  await services['store.rename']!({ object: 'found', name: 'axis' }, call);
  expect((await services['store.describe']!({ object: 'axis' }, call)).result.name).toBe('axis');
  await services['store.remove']!({ object: 'axis', force: true }, call);
  await new Promise(next => setTimeout(next, 250));
  expect([store.has('found'), store.has('axis')]).toEqual([false, false]);
  expect(events).toContain('store changed');
});
