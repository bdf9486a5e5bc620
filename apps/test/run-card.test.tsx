import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { act } from 'react';
import { zhCN } from '../lib/i18n/zh-CN.js';
import { translateWith } from '../lib/kit/i18n/translate.js';
import { mountRun } from '../lib/kit/run-output/mount-run.js';
import { isShownRun, type ShownRun } from '../lib/kit/run-output/shown-run.js';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const running: ShownRun = {
  run: 'r1',
  algorithm: 'ct.full',
  title: 'CT reconstruction',
  state: 'running',
  progress: 0.427,
  step: 'Reconstruct slices',
  elapsedMs: 2000,
  remainingMs: 2600,
  outputs: {},
  error: null,
  inputs: { scan: '/data/tooth.h5' },
};

let host: HTMLElement;
let mounted: ReturnType<typeof mountRun>;
const show = (run: ShownRun, catalogue = {}) =>
  act(() => {
    if (mounted) mounted.update(run);
    else mounted = mountRun(host, run, translateWith(catalogue));
  });

beforeEach(() => {
  host = document.body.appendChild(document.createElement('div'));
});
afterEach(() => {
  act(() => mounted.dispose());
  mounted = undefined as never;
  host.remove();
});

test('a run that goes on shows its step, percent and time left', () => {
  show(running);
  expect(host.querySelector('progress')?.value).toBeCloseTo(0.427);
  for (const text of ['CT reconstruction', 'tooth.h5', 'Reconstruct slices', '42 %', '2.6 s left'])
    expect(host.textContent).toContain(text);
});

test('at the end the same place tells how long it took and where the file is', () => {
  show(running);
  const card = host.firstElementChild;
  show({ ...running, state: 'done', progress: 1, elapsedMs: 4600, outputs: { volume: '/data/out/tooth-volume.h5' } });
  expect(host.firstElementChild).toBe(card);
  expect(host.querySelector('progress')).toBeNull();
  expect(host.textContent).toContain('Done in 4.6 s');
  expect(host.querySelector('[title="/data/out/tooth-volume.h5"]')?.textContent).toBe('Saved in tooth-volume.h5');
});

test('a failed run says why and what to do', () => {
  const error = { tag: 'ScanLayout', message: 'No flat fields were found.', action: 'Choose a dataset.' } as const;
  show({ ...running, state: 'failed', error });
  expect(host.querySelector('[role=alert]')?.textContent).toContain('No flat fields were found.Choose a dataset.');
});

test('title, step and state follow the language', () => {
  show(running, zhCN);
  for (const text of ['CT 重建', '重建切片', '剩余 2.6 秒']) expect(host.textContent).toContain(text);
  show({ ...running, step: 'Write tooth-volume.h5' });
  expect(host.textContent).toContain('写入 tooth-volume.h5');
});

test('an output of a later version is left to its text', () => {
  expect(isShownRun(running)).toBe(true);
  expect(isShownRun({ ...running, state: 'resting' })).toBe(false);
  expect(isShownRun(null)).toBe(false);
  show(running);
});
