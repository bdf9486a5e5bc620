import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { RunRecord } from '@daisy-lab/runtime';
import { createServices } from '../../lib/services/index.js';
import { poolTile } from '../../lib/services/viewer/pool-tile.js';
import { freshFolder, measured, smallScan } from '../support/worlds.ts';

const cwd = freshFolder();
const records: RunRecord[] = [];
const { services, close } = createServices({
  cwd,
  emit: (topic, _key, value) => {
    if (topic === 'run') records.push(value as RunRecord);
  },
});
const call = { signal: new AbortController().signal };
afterAll(close);

describe('tiles', () => {
  const width = 13;
  const pixels = Float32Array.from({ length: width * 9 }, (_, at) => (at % 11 === 3 ? Number.NaN : Math.sin(at)));
  test.each(['mean', 'max', 'min'] as const)('%s of each bin leaves NaN out', pool => {
    const tile = poolTile(pixels, 'float32', width, 9, {
      x: 2,
      y: 1,
      width: 10,
      height: 8,
      binX: 3,
      binY: 2,
      pool,
      quality: 'exact',
    });
    expect([tile.width, tile.height]).toEqual([4, 4]);
    for (let row = 0; row < 4; row++) {
      for (let column = 0; column < 4; column++) {
        const values: number[] = [];
        for (let y = 1 + row * 2; y < Math.min(3 + row * 2, 9); y++) {
          for (let x = 2 + column * 3; x < Math.min(5 + column * 3, 12); x++) values.push(pixels[y * width + x]!);
        }
        const finite = values.filter(value => !Number.isNaN(value));
        const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
        const expected = { mean, max: Math.max(...finite), min: Math.min(...finite) }[pool];
        expect(tile.data[row * 4 + column]).toBeCloseTo(expected, 5);
      }
    }
  });
});

describe('the services', () => {
  test('open a scan, show it, find its axis and reconstruct a slice', async () => {
    const path = measured('ct/tooth.h5');
    if (!path) return;
    const { result: opened } = await services['ct.open']!({ path }, call);
    expect([opened.projections.frames, opened.sinograms.frames]).toEqual([181, 2]);
    const { result: axis } = await services['ct.axis']!({ scan: opened.scan, row: 0, params: {} }, call);
    expect(Math.abs(axis.axisPx - 296)).toBeLessThanOrEqual(0.5);
    const slice = (axisPx: number) =>
      services['ct.slice']!({ scan: opened.scan, row: 0, axisPx, params: { filter: 'hann' }, quality: 'draft' }, call);
    const { result: first } = await slice(296);
    const { result: second } = await slice(300);
    expect(second.viewer).toMatchObject({ handle: first.viewer.handle, version: first.viewer.version + 1, width: 640 });
    const place = { x: 0, y: 0, width: 640, height: 640, binX: 4, binY: 4, pool: 'mean', quality: 'exact' } as const;
    const tile = await services['viewer.tile']!({ handle: first.viewer.handle, frame: 0, ...place }, call);
    expect(tile.arrays!['data']).toMatchObject({ dtype: 'float32', shape: [160, 160] });
    const { result: histogram } = await services['viewer.histogram']!(
      { handle: opened.projections.handle, frame: 5, bins: 64 },
      call,
    );
    expect(histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(1280);
    await services['ct.close']!({ scan: opened.scan }, call);
    await expect(
      services['viewer.value']!({ handle: first.viewer.handle, frame: 0, x: 0, y: 0 }, call),
    ).rejects.toMatchObject({ tag: 'Input' });
  });

  test('run a workflow into a file, tell its end, and show the file', async () => {
    await smallScan(join(cwd, 'scan.h5'));
    const request = {
      algorithm: 'ct.full',
      inputs: { scan: 'scan.h5' },
      params: { axisPx: 15 },
      outputs: { volume: 'volume.h5' },
    };
    const { result: started } = await services['run.start']!(request, call);
    let record = started;
    while (record.state === 'queued' || record.state === 'running') {
      await new Promise(resolve => setTimeout(resolve, 20));
      record = (await services['run.status']!({ run: started.run }, call)).result;
    }
    expect(record).toMatchObject({ state: 'done', outputs: { volume: join(cwd, 'volume.h5') } });
    expect(records.at(-1)).toMatchObject({ run: started.run, state: 'done' });
    const { result: viewer } = await services['viewer.open']!({ source: 'volume.h5::/entry/volume/data' }, call);
    expect(viewer).toMatchObject({ width: 32, height: 32, frames: 8, axes: ['row', 'y', 'x'], unit: '1/pixel' });
    await expect(services['run.start']!(request, call)).rejects.toMatchObject({ tag: 'File' });
    const { result: counts } = await services['viewer.open']!({ source: 'scan.h5::/exchange/data' }, call);
    expect(counts.axes).toEqual(['theta', 'y', 'x']);
  });

  test('a cancelled run leaves no file', async () => {
    const request = {
      algorithm: 'ct.full',
      inputs: { scan: 'scan.h5' },
      params: {},
      outputs: { volume: 'stopped.h5' },
    };
    const { result: started } = await services['run.start']!(request, call);
    const { result: record } = await services['run.cancel']!({ run: started.run }, call);
    expect(record.state).toBe('cancelled');
    expect(readdirSync(cwd).filter(name => name.includes('stopped'))).toEqual([]);
  });
});
