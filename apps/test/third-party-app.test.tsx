import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { act } from 'react';
import { ndarray } from '@daisy-lab/core';
import { ScriptedLink } from './scripted-link.ts';

// What JupyterLab's form needs when it is loaded; jsdom has none of it.
Object.assign(globalThis, {
  IS_REACT_ACT_ENVIRONMENT: true,
  DragEvent: class DragEvent extends MouseEvent {},
  CSSStyleSheet: class CSSStyleSheet {
    replaceSync(): void {}
  },
  matchMedia: () => ({ matches: false, addListener: () => undefined, addEventListener: () => undefined }),
});

let mounted: { dispose(): void } | undefined;
afterEach(() => act(() => mounted?.dispose()));

/** The app as its author builds it: the first test makes the folder, so its modules are named when they are asked for. */
const built = (module: string): Promise<unknown> => import(`../../examples/third-party-app/lib/${module}.js`);
const contract = () => built('contract') as Promise<typeof import('../../examples/third-party-app/src/contract.js')>;
const screen = () => built('screen') as Promise<typeof import('../../examples/third-party-app/src/screen.js')>;

test('an app in a package of its own is built against the published types', () => {
  const root = join(__dirname, '../..');
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const { status, stdout } = spawnSync(process.execPath, [compiler, '-p', join(root, 'examples/third-party-app')], {
    encoding: 'utf8',
  });
  expect([stdout, status]).toEqual(['', 0]);
}, 60_000);

test('its algorithm gives the mean of the neighbours', async () => {
  const { movingMean, smoothCurve } = await contract();
  expect([...movingMean(Float64Array.of(1, 2, 9), 3)]).toEqual([1.5, 4, 5.5]);
  const curve = ndarray(Float64Array.of(0, 3, 0), [3], ['point'], 'eV');
  const body = smoothCurve.implementations.get('plain')!;
  const { smooth } = await body.run({ inputs: { curve }, params: { width: 3 } } as never);
  expect([...smooth.data]).toEqual([1.5, 1, 1.5]);
  expect(smooth.unit).toBe('eV');
});

test('its screen offers the curves of the kernel, and new ones as they come', async () => {
  const curve = { id: 'c', name: 'spectrum', kind: 'array', dtype: 'float64', shape: [5] };
  const { mountSmoothCurve } = await screen();
  let objects = [{ ...curve, id: 'i', name: 'image', shape: [5, 5] }];
  const link = new ScriptedLink({ 'store.list': () => ({ objects, usage: {} }) });
  const host = document.body.appendChild(document.createElement('div'));
  await act(async () => void (mounted = mountSmoothCurve(host, link)));
  expect(host.querySelector('select')?.textContent).toBe('No curves yet');
  objects = [curve];
  await act(async () => link.emit({ v: 1, epoch: 'e', seq: 1, topic: 'store', key: 'changed', value: {} } as never));
  expect(host.querySelector('select')?.textContent).toBe('Choose a curvespectrum');
});
