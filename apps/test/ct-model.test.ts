import { afterEach, describe, expect, test } from '@jest/globals';
import { DaisyError } from '@daisy-lab/core';
import { CtModel } from '../lib/ct/model/ct-model.js';
import { emptyCtState, type CtState } from '../lib/ct/ct-state.js';
import { ScriptedLink, settle } from './scripted-link';

const viewer = {
  handle: 'v',
  width: 640,
  height: 640,
  frames: 1,
  dtype: 'float32',
  axes: ['y', 'x'],
  version: 1,
  flaws: [],
};
const opened = {
  scan: 's1',
  description: {
    path: 'tooth.h5',
    rows: 2,
    columns: 640,
    angleCount: 181,
    angleRangeDeg: [0, 180],
    why: [],
    warnings: [],
  },
  projections: { ...viewer, handle: 'p', frames: 181, height: 2 },
  sinograms: { ...viewer, handle: 's', frames: 2, height: 181 },
};
const evidence = { axisPx: 296, method: 'm', confidence: 0.9, candidatesPx: [], scores: [], why: '' };
const record = {
  run: 'r1',
  algorithm: 'ct.full',
  title: '',
  state: 'running',
  progress: 0.5,
  step: '',
  elapsedMs: 1,
  remainingMs: null,
  outputs: {},
  error: null,
};

const planes = (handle: string) => {
  const slices = { ...viewer, handle, frames: 2 };
  return { slices, front: { ...slices, frames: 640 }, side: { ...slices, frames: 640 } };
};

let version = 1;
function kernel(): ScriptedLink {
  return new ScriptedLink({
    'algorithms.describe': () => ({ params: { type: 'object', properties: {} } }),
    'ct.open': () => opened,
    'ct.axis': () => evidence,
    'ct.slice': () => ({ viewer: { ...viewer, version: ++version }, milliseconds: 1 }),
    'ct.close': () => ({}),
    'ct.start': () => record,
    'ct.operations': () => ({ operations: [] }),
    'run.status': () => record,
    'run.cancel': () => ({ ...record, state: 'cancelled' }),
    'viewer.close': () => ({}),
    'ct.planes': () => planes('v'),
  });
}

let model: CtModel;
afterEach(() => model.dispose());

async function openedModel(link: ScriptedLink, states: CtState[] = []): Promise<CtModel> {
  model = new CtModel(link, emptyCtState, state => states.push(state));
  await model.open('folder/tooth.h5');
  await settle();
  return model;
}

test('a run that has ended is in the list at once', async () => {
  const link = kernel();
  link.answers['ct.queue'] = () => ({ jobs: [] });
  link.answers['run.list'] = () => ({ runs: [{ ...record, state: 'cancelled' }] });
  await openedModel(link);
  await model.runs.start();
  expect(link.count('run.list')).toBe(0);
  await model.runs.cancel();
  await settle();
  expect(model.getView().history).toMatchObject([{ run: 'r1', state: 'cancelled' }]);
});

describe('saving the document', () => {
  test('replaces what this tab has written, and asks before it replaces what others have', async () => {
    const link = kernel();
    await openedModel(link);
    const asked = () => link.asked.filter(({ method }) => method === 'ct.save').at(-1)?.params;
    link.answers['ct.save'] = () => ({ file: '/w/tooth.daisy', stamp: 'first' });
    await model.document.save('tooth.daisy');
    expect(asked()).toMatchObject({ overwrite: false });
    expect(asked()).not.toHaveProperty('known');
    await model.document.save('tooth.daisy');
    expect(asked()).toMatchObject({ overwrite: false, known: 'first' });
    expect(model.document.isTaken).toBe(false);
    link.answers['ct.save'] = () =>
      Promise.reject(new DaisyError('File', { message: 'It has changed.', taken: 'file' }));
    await model.document.save('tooth.daisy');
    expect(model.document.isTaken).toBe(true);
    expect(model.getView().saved).toBeNull();
    link.answers['ct.save'] = () => ({ file: '/w/tooth.daisy', stamp: 'second' });
    await model.document.save('tooth.daisy', true);
    expect(asked()).toMatchObject({ overwrite: true });
    expect(model.document.isTaken).toBe(false);
  });
});

describe('opening a scan', () => {
  test('finds the axis by itself and shows the slice there', async () => {
    const link = kernel();
    await openedModel(link);
    const { state, slice } = model.getView();
    expect(state).toMatchObject({ scan: 'folder/tooth.h5', axisPx: 296, row: 1, out: 'folder/tooth-volume.h5' });
    expect(slice?.handle).toBe('v');
    expect(link.asked.find(one => one.method === 'ct.slice')?.params).toMatchObject({ axisPx: 296, quality: 'exact' });
  });

  test('a file that cannot be read leaves the sentence at the place of opening', async () => {
    const link = kernel();
    link.answers['ct.open'] = () => Promise.reject(new Error('not HDF5'));
    await openedModel(link);
    expect(model.getView().opened).toBeNull();
    expect(model.getView().errors.open?.message).toBe('not HDF5');
  });

  test('a saved state comes back with its axis, and the search does not replace it', async () => {
    model = new CtModel(kernel(), { ...emptyCtState, scan: 'tooth.h5', axisPx: 300.5, row: 0, step: 'run' });
    await settle();
    expect(model.getView().state).toMatchObject({ axisPx: 300.5, row: 0, step: 'run' });
    expect(model.getView().evidence?.axisPx).toBe(296);
  });
});

describe('the rotation axis', () => {
  test('a line through several rows is used at the row on the screen', async () => {
    const link = kernel();
    const line = { rows: [0, 1], axesPx: [295, 296], axisPx: 295, slopePx: 0.5, tiltRad: 0.46, confidence: 1, why: '' };
    link.answers['ct.axisLine'] = () => line;
    await openedModel(link);
    expect(model.axis.fittedPx).toBeNull();
    await model.axis.fitRows(5);
    expect(link.asked.at(-1)?.params).toEqual({ scan: 's1', rows: 5 });
    expect(model.axis.fittedPx).toBe(295.5);
    model.slice.setRow(0);
    expect(model.axis.fittedPx).toBe(295);
    expect(model.axis.correctedTiltRad).toBeNull();
    model.axis.correctTilt();
    model.axis.correctTilt();
    expect(model.getView().state).toMatchObject({
      axisPx: 295.25,
      operations: [{ algorithm: 'ct.correctTilt', params: { tiltRad: 0.46 } }],
    });
    expect(model.axis.correctedTiltRad).toBe(0.46);
  });

  test('opposite projections follow the axis while they are shown, the newest last', async () => {
    const link = kernel();
    link.answers['ct.mirror'] = () => ({ viewer: { ...viewer, handle: 'm' }, anglesDeg: [0, 180] });
    await openedModel(link);
    model.slice.setAxis(300);
    expect(link.count('ct.mirror')).toBe(0);
    model.axis.showMirror(true);
    await settle();
    for (const axis of [301, 302, 303]) model.slice.setAxis(axis, false);
    await settle();
    const asked = link.asked.filter(({ method }) => method === 'ct.mirror').map(({ params }) => params['axisPx']);
    expect([asked[0], asked.at(-1)]).toEqual([300, 303]);
    model.axis.showMirror(false);
    model.slice.setAxis(310);
    await settle();
    expect(link.count('ct.mirror')).toBe(asked.length);
  });
});

describe('the live slice', () => {
  test('while one request is on its way only the newest wish is kept', async () => {
    const link = kernel();
    await openedModel(link);
    const waiting: (() => void)[] = [];
    link.answers['ct.slice'] = () =>
      new Promise(resolve => waiting.push(() => resolve({ viewer: { ...viewer, version: 99 }, milliseconds: 1 })));
    const before = link.count('ct.slice');
    for (const axis of [300, 301, 302, 303]) model.slice.setAxis(axis, false);
    model.slice.setAxis(304, true);
    await settle();
    expect(link.count('ct.slice')).toBe(before + 1);
    waiting[0]();
    await settle();
    expect(link.count('ct.slice')).toBe(before + 2);
    expect(link.asked.at(-1)?.params).toMatchObject({ axisPx: 304, quality: 'exact' });
    waiting[1]();
    await settle();
    expect(model.getView().busy.slice).toBe(false);
  });

  test('an axis outside the detector is held at its edge', async () => {
    await openedModel(kernel());
    model.slice.setAxis(5000);
    expect(model.getView().state.axisPx).toBe(639);
    model.slice.setAxis(NaN);
    expect(model.getView().state.axisPx).toBe(639);
    await settle();
  });

  test('a failure is shown on the slice and goes with the next good one', async () => {
    const link = kernel();
    await openedModel(link);
    const good = link.answers['ct.slice'];
    link.answers['ct.slice'] = () => Promise.reject(new Error('no memory'));
    model.slice.setAxis(300);
    await settle();
    expect(model.getView().errors.slice?.message).toBe('no memory');
    link.answers['ct.slice'] = good;
    model.slice.setAxis(301);
    await settle();
    expect(model.getView().errors.slice).toBeUndefined();
  });
});

describe('a reconstruction', () => {
  test('starts with the axis on the screen, follows events and opens the written volume', async () => {
    const link = kernel();
    await openedModel(link);
    model.slice.setParams({ filter: 'hann' });
    expect(model.runs.missing).toBeNull();
    await model.runs.start();
    expect(link.asked.find(one => one.method === 'ct.start')?.params).toMatchObject({
      recipe: { path: 'folder/tooth.h5', axisPx: 296, params: { filter: 'hann' }, operations: [] },
      out: 'folder/tooth-volume.h5',
    });
    expect(model.runs.missing).toBe('running');
    await settle();
    link.answers['run.status'] = () => ({ ...record, state: 'done', progress: 1, outputs: { volume: 'v.h5' } });
    link.emit({ v: 1, epoch: 'e', seq: 9, topic: 'run', key: 'r1', value: null });
    await settle();
    expect(model.getView().run?.state).toBe('done');
    await model.result.open();
    expect(link.asked.at(-1)).toMatchObject({ method: 'ct.planes', params: { source: 'v.h5' } });
    expect(model.getView().result?.frames).toBe(2);
    expect(model.getView().state.step).toBe('view');
  });

  test('can be cancelled', async () => {
    await openedModel(kernel());
    await model.runs.start();
    await model.runs.cancel();
    expect(model.getView().run?.state).toBe('cancelled');
  });

  test('tells why it failed', async () => {
    const link = kernel();
    const error = { tag: 'File', message: 'The folder cannot be written.' };
    link.answers['run.status'] = () => ({ ...record, state: 'failed', error });
    await openedModel(link);
    await model.runs.start();
    await settle();
    expect(model.getView().errors.run?.message).toBe('The folder cannot be written.');
  });
});

test('a new kernel opens the scan again with the settings kept', async () => {
  const link = kernel();
  await openedModel(link);
  model.slice.setAxis(301.25);
  await settle();
  link.setState('dead');
  expect(model.getView().opened).not.toBeNull();
  link.setState('ready');
  await settle();
  expect(link.count('ct.open')).toBe(2);
  expect(model.getView().state.axisPx).toBe(301.25);
});

test('what is asked for while a new kernel opens the scan is asked of that scan', async () => {
  const link = kernel();
  await openedModel(link);
  link.setState('restarting');
  let answer: (value: unknown) => void = () => undefined;
  link.answers['ct.open'] = () => new Promise(resolve => (answer = resolve));
  const sweep = { viewer, axesPx: [], scores: [], more: { contrast: [], variation: [] }, milliseconds: 1 };
  link.answers['ct.sweep'] = () => sweep;
  link.setState('ready');
  const swept = model.axis.sweep(1);
  expect(link.count('ct.sweep')).toBe(0);
  answer({ ...opened, scan: 's2' });
  await swept;
  expect(link.asked.find(({ method }) => method === 'ct.sweep')?.params).toMatchObject({ scan: 's2' });
  expect(model.getView()).toMatchObject({ sweep, busy: { sweep: false } });
});

test('what a kernel did not answer before it died is no error of the next one', async () => {
  const link = kernel();
  await openedModel(link);
  link.setState('dead');
  model.store.fail('run', new Error('The kernel stopped before it answered.'));
  link.setState('ready');
  await settle();
  expect(model.getView().errors.run).toBeUndefined();
});

test('scans that waited in the queue of a kernel that died can be queued again', async () => {
  const link = kernel();
  const recipe = { path: 'tooth.h5', axisPx: 296, params: {}, operations: [] };
  const waits = { job: 'j', recipe, out: 'second.h5', overwrite: false, state: 'waiting', reason: null, run: null };
  link.answers['ct.enqueue'] = () => ({ jobs: [{ ...waits, state: 'started', out: 'first.h5', run: record }, waits] });
  await openedModel(link);
  await model.runs.enqueue([{ path: 'tooth.h5', axisPx: 296, out: 'second.h5' }]);
  link.setState('restarting');
  expect(model.getView()).toMatchObject({ jobs: [], lost: [{ out: 'second.h5' }] });
  link.setState('ready');
  await settle();
  await model.runs.enqueueLost();
  expect(link.asked.at(-1)).toEqual({
    method: 'ct.enqueue',
    params: { jobs: [{ recipe, out: 'second.h5', overwrite: false }] },
  });
  expect(model.getView().lost).toEqual([]);
});

test('a kernel that dies ends its run with a sentence, and the pictures stay until a new one has its own', async () => {
  const link = kernel();
  await openedModel(link);
  await model.runs.start();
  link.setState('restarting');
  expect(model.getView().run?.state).toBe('failed');
  expect(model.getView().errors.run?.message).toContain('The kernel stopped before tooth-volume.h5 was complete.');
  link.answers['ct.open'] = () => new Promise(resolve => setTimeout(() => resolve({ ...opened, scan: 's2' }), 0));
  link.setState('ready');
  await settle();
  expect(model.getView().opened?.scan).toBe('s1');
  await new Promise(resolve => setTimeout(resolve, 5));
  await settle();
  expect(model.getView()).toMatchObject({ opened: { scan: 's2' }, busy: { slice: false, axis: false } });
  expect(model.getView().errors.run).toBeDefined();
  expect(model.runs.missing).toBeNull();
});

test('a volume on the screen is opened again in a new kernel', async () => {
  const link = kernel();
  await openedModel(link);
  await model.result.open();
  model.result.setRow(0);
  link.answers['ct.planes'] = () => planes('new');
  link.setState('dead');
  expect(model.getView().result?.handle).toBe('v');
  link.setState('ready');
  await settle();
  expect(model.getView()).toMatchObject({ result: { handle: 'new' }, resultRow: 0 });
});

test('a scan that is opened before the kernel is there begins at its middle row, too', async () => {
  const link = kernel();
  link.state = 'connecting';
  link.answers['ct.open'] = () => ({
    ...opened,
    description: { ...opened.description, rows: 64 },
    sinograms: { ...opened.sinograms, frames: 64 },
  });
  model = new CtModel(link, emptyCtState);
  void model.open('folder/tooth.h5');
  link.setState('ready');
  await settle();
  expect(model.getView().state).toMatchObject({ row: 32, out: 'folder/tooth-volume.h5' });
});

test('a result that is asked for while a new kernel connects is shown', async () => {
  const link = kernel();
  link.answers['run.status'] = () => ({ ...record, state: 'done', outputs: { volume: 'v.h5' } });
  await openedModel(link);
  await model.runs.start();
  await settle();
  link.setState('connecting');
  const asked = model.result.open();
  link.setState('ready');
  await asked;
  await settle();
  expect(model.getView().result?.handle).toBe('v');
});

describe('edits', () => {
  test('are taken back and made again; a drag is one edit, and the first axis is none', async () => {
    const link = kernel();
    await openedModel(link);
    expect(model.getView().canUndo).toBe(false);
    for (const axis of [297, 298, 299]) model.slice.setAxis(axis, false);
    model.slice.setAxis(300, true);
    model.slice.setOperations([{ algorithm: 'ct.zingers', params: {} }]);
    model.tune.change(0, { off: true });
    model.stepThroughEdits('undo');
    expect(model.getView().state.operations?.[0].off).toBeUndefined();
    model.stepThroughEdits('undo');
    expect(model.getView().state).toMatchObject({ axisPx: 300, operations: [] });
    model.stepThroughEdits('undo');
    expect(model.getView().state.axisPx).toBe(296);
    expect(model.getView()).toMatchObject({ canUndo: false, canRedo: true });
    model.stepThroughEdits('redo');
    await settle();
    expect(model.getView().state.axisPx).toBe(300);
    expect(link.asked.filter(({ method }) => method === 'ct.slice').at(-1)?.params).toMatchObject({ axisPx: 300 });
    model.slice.setAxis(310);
    expect(model.getView().canRedo).toBe(false);
  });

  test('a form that leaves out defaults has edited nothing', async () => {
    const link = kernel();
    link.answers['algorithms.describe'] = () => ({
      params: { type: 'object', properties: { filter: { type: 'string', default: 'ramp' } } },
    });
    await openedModel(link);
    model.slice.setParams({ filter: 'ramp' });
    expect(model.getView().canUndo).toBe(false);
    model.slice.setParams({ filter: 'hann' });
    expect(model.getView().canUndo).toBe(true);
  });
});

describe('a scan that needs help', () => {
  const without = { ...opened, description: { ...opened.description, flats: null } };

  test('without flat fields is opened at its data, and opened again as it was mapped', async () => {
    const link = kernel();
    link.answers['ct.open'] = () => without;
    link.answers['ct.mapping'] = () => ({ datasets: [], mapping: {}, reach: null });
    link.answers['ct.map'] = () => ({ file: 'tooth.h5.scan.json', kept: true });
    await openedModel(link);
    expect(model.getView().state.step).toBe('data');
    await model.mapping.keep({ constantBeam: 'brightest' }, 'scan');
    await settle();
    expect(link.asked.find(({ method }) => method === 'ct.map')?.params).toEqual({
      path: 'folder/tooth.h5',
      mapping: { constantBeam: 'brightest' },
      reach: 'scan',
    });
    expect(link.count('ct.open')).toBe(2);
  });

  test('that grows is opened again, and keeps its pictures while it cannot be', async () => {
    const link = kernel();
    link.answers['ct.changed'] = () => ({ changed: true });
    await openedModel(link);
    model.store.set({ following: true });
    link.answers['ct.open'] = () => Promise.reject(new Error('half written'));
    await model.live.look();
    expect(model.getView().opened?.scan).toBe('s1');
    link.answers['ct.open'] = () => ({ ...opened, scan: 's2' });
    await model.live.look();
    expect(model.getView().opened?.scan).toBe('s2');
    expect(link.asked.some(({ method, params }) => method === 'ct.close' && params['scan'] === 's1')).toBe(true);
    model.live.follow(false);
  });

  test('takes what is proposed as one edit', async () => {
    const link = kernel();
    const operations = [{ algorithm: 'ct.stripeSorting', params: {} }];
    const recipe = { path: 'tooth.h5', axisPx: 295.5, params: {}, operations };
    link.answers['ct.propose'] = () => ({ recipe, choices: [] });
    link.answers['ct.sinogram'] = () => ({ before: viewer, after: viewer, difference: viewer, changedShare: 0 });
    await openedModel(link);
    await model.propose.ask();
    model.propose.take();
    expect(model.getView().state).toMatchObject({ axisPx: 295.5, operations });
    model.stepThroughEdits('undo');
    expect(model.getView().state).toMatchObject({ axisPx: 296, operations: [] });
  });
});
