import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { CtRecipe } from '@daisy-lab/core';
import { saveScan } from '@daisy-lab/runtime';
import { furthest, smallCtWorld } from '../support/ct-world.ts';
import { constant } from '../support/worlds.ts';

const { cwd, ask, pixels, ended, close, recipe, scan } = await smallCtWorld();
afterAll(close);

describe('what stands in the place of a step', () => {
  const iterations = (params: object = {}): CtRecipe['operations'][number] => ({
    algorithm: 'ct.iterative',
    params: { method: 'cgls', iterations: 8, ...params },
  });
  const row = { row: 4, params: {} };

  test('iterations replace the Fourier method in slice, document and run, and tell how they converge', async () => {
    const operations = [iterations()];
    const { residuals = [], viewer } = await ask('ct.slice', {
      ...{ scan, ...row, operations },
      ...{ axisPx: 15, quality: 'exact' },
    });
    const shown = await pixels(viewer.handle, 0);
    expect(residuals.length).toBe(8);
    expect(residuals.at(-1)).toBeLessThan(0.2 * residuals[0]!);
    const changed = { ...recipe, operations };
    const { lines } = await ask('ct.document', { recipe: changed, out: 'iterated.h5' });
    const ids = lines.map(({ algorithm }) => algorithm);
    expect(ids).toContain('ct.iterative');
    expect(ids).not.toContain('ct.recon');
    const { run } = await ask('ct.start', { recipe: changed, out: 'iterated.h5' });
    await ended(() => ask('run.status', { run }));
    const planes = await ask('ct.planes', { source: 'iterated.h5' });
    expect(furthest(await pixels(planes.slices.handle, 4), shown)).toBeLessThan(5e-4);
    expect((await ask('ct.load', { file: 'iterated.h5' })).recipe).toEqual({ ...changed, params: expect.anything() });
  });

  test('a volume tells the recipe that it was made with', async () => {
    const changed = { ...recipe, params: { filter: 'hann' } };
    const { run } = await ask('ct.start', { recipe: changed, out: 'hann.h5' });
    await ended(() => ask('run.status', { run }));
    const { recipe: told } = await ask('ct.load', { file: 'hann.h5' });
    expect(told).toMatchObject({ path: recipe.path, axisPx: 15, operations: [] });
    expect(told.params).toMatchObject({ filter: 'hann' });
  });

  test('an L-curve bends where smoothness begins to cost misfit', async () => {
    const values = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1];
    const wish = { scan, ...row, axisPx: 15, values };
    const { misfits, roughness, corner } = await ask('ct.lCurve', {
      ...wish,
      operations: [iterations({ iterations: 30 })],
    });
    expect(misfits.at(-1)).toBeGreaterThan(misfits[0]!);
    expect(roughness.at(-1)).toBeLessThan(roughness[0]!);
    expect(corner).toBeGreaterThan(0);
    expect(corner).toBeLessThan(values.length - 1);
    await expect(ask('ct.lCurve', wish)).rejects.toMatchObject({ tag: 'Input' });
  });

  test('phase retrieval replaces the logarithm, and an operation on slices comes last', async () => {
    const operations = [
      { algorithm: 'ct.circularMask', params: { ratio: 0.5, value: -7 } },
      { algorithm: 'ct.paganin', params: { distanceMm: 0 } },
    ];
    const { viewer } = await ask('ct.slice', { scan, ...row, operations, axisPx: 15, quality: 'exact' });
    const shown = await pixels(viewer.handle, 0);
    expect(shown[0]).toBe(-7);
    const plain = await ask('ct.slice', { scan, ...row, axisPx: 15, quality: 'exact' });
    // at no distance there are no fringes: what is left is the logarithm
    expect(shown[16 * 32 + 16]).toBeCloseTo((await pixels(plain.viewer.handle, 0))[16 * 32 + 16]!, 3);
    const changed = { ...recipe, operations };
    const { text } = await ask('ct.document', { recipe: changed, out: 'masked.h5' });
    expect(text).not.toContain('ct.minusLog');
    const { run } = await ask('ct.start', { recipe: changed, out: 'masked.h5' });
    await ended(() => ask('run.status', { run }));
    const planes = await ask('ct.planes', { source: 'masked.h5' });
    expect(furthest(await pixels(planes.slices.handle, 4), shown)).toBeLessThan(1e-5);
  });
});

describe('what is copied', () => {
  test.each([
    ['of ct.full', []],
    ['with operations', [{ algorithm: 'ct.stripeSorting', params: { sizePx: 5 } }]],
  ])(
    'the command %s writes the volume that the app writes',
    async (name, operations) => {
      const copied: CtRecipe = { ...recipe, params: { filter: 'hann' }, operations };
      const { run } = await ask('ct.start', { recipe: copied, out: 'app.h5', overwrite: true });
      await ended(() => ask('run.status', { run }));
      await ask('ct.save', { recipe: copied, file: 'scan.daisy', overwrite: true });
      const out = `command ${name}.h5`;
      const { command } = await ask('ct.document', { recipe: copied, out });
      expect(command).toMatch(/^daisy run /);
      const program = `'${process.execPath}' '${resolve('kernel-runtime/runtime/bin/daisy.mjs')}'`;
      const env = { ...process.env, NODE_OPTIONS: '' };
      await promisify(execFile)('sh', ['-c', command.replace(/^daisy/, program)], { cwd, env });
      const [app, other] = await Promise.all(
        ['app.h5', out].map(async source => pixels((await ask('ct.planes', { source })).slices.handle, 4)),
      );
      expect(furthest(app!, other!)).toBe(0);
    },
    30_000,
  );
});

describe('a scan says what it needs', () => {
  test('a proposal comes with its reasons, one sentence each', async () => {
    const { recipe: proposed, choices } = await ask('ct.propose', { scan, params: {} });
    expect(proposed.axisPx).toBeCloseTo(15, 0);
    expect(proposed.path).toBe(recipe.path);
    expect(choices.map(({ topic }) => topic)).toEqual(['layout', 'axis', 'turn', 'tilt', 'rings', 'phase', 'method']);
    for (const { why } of choices) for (const sentence of why) expect(sentence).toMatch(/[.:]$/);
  });

  test('what is mapped by hand is found by the next opening, and forgotten on demand', async () => {
    const { datasets, reach } = await ask('ct.mapping', { path: 'scan.h5' });
    expect(reach).toBeNull();
    expect(datasets.map(({ path }) => path)).toContain('/exchange/data');
    const mapping = { flats: null, constantBeam: 'brightest', pixelSizeUm: 2.5 } as const;
    await ask('ct.map', { path: 'scan.h5', mapping, reach: 'folder' });
    const { description, scan: again } = await ask('ct.open', { path: 'scan.h5' });
    expect(description).toMatchObject({
      pixelSizeUm: 2.5,
      flats: { path: expect.stringMatching(/^constant beam \d/) },
    });
    expect(description.why[0]).toMatch(/scan-profile\.json/);
    const { viewer } = await ask('ct.slice', { scan: again, ...{ row: 4, params: {} }, axisPx: 15, quality: 'exact' });
    expect(viewer.width).toBe(32);
    expect((await ask('ct.mapping', { path: 'scan.h5' })).reach).toBe('folder');
    await ask('ct.map', { path: 'scan.h5', mapping: {}, reach: 'folder' });
    expect((await ask('ct.open', { path: 'scan.h5' })).description.flats?.path).toBe('/exchange/data_white');
  });
});

test('a rectangle of the projections is followed through the angles', async () => {
  // the sample lies within six columns of column 15, at every angle; 400 of 1000 counts pass
  const inside = await ask('ct.through', { scan, x: 12, y: 2, width: 6, height: 4 });
  expect(inside.angles).toHaveLength(40);
  for (const mean of inside.means) expect(mean).toBeCloseTo(-Math.log(0.4), 4);
  const { means } = await ask('ct.through', { scan, x: 0, y: 0, width: 4, height: 8 });
  for (const mean of means) expect(mean).toBeCloseTo(0, 5);
});

test('a volume is exported as integers between black and white, with its scale and what was cut', async () => {
  const { run } = await ask('ct.start', { recipe, out: 'export.h5', overwrite: true });
  await ended(() => ask('run.status', { run }));
  const { slices } = await ask('ct.planes', { source: 'export.h5' });
  const values = await pixels(slices.handle, 4);
  const [low, high] = [0, Math.max(...values) / 2];
  const wish = { handle: slices.handle, first: 4, end: 5, low, high } as const;
  for (const [format, file, source] of [
    ['tiff', 'eight.tif', 'eight.tif::/data'],
    ['hdf5', 'eight.h5', 'eight.h5'],
  ] as const) {
    const { scale = 0, offset = 0, clippedShare = 0 } = await ask('ct.export', { ...wish, format, file, bits: 8 });
    const image = await pixels((await ask('viewer.open', { source })).handle, 0);
    const outside = values.filter(value => value < low || value > high).length / values.length;
    expect(clippedShare).toBeCloseTo(outside, 6);
    values.forEach((value, at) => {
      if (value >= low && value <= high) expect(Math.abs(image[at]! * scale + offset - value)).toBeLessThan(scale);
    });
  }
  await expect(ask('ct.export', { ...wish, format: 'tiff', file: 'odd.tif', bits: 12 })).rejects.toMatchObject({
    tag: 'Input',
  });
});

describe('a full turn with the axis near the edge', () => {
  test('is stitched in the live slice as in the run, and stitched anew at another axis', async () => {
    const [angles, columns, axisAt] = [120, 48, 40];
    const projections = constant(angles, 2, columns, 1000);
    // a pin off the axis, seen by both sides in turn
    const anglesRad = Float64Array.from({ length: angles }, (_, index) => (index * 2 * Math.PI) / angles);
    projections.data.forEach((_, at) => {
      const [x, angle] = [at % columns, Math.floor(at / (2 * columns))];
      const pin = axisAt + 30 * Math.cos(anglesRad[angle]!);
      projections.data[at] = Math.abs(x - pin) < 3 ? 400 : 1000;
    });
    const path = join(cwd, 'turn.h5');
    const fields = { flats: constant(2, 2, columns, 1000), darks: constant(2, 2, columns, 0) };
    await saveScan(path, { projections, ...fields, anglesRad });
    const { scan: turn } = await ask('ct.open', { path });
    const operations = [{ algorithm: 'ct.stitchFullTurn', params: {} }];
    const wish = { scan: turn, row: 1, params: {}, operations };
    const { viewer } = await ask('ct.slice', { ...wish, axisPx: axisAt, quality: 'exact' });
    expect(viewer.width).toBeGreaterThan(1.5 * columns);
    const shown = await pixels(viewer.handle, 0, viewer.width);
    const other = await ask('ct.slice', { ...wish, axisPx: axisAt - 1, quality: 'exact' });
    expect(other.viewer.width).not.toBe(viewer.width);
    const stitched = { path, axisPx: axisAt, params: {}, operations };
    const { run } = await ask('ct.start', { recipe: stitched, out: 'turn-volume.h5' });
    await ended(() => ask('run.status', { run }));
    const planes = await ask('ct.planes', { source: 'turn-volume.h5' });
    expect(planes.slices.width).toBe(shown.length ** 0.5);
    expect(furthest(await pixels(planes.slices.handle, 1, planes.slices.width), shown)).toBeLessThan(1e-5);
    const { viewer: whole } = await ask('ct.recipe', { scan: turn, recipe: stitched });
    expect(whole.width).toBe(planes.slices.width);
    expect((await ask('ct.sinogram', wish)).before.width).toBe(columns);
    expect((await ask('ct.sweep', { ...wish, axesPx: [39, 40, 41] })).viewer.frames).toBe(3);
  });
});
