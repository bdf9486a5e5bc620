import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { sliceAxis } from '@daisy-lab/core';
import { ct, Engine, ndarray, openScan, saveVolume, withSource, type DaisyError } from '@daisy-lab/runtime';
import { startFile } from '../../lib/io/partial-file.js';
import { constant, freshFolder, measured, smallScan } from '../support/worlds.ts';

async function failure(promise: PromiseLike<unknown>): Promise<DaisyError> {
  return promise.then(
    () => Promise.reject(new Error('nothing was thrown')),
    (thrown: DaisyError) => thrown,
  );
}

describe('volumes', () => {
  test('come back as they were written, with axes, unit and provenance', async () => {
    const data = Float32Array.from({ length: 24 }, (_, index) => index / 7);
    const volume = ndarray<'float32', readonly string[]>(data, [2, 3, 4], ['row', 'y', 'x'], '1/pixel');
    const provenance = {
      algorithm: 'ct.full',
      version: '1.0.0',
      params: { filter: 'hann' },
      inputs: { scan: 'scan.h5' },
    };
    const path = await saveVolume(join(freshFolder(), 'volume.h5'), { volume, axisPx: 1.5 }, { provenance });
    await withSource(path, source => {
      expect(source.read('/entry/volume/data').data).toEqual(data);
      expect(source.read('/entry/volume/data', [[1, 2], null, [1, 3]]).data).toEqual(
        Float32Array.of(...[13, 14, 17, 18, 21, 22].map(index => data[index]!)),
      );
      expect(source.attributes('/entry/volume')).toMatchObject({ signal: 'data', axes: ['row', 'y', 'x'] });
      expect(source.describe('/entry/volume/data')?.attributes['units']).toBe('1/pixel');
      expect(source.readScalar('/entry/results/axisPx')).toBe(1.5);
      expect(source.readScalar('/entry/process/parameters/json')).toBe('{"filter":"hann"}');
    });
  });

  test('of arrays that lie on disk are written without their bytes being here as a whole', async () => {
    const whole = ndarray(
      Float32Array.from({ length: 600 }, (_, at) => at),
      [10, 6, 10],
      ['row', 'y', 'x'],
    );
    const asked: string[] = [];
    const lazy = {
      ...{ dtype: whole.dtype, shape: whole.shape, axes: whole.axes },
      get data(): never {
        throw new Error('all bytes were read');
      },
      readPart: async (axis: number, start: number, end: number) => {
        asked.push(`${axis}: ${start}-${end}`);
        return sliceAxis(whole, axis, start, end);
      },
    };
    const path = await saveVolume(join(freshFolder(), 'volume.h5'), { volume: lazy });
    await withSource(path, source => expect(source.read('/entry/volume/data').data).toEqual(whole.data));
    // three entries to see how far they shrink, then everything in turn
    expect(asked).toEqual(['0: 2-3', '0: 5-6', '0: 7-8', '0: 0-10']);
  });

  test('take away what a killed process has left of any file in the folder, and nothing of those who live', async () => {
    const folder = freshFolder();
    const partial = (name: string) => readdirSync(folder).filter(file => file.startsWith(`.${name}.`));
    const killed = `
      import { startFile } from ${JSON.stringify(import.meta.resolve('../../lib/io/partial-file.js'))};
      startFile(${JSON.stringify(join(folder, 'killed.h5'))}, false).write('half');
      process.kill(process.pid, 'SIGKILL');`;
    expect(spawnSync(process.execPath, ['--input-type=module', '-e', killed]).signal).toBe('SIGKILL');
    expect(partial('killed.h5')).toHaveLength(1);
    writeFileSync(join(folder, '.notes.partial'), 'mine');
    const others = '.volume.h5.abcdef-1-000000-0123abcd.partial'; // by its name of another machine
    const long = '.long.h5.abcdef-1-000000-0123abcd.partial';
    for (const name of [others, long]) writeFileSync(join(folder, name), '');
    utimesSync(join(folder, long), 1e9, 1e9);

    const living = startFile(join(folder, 'living.h5'), false);
    await saveVolume(join(folder, 'volume.h5'), { volume: constant(1, 2, 2, 1) });
    expect(readdirSync(folder).sort()).toEqual([...partial('living.h5'), '.notes.partial', others, 'volume.h5']);
    expect(partial('living.h5')).toHaveLength(1);
    living.remove();
  });

  test('never replace a file unasked, and leave nothing behind when they cannot be written', async () => {
    const folder = freshFolder();
    const path = join(folder, 'volume.h5');
    const volume = constant(1, 2, 2, 1);
    await saveVolume(path, volume);
    expect((await failure(saveVolume(path, volume))).message).toContain('exists already');
    await saveVolume(path, volume, { overwrite: true });
    expect((await failure(saveVolume(join(path, 'volume.h5'), volume))).tag).toBe('File');
    expect((await failure(saveVolume(join(folder, 'none', 'volume.h5'), volume))).message).toContain('does not exist');
    const signal = AbortSignal.abort();
    expect((await failure(saveVolume(join(folder, 'stopped.h5'), volume, { signal }))).tag).toBe('Cancelled');
    expect(readdirSync(folder)).toEqual(['volume.h5']);
  });
});

describe('scans', () => {
  test('are read in bands of rows', async () => {
    const scan = await openScan(await smallScan(join(freshFolder(), 'scan.h5')));
    expect(scan.description).toMatchObject({
      layout: 'Data Exchange',
      rows: 8,
      columns: 32,
      angleCount: 40,
      warnings: [],
    });
    const { projections, flats } = await scan.read([2, 5]);
    expect(projections.shape).toEqual([40, 3, 32]);
    expect(flats?.shape).toEqual([3, 3, 32]);
    expect(scan.anglesRad[1]).toBeCloseTo(Math.PI / 40, 12);
  });

  test('the tooth is Data Exchange, k11 is NXtomo behind an external link', async () => {
    const tooth = measured('ct/tooth.h5');
    const k11 = measured('ct/k11/k11-18014.nxs');
    if (!tooth || !k11) return;
    expect((await openScan(tooth)).description).toMatchObject({
      angleCount: 181,
      rows: 2,
      columns: 640,
      layout: 'Data Exchange',
    });
    const scan = await openScan(k11);
    expect(scan.description).toMatchObject({ angleCount: 3001, rows: 22, columns: 26, layout: 'NXtomo' });
    expect(scan.description.warnings.join()).toContain('no angles');
    const { flats, darks, projections } = await scan.read([0, 2]);
    expect([flats!.shape[0], darks!.shape[0], projections.shape[0]]).toEqual([100, 100, 3001]);
  });

  test('that cannot be used are refused in a sentence', async () => {
    const folder = freshFolder();
    const good = await smallScan(join(folder, 'good.h5'));
    const truncated = join(folder, 'truncated.h5');
    writeFileSync(truncated, readFileSync(good).subarray(0, 20000));
    const text = join(folder, 'text.h5');
    writeFileSync(text, 'no HDF5 at all');
    const uneven = await smallScan(join(folder, 'uneven.h5'), { flats: constant(3, 8, 16, 1) });
    const unequal = await smallScan(join(folder, 'unequal.h5'), { angleValues: 39 });
    const volume = await saveVolume(join(folder, 'volume.h5'), constant(1, 2, 2, 1));
    const cases: readonly [string, string, string][] = [
      [truncated, 'File', 'truncated'],
      [text, 'File', 'not an HDF5 file'],
      [join(folder, 'none.h5'), 'File', 'There is no file'],
      [uneven, 'ScanLayout', 'flat field has 8 x 16'],
      [unequal, 'ScanLayout', '39 angles'],
      [volume, 'ScanLayout', '/exchange/data'],
    ];
    for (const [path, tag, words] of cases) {
      const error = await failure(openScan(path));
      expect([error.tag, error.message]).toEqual([tag, expect.stringContaining(words)]);
    }
    const engine = Engine.local();
    const noFlats = await openScan(await smallScan(join(folder, 'no-flats.h5'), { flats: null }));
    expect(noFlats.description.warnings[0]).toContain('There are no flat fields');
    const withNan = await openScan(await smallScan(join(folder, 'nan.h5'), { fill: Number.NaN }));
    expect((await failure(engine.run(ct.full, { scan: withNan }))).tag).toBe('Data');
  });
});
