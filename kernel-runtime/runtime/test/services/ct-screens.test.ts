import { copyFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CtRecipe } from '@daisy-lab/core';
import { ct, ndarray, saveScan } from '@daisy-lab/runtime';
import { oppositeViews } from '../../lib/services/ct/opposite-views.js';
import { furthest, smallCtWorld } from '../support/ct-world.ts';
import { constant } from '../support/worlds.ts';

const { cwd, services, signal, ask, pixels, ended, close, recipe, scan } = await smallCtWorld();
afterAll(close);

describe('a sweep of axes', () => {
  test('shows for each axis what the live slice shows there', async () => {
    const axesPx = [13, 13.5, 14, 14.5, 15, 15.5, 16];
    const sweep = await ask('ct.sweep', { scan, row: 4, axesPx, params: {}, operations: [] });
    expect(sweep.viewer.frames).toBe(7);
    for (const [at, axisPx] of axesPx.entries()) {
      const { viewer } = await ask('ct.slice', { scan, row: 4, axisPx, params: {}, quality: 'draft' });
      const [swept, live] = [await pixels(sweep.viewer.handle, at), await pixels(viewer.handle, 0)];
      const most = live.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
      expect(furthest(swept, live)).toBeLessThan(0.02 * most);
    }
  });

  test('scores the true axis best', async () => {
    const axesPx = [11, 12, 13, 14, 15, 16, 17, 18, 19];
    const { scores } = await ask('ct.sweep', { scan, row: 4, axesPx, params: {} });
    expect(axesPx[scores.indexOf(Math.min(...scores))]).toBe(15);
  });

  test('shows the same slices after the next one, which takes their memory, was cancelled', async () => {
    const wish = { scan, row: 4, params: {} };
    const { viewer } = await ask('ct.sweep', { ...wish, axesPx: [13, 14, 15] });
    const before = (await pixels(viewer.handle, 2)).slice();
    const cancelled = services['ct.sweep']!({ ...wish, axesPx: [16, 17, 18] }, { signal: AbortSignal.abort() });
    await expect(cancelled).rejects.toMatchObject({ tag: 'Cancelled' });
    expect(furthest(await pixels(viewer.handle, 2), before)).toBeLessThan(1e-6);
    const next = await ask('ct.sweep', { ...wish, axesPx: [15, 16, 17] });
    expect(furthest(await pixels(next.viewer.handle, 0), before)).toBeLessThan(1e-6);
  });

  test('has small pictures of the middle of all slices, with one scale', async () => {
    const { viewer } = await ask('ct.sweep', { scan, row: 4, axesPx: [14, 15], params: {} });
    const wish = { handle: viewer.handle, x: 8, y: 8, width: 16, height: 16, bin: 2 };
    const { result, arrays } = await services['viewer.thumbnails']!(wish, { signal });
    const { shape } = arrays!['codes']!;
    const data = arrays!['codes']!.data as Uint16Array;
    expect(shape).toEqual([2, 8, 8]);
    const whole = await pixels(viewer.handle, 1);
    const { offset, step } = result.codes;
    // the fourth sample of the third line: columns 14 and 15 of line 12
    expect(offset + data[64 + 2 * 8 + 3]! * step).toBeCloseTo((whole[12 * 32 + 14]! + whole[12 * 32 + 15]!) / 2, 4);
    await expect(ask('viewer.thumbnails', { ...wish, x: 20 })).rejects.toMatchObject({ tag: 'Input' });
    await expect(ask('viewer.thumbnails', { ...wish, bin: 0 })).rejects.toMatchObject({ tag: 'Input' });
  });

  test('refuses an axis beside the detector, and more slices than a screen shows', async () => {
    const wish = { scan, row: 4, params: {} };
    await expect(ask('ct.sweep', { ...wish, axesPx: [15, 32] })).rejects.toMatchObject({ tag: 'Input' });
    await expect(ask('ct.sweep', { ...wish, axesPx: Array(65).fill(15) })).rejects.toMatchObject({ tag: 'Input' });
  });
});

describe('the axis of the whole detector', () => {
  test('several rows tell where it is and how it leans', async () => {
    const { rows, axesPx, axisPx, slopePx, tiltRad, confidence } = await ask('ct.axisLine', { scan, rows: 4 });
    expect([rows.length, axesPx.length]).toEqual([4, 4]);
    expect(axisPx).toBeCloseTo(15, 0);
    expect(Math.abs(slopePx)).toBeLessThan(0.05);
    expect(tiltRad).toBeCloseTo(Math.atan(slopePx), 10);
    expect(confidence).toBeGreaterThan(0);
  });

  test('the opposite projection, mirrored at the axis, leaves nothing; at a wrong axis it does', async () => {
    const largest = async (axisPx: number): Promise<number> => {
      const { viewer, anglesDeg } = await ask('ct.mirror', { scan, axisPx });
      // the scan ends one step before the half turn
      expect(anglesDeg.map(Math.round)).toEqual([0, 176]);
      const { high, low } = await ask('viewer.histogram', { handle: viewer.handle, frame: 0, bins: 4 });
      return Math.max(high, -low);
    };
    expect(await largest(15)).toBeLessThan(1e-5);
    expect(await largest(17)).toBeGreaterThan(0.1);
    await expect(largest(32)).rejects.toMatchObject({ tag: 'Input' });
  });

  test('a scan of less than half a turn has no opposite projections', () => {
    expect(() => oppositeViews([0, 0.5, 1])).toThrow(/opposite side/);
    expect(oppositeViews([1, 2, 3, 4, 5, 6, 7])).toEqual({ first: 0, second: 3 });
  });
});

test('a scan whose file has changed is told before a run', async () => {
  const path = join(cwd, 'changing.h5');
  copyFileSync(join(cwd, 'scan.h5'), path);
  const { scan } = await ask('ct.open', { path });
  const changed = async (): Promise<boolean> => {
    const { checks } = await ask('ct.preflight', { scan, recipe: { ...recipe, path }, out: 'of-changing.h5' });
    return checks.some(({ id, level }) => id === 'changed' && level === 'bad');
  };
  expect(await changed()).toBe(false);
  truncateSync(path, 1000);
  expect(await changed()).toBe(true);
});

test('a grid varies two parameters', async () => {
  const first = { operation: null, name: 'filter', values: ['ramp', 'hann'] };
  const second = { operation: null, name: 'axisPx', values: [14, 15] };
  const { viewer } = await ask('ct.grid', { scan, row: 4, axisPx: 15, params: {}, first, second });
  expect(viewer.frames).toBe(4);
  const slice = await ask('ct.slice', { scan, row: 4, axisPx: 15, params: { filter: 'hann' }, quality: 'exact' });
  expect(furthest(await pixels(viewer.handle, 3), await pixels(slice.viewer.handle, 0))).toBe(0);
});

test('a kept slice and the live one have a difference', async () => {
  await ask('ct.slice', { scan, row: 4, axisPx: 15, params: {}, quality: 'exact' });
  const { viewer: pin } = await ask('ct.pin', { scan });
  const { viewer: live } = await ask('ct.slice', { scan, row: 4, axisPx: 16, params: {}, quality: 'exact' });
  const { viewer, meanAbsolute } = await ask('ct.difference', { scan, first: pin.handle, second: live.handle });
  expect(meanAbsolute).toBeGreaterThan(0);
  const [a, b, difference] = await Promise.all([pin, live, viewer].map(({ handle }) => pixels(handle, 0)));
  expect(difference![500]).toBe(Math.fround(b![500]! - a![500]!));
  const region = { handle: live.handle, frame: 0, x: 10, y: 10, width: 4, height: 3 };
  const statistics = await ask('ct.region', region);
  expect(statistics).toMatchObject({ count: 12, invalid: 0 });
  expect(statistics.min).toBeLessThanOrEqual(statistics.mean);
});

test('the scan is looked at and spoken about', async () => {
  const { findings, flats, darks, anglesDeg, air } = await ask('ct.findings', { scan });
  expect(findings.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['coverage', 'dead', 'drift', 'sampling', 'values']),
  );
  const perHalfTurn = Math.round(180 / (anglesDeg[1]! - anglesDeg[0]!));
  expect(findings.find(({ id }) => id === 'sampling')?.values).toContain(perHalfTurn);
  expect([flats?.width, darks?.width]).toEqual([32, 32]);
  expect(air).toHaveLength(anglesDeg.length);
});

describe('a whole scan', () => {
  test('is checked, reconstructed and shown in three directions; the recipe shows the same slices', async () => {
    const { checks, volumeBytes } = await ask('ct.preflight', { scan, recipe, out: 'volume.h5' });
    expect(checks.map(({ id }) => id)).toEqual(['disk', 'memory', 'time', 'file']);
    expect(volumeBytes).toBe(8 * 32 * 32 * 4);
    const { run } = await ask('ct.start', { recipe, out: 'volume.h5' });
    await ended(() => ask('run.status', { run }));
    const { slices, front, side } = await ask('ct.planes', { source: 'volume.h5' });
    expect([front.width, front.height, side.frames]).toEqual([32, 8, 32]);
    const slice = await pixels(slices.handle, 5);
    const { viewer } = await ask('ct.recipe', { scan, recipe });
    expect(furthest(slice, await pixels(viewer.handle, 5))).toBeLessThan(1e-5);
    const cut = await services['viewer.tile']!(
      {
        handle: front.handle,
        frame: 9,
        x: 0,
        y: 5,
        width: 32,
        height: 1,
        binX: 1,
        binY: 1,
        pool: 'mean',
        quality: 'exact',
      },
      { signal },
    );
    expect(Array.from(cut.arrays!['data']!.data as Float32Array)).toEqual(Array.from(slice.subarray(9 * 32, 10 * 32)));
    const exported = await ask('ct.export', {
      handle: slices.handle,
      first: 2,
      end: 4,
      format: 'png',
      file: 'slice.png',
      low: 0,
      high: 1,
    });
    expect(exported.files).toEqual([join(cwd, 'slice-0002.png'), join(cwd, 'slice-0003.png')]);
    expect(readFileSync(exported.files[0]!).subarray(1, 4).toString()).toBe('PNG');
    const stack = {
      handle: slices.handle,
      first: 0,
      end: 8,
      format: 'tiff',
      file: 'stack.tif',
      low: 0,
      high: 1,
    } as const;
    await ask('ct.export', stack);
    const movie = await ask('ct.export', { ...stack, format: 'gif', file: 'slices.gif' });
    expect(readFileSync(movie.files[0]!).subarray(0, 3).toString()).toBe('GIF');
    const { viewer: reread } = { viewer: await ask('viewer.open', { source: 'stack.tif::/data' }) };
    expect(furthest(slice, await pixels(reread.handle, 5))).toBe(0);
  });

  test('is resumed from the history with its operations', async () => {
    const wish: CtRecipe = { ...recipe, operations: [{ algorithm: 'ct.stripeSorting', params: {} }] };
    const { run } = await ask('ct.start', { recipe: wish, out: 'resumed.h5' });
    await ask('run.cancel', { run });
    const { runs } = await ask('run.list', { history: true });
    expect(runs.find(known => known.run === run)).toMatchObject({ state: 'cancelled', resumable: true });
    const again = await ask('run.resume', { run });
    await ended(() => ask('run.status', { run: again.run }));
    expect(await ask('run.status', { run: again.run })).toMatchObject({ algorithm: 'ct.pipeline', state: 'done' });
    expect(existsSync(join(cwd, 'resumed.h5'))).toBe(true);
  });

  test('waits in the queue for its turn; what cannot start says why', async () => {
    const jobs = [
      { recipe: { ...recipe, axisPx: 15.5 }, out: 'queued.h5' },
      { recipe, out: 'volume.h5' },
      { recipe: { ...recipe, axisPx: null }, out: 'found.h5' },
    ];
    await ask('ct.enqueue', { jobs });
    await ended(async () => {
      const { jobs } = await ask('ct.queue', {});
      return {
        state: jobs.every(({ run, state }) => run?.state === 'done' || state === 'refused') ? 'done' : 'running',
      };
    });
    const { jobs: after } = await ask('ct.queue', {});
    expect(after.map(({ state }) => state)).toEqual(['started', 'refused', 'started']);
    expect(after[1]?.reason).toContain('volume.h5');
    expect(existsSync(join(cwd, 'queued.h5'))).toBe(true);
    await ask('ct.dequeue', { job: after[1]!.job });
    expect((await ask('ct.queue', {})).jobs).toHaveLength(2);
  });
});

test('a recipe is saved as a document and comes back', async () => {
  const wish: CtRecipe = { ...recipe, params: { filter: 'hann' } };
  const { text, cell, command, lines } = await ask('ct.document', { recipe: wish, out: 'v.h5' });
  expect(JSON.parse(text)).toMatchObject({ values: { params: { filter: 'hann', axisPx: 15 } } });
  expect(cell).toContain('ct.full');
  expect(command).toContain('--filter hann');
  expect(lines.at(-1)).toMatchObject({ algorithm: 'ct.recon', params: { filter: 'hann' } });
  const { file } = await ask('ct.save', { recipe: wish, file: 'scan.daisy' });
  expect((await ask('ct.load', { file })).recipe).toEqual(wish);
});

test('a document that others have changed is replaced only on demand', async () => {
  const wish: CtRecipe = { ...recipe, params: { filter: 'hann' } };
  const other: CtRecipe = { ...recipe, params: { filter: 'shepp' } };
  const { file, stamp } = await ask('ct.save', { recipe: wish, file: 'shared.daisy' });
  // what is there already is no loss, and one's own file is one's own
  await ask('ct.save', { recipe: wish, file });
  const own = await ask('ct.save', { recipe: other, file, known: (await ask('ct.load', { file })).stamp });
  await expect(ask('ct.save', { recipe: wish, file })).rejects.toMatchObject({ tag: 'File', facts: { taken: 'file' } });
  writeFileSync(file, `${readFileSync(file, 'utf8')} `);
  for (const known of [stamp, own.stamp]) {
    const refused = ask('ct.save', { recipe: wish, file, known });
    await expect(refused).rejects.toThrow('shared.daisy has been changed since it was saved or opened here.');
  }
  await ask('ct.save', { recipe: wish, file, overwrite: true });
  expect((await ask('ct.load', { file })).recipe).toEqual(wish);
});

test('two runs do not write one file', async () => {
  const wish = { recipe, out: 'once.h5', overwrite: true };
  const { run } = await ask('ct.start', wish);
  await expect(ask('ct.start', wish)).rejects.toThrow(/once\.h5 is being written by another run\./);
  await ended(() => ask('run.status', { run }));
  const again = await ask('ct.start', wish);
  await ended(() => ask('run.status', { run: again.run }));
  expect((await ask('run.status', { run: again.run })).state).toBe('done');
});

test('an operation on the transmission stands between flat field and logarithm', async () => {
  const operations = [{ algorithm: 'ct.normalizeAir', params: { airPx: 3 } }];
  const wish: CtRecipe = { ...recipe, operations };
  const { text, lines } = await ask('ct.document', { recipe: wish, out: 'v.h5' });
  const names = lines.map(({ algorithm }) => algorithm);
  expect(names.slice(-4)).toEqual(['ct.normalize', 'ct.normalizeAir', 'ct.minusLog', 'ct.recon']);
  expect(text).not.toContain('ct.flatLog');
  const { file } = await ask('ct.save', { recipe: wish, file: 'air.daisy' });
  expect((await ask('ct.load', { file })).recipe).toEqual(wish);
  const slice = await ask('ct.slice', { scan, row: 4, axisPx: 15, params: {}, operations, quality: 'exact' });
  expect((await pixels(slice.viewer.handle, 0)).every(Number.isFinite)).toBe(true);
});

/** Root of the mean square of the differences. */
const deviation = (a: Float32Array, b: Float32Array): number =>
  Math.sqrt(a.reduce((sum, value, at) => sum + (value - b[at]!) ** 2, 0) / a.length);

describe('a leaning axis', () => {
  /** A disc of 5 px in radius, 4 px off an axis that is at 15.5 in the middle of 24 rows and leans by 0.05. */
  const tiltRad = Math.atan(0.05);
  const operations = [{ algorithm: 'ct.correctTilt', params: { tiltRad } }];
  const leaning: CtRecipe = { path: join(cwd, 'leaning.h5'), axisPx: 15.5, params: {}, operations };
  let leaningScan = '';
  beforeAll(async () => {
    const [angles, rows, columns] = [60, 24, 32];
    const projections = constant(angles, rows, columns, 0);
    projections.data.forEach((_, at) => {
      const [angle, row, column] = [Math.floor(at / (rows * columns)), Math.floor(at / columns) % rows, at % columns];
      const centre = 15.5 + 0.05 * (row - 11.5) + 4 * Math.cos((angle * Math.PI) / angles);
      const chord = 2 * Math.sqrt(Math.max(0, 25 - (column - centre) ** 2));
      projections.data[at] = 1000 * Math.exp(-0.05 * chord);
    });
    const anglesRad = Float64Array.from({ length: angles }, (_, at) => (at * Math.PI) / angles);
    const fields = { flats: constant(2, rows, columns, 1000), darks: constant(2, rows, columns, 0) };
    await saveScan(leaning.path, { projections, ...fields, anglesRad });
    ({ scan: leaningScan } = await ask('ct.open', { path: leaning.path }));
  });

  test('is told by the line through several rows', async () => {
    const line = await ask('ct.axisLine', { scan: leaningScan, rows: 9 });
    expect(Math.abs(line.slopePx - 0.05)).toBeLessThan(0.015);
    expect(line.axisPx + 11.5 * line.slopePx).toBeCloseTo(15.5, 1);
  });

  test('is put upright in the live slice of any row as in the run', async () => {
    const { run } = await ask('ct.start', { recipe: leaning, out: 'upright.h5' });
    await ended(() => ask('run.status', { run }));
    const { slices } = await ask('ct.planes', { source: 'upright.h5' });
    const live = async (row: number, wished: CtRecipe['operations']): Promise<Float32Array> => {
      const wish = { scan: leaningScan, row, axisPx: 15.5, params: {}, operations: wished, quality: 'exact' } as const;
      return pixels((await ask('ct.slice', wish)).viewer.handle, 0);
    };
    for (const row of [2, 21]) {
      const written = await pixels(slices.handle, row);
      // the outer rows lie half a pixel off; what is left are two ways to interpolate an edge of one pixel
      expect(deviation(await live(row, operations), written)).toBeLessThan(
        0.5 * deviation(await live(row, []), written),
      );
    }
    const middle = await pixels(slices.handle, 11);
    expect(furthest(await live(11, operations), middle)).toBeLessThan(0.001);
  });

  test('is a step of the document, which comes back', async () => {
    const { file } = await ask('ct.save', { recipe: leaning, file: 'leaning.daisy' });
    expect((await ask('ct.load', { file })).recipe).toEqual(leaning);
    const { operations: kinds } = await ask('ct.operations', {});
    const kind = kinds.find(({ contract }) => contract.id === 'ct.correctTilt');
    expect(Object.keys(kind!.contract.params.properties!)).toEqual(['tiltRad', 'smallestRad']);
  });
});

test('projections mark where the detector was at its end, though they are line integrals by then', async () => {
  const counts = new Uint16Array(4 * 8 * 32).fill(400);
  counts[8 * 32 + 5 * 32 + 20] = 0xffff;
  const projections = ndarray<'uint16', readonly ['angle', 'row', 'column']>(
    counts,
    [4, 8, 32],
    ['angle', 'row', 'column'],
  );
  const anglesRad = Float64Array.from({ length: 4 }, (_, at) => (at * Math.PI) / 4);
  const fields = { flats: constant(1, 8, 32, 1000), darks: constant(1, 8, 32, 0) };
  await saveScan(join(cwd, 'saturated.h5'), { projections, ...fields, anglesRad });
  const { projections: shown, sinograms } = await ask('ct.open', { path: 'saturated.h5' });
  expect([shown.flaws, sinograms.flaws]).toEqual([
    ['negative', 'saturated', 'noNumber'],
    ['negative', 'noNumber'],
  ]);
  const { flaws } = await ask('viewer.histogram', { handle: shown.handle, frame: 1, bins: 4, flaws: shown.flaws });
  expect(flaws).toEqual({ negative: 0, saturated: 1, noNumber: 0 });
  const area = { x: 0, y: 0, width: 32, height: 8, binX: 4, binY: 8, pool: 'mean', quality: 'exact' } as const;
  const tile = { handle: shown.handle, frame: 1, flaws: shown.flaws, ...area };
  const { arrays } = await services['viewer.tile']!(tile, { signal });
  expect(Array.from(arrays!['marks']!.data as Uint8Array)).toEqual([0, 0, 0, 0, 0, 2, 0, 0]);
  const { arrays: clean } = await services['viewer.tile']!({ ...tile, frame: 0 }, { signal });
  expect(clean).not.toHaveProperty('marks');
});

test('a draft of a wide detector is a coarse slice in the place, the size and the unit of the whole one', async () => {
  const columns = 2060;
  const { arrays, anglesRad } = ct.simulateScan({ columns, angles: 90, rows: 1, axisPx: 1042 });
  await saveScan(join(cwd, 'wide.h5'), { ...arrays, anglesRad });
  const { scan, draftBin } = await ask('ct.open', { path: 'wide.h5' });
  expect(draftBin).toBe(2);
  const sliceOf = async (quality: 'draft' | 'exact') => {
    const { viewer, bin } = await ask('ct.slice', { scan, row: 0, params: {}, axisPx: 1042, quality });
    const area = { frame: 0, x: 0, y: 0, width: columns, height: columns, binX: 100, binY: 100 } as const;
    const tile = { handle: viewer.handle, ...area, pool: 'mean', quality: 'exact' } as const;
    const { arrays } = await services['viewer.tile']!(tile, { signal });
    return { bin, width: viewer.width, means: arrays!['data']!.data as Float32Array };
  };
  const [draft, exact] = [await sliceOf('draft'), await sliceOf('exact')];
  expect([draft.bin, exact.bin, draft.width, exact.width]).toEqual([2, 1, columns, columns]);
  const most = exact.means.reduce((a, b) => Math.max(a, b), 0);
  expect(furthest(draft.means, exact.means)).toBeLessThan(0.03 * most);
});
