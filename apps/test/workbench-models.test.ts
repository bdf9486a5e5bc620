import { afterEach, describe, expect, test } from '@jest/globals';
import { DaisyError, type ObjectDescription, type RunRecord } from '@daisy-lab/core';
import { schemas } from '@daisy-lab/techniques/schemas';
import { AlgorithmsModel, groupsOf, objectsFor } from '../lib/workbench/algorithms/algorithms-model.js';
import { InspectorModel, sectionsOf } from '../lib/workbench/inspector/inspector-model.js';
import { ObjectsModel } from '../lib/workbench/objects/objects-model.js';
import { RunsModel } from '../lib/workbench/runs/runs-model.js';
import { ScriptedLink, settle } from './scripted-link.ts';

const usage = { memoryBytes: 10, budgetBytes: 100, diskBytes: 0, objects: 1 };

const described = (change: Partial<ObjectDescription> = {}): ObjectDescription => ({
  id: 'object-1',
  name: 'sinogram',
  kind: 'array',
  dtype: 'float32',
  shape: [4, 6],
  axes: ['angle', 'column'],
  bytes: 96,
  place: 'memory',
  references: 0,
  createdMs: 1,
  ...change,
});

const record = (change: Partial<RunRecord> = {}): RunRecord => ({
  run: 'run-1',
  algorithm: 'ct.full',
  title: 'Reconstruction',
  state: 'running',
  progress: 0.5,
  step: 'Reconstruct slices',
  elapsedMs: 1000,
  remainingMs: 1000,
  outputs: {},
  error: null,
  startedMs: 5,
  ...change,
});

const event = (topic: string, key: string, value: unknown) =>
  ({ v: 1, epoch: 'e', seq: 1, topic, key, value }) as never;

const opened: { dispose(): void }[] = [];
function started<M extends { start(): void; dispose(): void }>(model: M): M {
  opened.push(model);
  model.start();
  return model;
}
afterEach(() => opened.splice(0).forEach(model => model.dispose()));

describe('data objects', () => {
  test('are asked for once, and again when the kernel says that they have changed', async () => {
    let objects = [described()];
    const link = new ScriptedLink({ 'store.list': () => ({ objects, usage }) });
    const model = started(new ObjectsModel(link));
    await settle();
    expect(model.getView().objects?.map(({ name }) => name)).toEqual(['sinogram']);
    objects = [described(), described({ id: 'object-2', name: 'volume', createdMs: 2 })];
    link.emit(event('run', 'run-1', null));
    await settle();
    expect(link.count('store.list')).toBe(1);
    link.emit(event('store', 'changed', usage));
    await settle();
    expect(model.getView().objects?.map(({ name }) => name)).toEqual(['volume', 'sinogram']);
  });

  test('a name that is taken is refused in a sentence, and the list stays', async () => {
    const link = new ScriptedLink({
      'store.list': () => ({ objects: [described()], usage }),
      'store.rename': () => Promise.reject(new Error('The name is taken.')),
    });
    const model = started(new ObjectsModel(link));
    await settle();
    await model.rename('object-1', 'volume');
    expect(model.getView().error?.message).toBe('The name is taken.');
    expect(model.getView().objects).toHaveLength(1);
    model.dismiss();
    expect(model.getView().error).toBeNull();
  });

  test('removing tells the kernel whether it is forced', async () => {
    const link = new ScriptedLink({ 'store.list': () => ({ objects: [], usage }), 'store.remove': () => ({}) });
    await started(new ObjectsModel(link)).remove('object-1', true);
    expect(link.asked.find(({ method }) => method === 'store.remove')?.params).toEqual({
      object: 'object-1',
      force: true,
    });
  });

  test('after a restart of the kernel they are asked for anew', async () => {
    const link = new ScriptedLink({ 'store.list': () => ({ objects: [], usage }) });
    started(new ObjectsModel(link));
    await settle();
    link.setState('restarting');
    link.setState('ready');
    await settle();
    expect(link.count('store.list')).toBe(2);
  });
});

describe('runs', () => {
  test('this kernel and the history make one list; going on comes first', async () => {
    const link = new ScriptedLink({
      'run.list': ({ history }: { history?: boolean }) =>
        history
          ? { runs: [record({ run: 'old', state: 'done', startedMs: 9 }), record({ run: 'run-1', state: 'running' })] }
          : { runs: [record({ progress: 0.7 })] },
    });
    const model = started(new RunsModel(link));
    await settle();
    expect(model.getView().runs?.map(({ run, own, progress }) => [run, own, progress])).toEqual([
      ['run-1', true, 0.7],
      ['old', false, 0.5],
    ]);
  });

  test('progress comes with events, without asking; the end is asked for', async () => {
    const link = new ScriptedLink({ 'run.list': () => ({ runs: [record()] }) });
    const model = started(new RunsModel(link));
    await settle();
    const before = link.count('run.list');
    link.emit(event('run', 'run-1', record({ progress: 0.9 })));
    expect(model.getView().runs?.[0]?.progress).toBe(0.9);
    expect(link.count('run.list')).toBe(before);
    link.emit(event('run', 'run-1', record({ state: 'done', progress: 1 })));
    await settle();
    expect(link.count('run.list')).toBeGreaterThan(before);
  });

  test('a run of a canvas, which no list has, is shown and can be cancelled', async () => {
    const link = new ScriptedLink({
      'run.list': () => ({ runs: [] }),
      'run.cancel': () => Promise.reject(new Error('not known')),
      'graph.cancel': () => record(),
    });
    const model = started(new RunsModel(link));
    await settle();
    link.emit(event('run', 'canvas', record({ run: 'canvas', progress: 0.1 })));
    await settle();
    const before = link.count('run.list');
    link.emit(event('run', 'canvas', record({ run: 'canvas', progress: 0.2 })));
    expect(model.getView().runs?.map(({ run, progress }) => [run, progress])).toEqual([['canvas', 0.2]]);
    expect(link.count('run.list')).toBe(before);
    await model.cancel('canvas');
    expect(link.count('graph.cancel')).toBe(1);
    expect(model.getView().error).toBeNull();
    link.emit(event('run', 'canvas', record({ run: 'canvas', state: 'cancelled' })));
    await settle();
    expect(model.getView().runs?.map(({ state }) => state)).toEqual(['cancelled']);
  });

  test('a run that cannot be resumed says why', async () => {
    const link = new ScriptedLink({
      'run.list': () => ({ runs: [] }),
      'run.resume': () => Promise.reject(new Error('Its input has changed.')),
    });
    const model = started(new RunsModel(link));
    await model.resume('old');
    expect(model.getView().error?.message).toBe('Its input has changed.');
  });
});

describe('algorithms', () => {
  const contracts = schemas as never as Parameters<typeof groupsOf>[0];

  test('are found by all words, in groups by technique', () => {
    const found = groupsOf(contracts, 'stripe SORT');
    expect(found.map(({ technique }) => technique)).toEqual(['ct']);
    expect(found[0]?.contracts.map(({ id }) => id)).toContain('ct.stripeSorting');
    expect(groupsOf(contracts, 'no such thing')).toEqual([]);
  });

  test('are found by their translated titles', () => {
    const found = groupsOf(contracts, '校正', ({ id }) => (id === 'ct.normalize' ? '平场校正' : ''));
    expect(found[0]?.contracts.map(({ id }) => id)).toEqual(['ct.normalize']);
  });

  test('an input offers the objects that fit, and the cell reads the chosen one', async () => {
    const normalize = contracts.find(({ id }) => id === 'ct.normalize')!;
    const fitting = described({ dtype: 'uint16', shape: [1, 2, 3], axes: ['angle', 'row', 'column'], name: 'raw' });
    const link = new ScriptedLink({
      'graph.palette': () => ({ contracts }),
      'store.list': () => ({ objects: [fitting], usage }),
    });
    const model = started(new AlgorithmsModel(link));
    await settle();
    expect(objectsFor(normalize, 'proj', [fitting, described({ id: 'other' })])).toEqual([fitting]);
    model.setObject('ct.normalize', 'proj', 'object-1');
    model.setParams('ct.normalize', { average: 'median' });
    const cell = model.cellOf(normalize);
    expect(cell).toContain("store.get('raw').read()");
    expect(cell).toContain("average: 'median'");
    model.setObject('ct.normalize', 'proj', undefined);
    expect(model.cellOf(normalize)).toContain('{ proj }');
  });
});

describe('inspector', () => {
  test('opens what suits the object, and reads tables and values whole', async () => {
    const link = new ScriptedLink({
      'store.describe': () => described({ kind: 'value', name: 'found' }),
      'store.read': () => ({ kind: 'value', value: { center: 12.5 } }),
    });
    const model = started(new InspectorModel(link, 'object-1'));
    await settle();
    expect(model.getView().section).toBe('value');
    expect(model.getView().whole?.content).toEqual({ kind: 'value', value: { center: 12.5 } });
  });

  test('an object that goes is said so', async () => {
    let gone = false;
    const link = new ScriptedLink({
      'store.describe': () =>
        gone
          ? Promise.reject(new DaisyError('Input', { message: 'There is no such object.', action: '' }))
          : described(),
    });
    const model = started(new InspectorModel(link, 'object-1', 'table'));
    await settle();
    expect(model.getView().section).toBe('table');
    gone = true;
    link.emit(event('store', 'changed', usage));
    await settle();
    expect(model.getView()).toMatchObject({ removed: true, error: null, object: { name: 'sinogram' } });
  });

  test('a section that an object does not have is not shown', () => {
    expect(sectionsOf(described({ shape: [5], axes: ['x'] }))).toEqual(['curve', 'table', 'histogram', 'facts']);
    expect(sectionsOf(described())).toContain('image');
  });
});
