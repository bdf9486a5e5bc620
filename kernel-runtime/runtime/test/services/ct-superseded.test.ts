import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import type { CtRecipe, MethodName, MethodParams } from '@daisy-lab/core';
import { smallScan } from '../support/worlds.ts';
import { smallCtWorld } from '../support/ct-world.ts';

// What is not stopped here goes on for many minutes, and the run at the end of each test waits for it.
const { cwd, services, ask, pixels, ended, close } = await smallCtWorld();
afterAll(close);

const endless = [{ algorithm: 'ct.iterative', params: { iterations: 2000, method: 'tv' } }];
const path = join(cwd, 'many.h5');
await smallScan(path, { angles: 8000 });
const plain: CtRecipe = { path, axisPx: 15, params: {}, operations: [] };
const long: CtRecipe = { ...plain, operations: endless };

const open = async (): Promise<string> => (await ask('ct.open', { path })).scan;
const begin = <M extends MethodName>(method: M, params: MethodParams<M>) => {
  const stop = new AbortController();
  const reply = services[method]!(params as never, { signal: stop.signal });
  reply.catch(() => undefined);
  return { reply, stop: () => stop.abort() };
};
const cancelled = { tag: 'Cancelled' };
let volumes = 0;
const runs = async (): Promise<string> => {
  const { run } = await ask('ct.start', { recipe: plain, out: `volume-${volumes++}.h5` });
  await ended(() => ask('run.status', { run }));
  return (await ask('run.status', { run })).state;
};
const place = { x: 0, y: 0, width: 32, height: 32, binX: 1, binY: 1, pool: 'mean', quality: 'exact' } as const;

test('a slice of a recipe stops with those who look at it, and a run goes on at once', async () => {
  const scan = await open();
  const { viewer } = await ask('ct.recipe', { scan, recipe: long });
  const tile = begin('viewer.tile', { handle: viewer.handle, frame: 4, ...place });
  const histogram = begin('viewer.histogram', { handle: viewer.handle, frame: 4, bins: 8 });
  tile.stop();
  await expect(tile.reply).rejects.toMatchObject(cancelled);
  histogram.stop();
  await expect(histogram.reply).rejects.toMatchObject(cancelled);
  expect(await runs()).toBe('done');
});

test('a measurement before a run stops when nobody waits for it any more', async () => {
  const scan = await open();
  const checks = [1, 2].map(() => begin('ct.preflight', { scan, recipe: long, out: 'never.h5' }));
  await new Promise(resolve => setImmediate(resolve));
  for (const check of checks) check.stop();
  for (const { reply } of checks) await expect(reply).rejects.toMatchObject(cancelled);
  expect(await runs()).toBe('done');
  const { milliseconds } = await ask('ct.preflight', { scan, recipe: plain, out: 'never.h5' });
  expect(milliseconds).toBeGreaterThan(0);
});

test('what is computed of a scan stops when it is closed', async () => {
  const scan = await open();
  const wish = { scan, row: 4, axisPx: 15, params: {}, operations: endless };
  const slice = begin('ct.slice', { ...wish, quality: 'exact' });
  const sinogram = begin('ct.sinogram', wish);
  await sinogram.reply;
  await ask('ct.close', { scan });
  await expect(slice.reply).rejects.toMatchObject(cancelled);
  expect(await runs()).toBe('done');
});

test('a recipe that is asked for again shows the slices that are there', async () => {
  const scan = await open();
  const first = await ask('ct.recipe', { scan, recipe: plain });
  const again = await ask('ct.recipe', { scan, recipe: { ...plain, operations: [] } });
  expect(again.viewer).toEqual(first.viewer);
  const other = await ask('ct.recipe', { scan, recipe: { ...plain, axisPx: 14 } });
  expect(other.viewer.handle).toBe(first.viewer.handle);
  expect(other.viewer.version).toBe(first.viewer.version + 1);
});

test('the live slice is made once for all who show it', async () => {
  const scan = await open();
  const operations = [{ algorithm: 'ct.iterative', params: { iterations: 3 } }];
  const { viewer: live } = await ask('ct.slice', {
    scan,
    row: 4,
    axisPx: 15,
    params: {},
    operations,
    quality: 'exact',
  });
  const { viewer } = await ask('ct.recipe', { scan, recipe: { ...plain, operations } });
  expect(await pixels(viewer.handle, 4)).toEqual(await pixels(live.handle, 0));
  const stopped = begin('ct.slice', { scan, row: 4, axisPx: 15, params: {}, operations: endless, quality: 'exact' });
  const { viewer: endlessly } = await ask('ct.recipe', { scan, recipe: long });
  const shown = begin('viewer.tile', { handle: endlessly.handle, frame: 4, ...place });
  stopped.stop();
  await expect(stopped.reply).rejects.toMatchObject(cancelled);
  shown.stop();
  await expect(shown.reply).rejects.toMatchObject(cancelled);
  expect(await runs()).toBe('done');
});

test('a row that two wait for comes to the one who still wants it', async () => {
  const scan = await open();
  const operations = [{ algorithm: 'ct.stripeSorting', params: {} }];
  const wish = { scan, row: 5, axisPx: 15, params: {}, operations };
  const first = begin('ct.slice', { ...wish, quality: 'exact' });
  const second = begin('ct.sinogram', wish);
  first.stop();
  await expect(first.reply).rejects.toMatchObject(cancelled);
  expect((await second.reply).result).toMatchObject({ after: { frames: 1 } });
});
