import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, expect, jest, test } from '@jest/globals';
import { DaisyError, type BatchPlanRow, type BatchRecord } from '@daisy-lab/core';
import { BatchModel } from '../lib/canvas/batch-model.js';
import { BatchPlan } from '../lib/canvas/batch-plan.js';
import { BatchTable } from '../lib/canvas/batch-table.js';
import { ScriptedLink, settle } from './scripted-link.ts';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const open: { dispose(): void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.dispose();
});

const row = (file: string, state: string, more: object = {}) => ({
  ...{ file, state, progress: 0, milliseconds: 0, outputs: {} },
  ...more,
});
const batchOf = (state: string, ...rows: object[]) => ({ batch: 'b1', input: 'scan', state, rows }) as BatchRecord;
const wish = { path: '/data/my.daisy', text: '{}', input: 'scan', files: ['a.h5'] };

function modelOn(link: ScriptedLink): BatchModel {
  const model = new BatchModel(link, wish.path);
  open.push(model);
  return model;
}

function drawn(element: JSX.Element): HTMLElement {
  const host = document.createElement('div');
  const root = createRoot(host);
  act(() => root.render(element));
  open.push({ dispose: () => act(() => root.unmount()) });
  return host;
}

test('a batch is started, followed by the events of its runs, and found again by its document', async () => {
  let batch = batchOf('running', row('a.h5', 'running'));
  const link = new ScriptedLink({
    'graph.runs': () => ({ runs: [], batch: 'b1' }),
    'graph.batchStatus': () => batch,
    'graph.batch': () => batch,
    'graph.batchCancel': () => ({ ...batch, state: 'cancelled' }),
  });
  const model = modelOn(link);
  await settle();
  expect(model.getView().batch?.rows).toHaveLength(1);
  model.start(wish);
  await settle();
  batch = { ...batch, state: 'done' };
  await new Promise<void>(resolve => {
    model.subscribe(() => model.getView().batch?.state === 'done' && resolve());
    link.emit({ topic: 'run', key: 'r1', value: null, seq: 1 } as never);
  });
  model.cancel();
  await settle();
  expect(model.getView().batch?.state).toBe('cancelled');
});

test('a batch whose kernel dies stays in its table, and goes on with the next kernel', async () => {
  let batch = batchOf('running', row('a.h5', 'done'), row('b.h5', 'running'), row('c.h5', 'queued'));
  const link = new ScriptedLink({
    'graph.runs': () => ({ runs: [], batch: 'b1' }),
    'graph.batchStatus': () => batch,
    'graph.batchResume': () => (batch = batchOf('running', row('a.h5', 'done'), row('b.h5', 'running'))),
  });
  const model = modelOn(link);
  await settle();
  link.setState('dead');
  expect(model.getView().batch?.state).toBe('interrupted');
  expect(model.getView().batch?.rows.map(({ state }) => state)).toEqual(['done', 'interrupted', 'interrupted']);
  batch = batchOf('interrupted', row('a.h5', 'done'), row('b.h5', 'interrupted'));
  link.setState('ready');
  await settle();
  expect(model.getView()).toMatchObject({ error: null, batch: { state: 'interrupted' } });
  model.resume();
  await settle();
  expect(model.getView().batch?.state).toBe('running');
});

test('what a batch would write is asked for once nobody types any more', async () => {
  const rows: BatchPlanRow[] = [{ file: 'a.h5', writes: { volume: 'results/a.h5' }, state: 'new' }];
  let plan = (): object => ({ rows });
  const link = new ScriptedLink({
    'graph.runs': () => ({ runs: [], batch: null }),
    'graph.batchPlan': () => plan(),
  });
  const model = modelOn(link);
  for (const file of ['a', 'a.', 'a.h5']) model.plan({ ...wish, files: [file] });
  await new Promise<void>(resolve => void model.subscribe(() => model.getView().plan && resolve()));
  expect(link.count('graph.batchPlan')).toBe(1);
  expect(model.getView().plan).toEqual(rows);
  plan = () => {
    throw new DaisyError('Input', { message: 'The files have no name.' });
  };
  model.plan(wish);
  await new Promise<void>(resolve => void model.subscribe(() => model.getView().refused && resolve()));
  expect(model.getView()).toMatchObject({ plan: null, refused: { message: 'The files have no name.' } });
});

test('the preview names the first files, counts the others, and says what is left out and what is in the way', () => {
  const rowOf = (at: number, state: BatchPlanRow['state']): BatchPlanRow => ({
    ...{ file: `s${at}.h5`, writes: { volume: `results/s${at}.h5` }, state },
    ...(state === 'refused' ? { problem: { tag: 'File', message: `s${at} exists already.`, action: 'Choose.' } } : {}),
  });
  const good = drawn(
    <BatchPlan refused={null} plan={[1, 2, 3, 4, 5].map(at => rowOf(at, at === 2 ? 'there' : 'new'))} />,
  );
  expect(good.textContent).toContain('s1.h5 → results/s1.h5');
  expect(good.textContent).toContain('and 1 more');
  expect(good.textContent).toContain('1 file is left out');
  const bad = drawn(<BatchPlan refused={null} plan={[rowOf(1, 'new'), rowOf(2, 'refused')]} />);
  expect(bad.querySelector('[role=alert]')?.textContent).toBe('s2 exists already. Choose.');
});

test('the table opens what was written, and names of files are text', () => {
  const openFile = jest.fn();
  const onResume = jest.fn();
  const hostile = '<img src=x onerror=alert(1)>.h5';
  const batch = batchOf(
    'done',
    row(hostile, 'done', { written: { volume: 'results/a.h5', count: 'results/a.h5' }, outputs: { count: '3' } }),
    row('b.h5', 'failed', { error: { tag: 'File', message: 'It is broken.', action: 'Copy it again.' } }),
  );
  const model = { link: new ScriptedLink({}) } as never;
  const host = drawn(<BatchTable {...{ model, batch, openFile, onResume }} table={null} onTable={() => undefined} />);
  expect(host.querySelector('img')).toBeNull();
  expect(host.textContent).toContain(hostile);
  expect(host.textContent).toContain('It is broken.Copy it again.');
  expect(host.textContent).toContain('1 of 2 done · 1 failed');
  host.querySelector<HTMLElement>('[data-testid=canvas-batch-open]')!.click();
  expect(openFile.mock.calls).toEqual([['results/a.h5']]);
  host.querySelector<HTMLElement>('[data-testid=canvas-batch-resume]')!.click();
  expect(onResume).toHaveBeenCalledTimes(1);
});
