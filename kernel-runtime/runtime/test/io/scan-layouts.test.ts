import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import {
  closePool,
  ct,
  Engine,
  ndarray,
  openScan,
  saveProfile,
  saveScan,
  TiffWriter,
  withSource,
  type NdArray,
} from '@daisy-lab/runtime';
import { compoundFile } from './kinds/worlds.ts';
import { storedDatasets, type Datasets } from '../support/stored-datasets.ts';
import { freshFolder, measured } from '../support/worlds.ts';

afterAll(closePool);

const angles = 60;
const rows = 2;
const columns = 48;
const axes = ['frame', 'row', 'column'] as const;

/** A disc of absorption about a centre off the axis, in counts above a dark level of 100. */
function projections(): NdArray<'uint16'> {
  const data = new Uint16Array(angles * rows * columns);
  for (let at = 0; at < data.length; at++) {
    const angle = (Math.floor(at / (rows * columns)) * Math.PI) / angles;
    const x = (at % columns) - 23.5 - 5 * Math.cos(angle);
    data[at] = 100 + 20000 * Math.exp(-0.04 * Math.sqrt(Math.max(0, 12 ** 2 - x ** 2)));
  }
  return ndarray<'uint16', typeof axes>(data, [angles, rows, columns], axes);
}

const level = (frames: number, value: number): NdArray<'uint16'> =>
  ndarray<'uint16', typeof axes>(new Uint16Array(frames * rows * columns).fill(value), [frames, rows, columns], axes);

const unitsOf: Readonly<Record<string, string>> = { angle: 'deg', energy: 'keV' };
const hdf5 = (path: string, datasets: Datasets): Promise<string> =>
  storedDatasets(path, datasets, name => unitsOf[name.split('/').at(-1)!]);

/** Inside the disc everywhere the absorption that was put in. */
async function reconstructs(path: string): Promise<void> {
  const { volume } = await Engine.local().run(ct.full, { scan: await openScan(path) }, { params: { axisPx: 23.5 } });
  const middle = volume.data[23 * columns + 28]!;
  expect(middle).toBeGreaterThan(0.017);
  expect(middle).toBeLessThan(0.023);
}

const degrees = (count: number): NdArray =>
  ndarray(
    Float64Array.from({ length: count }, (_, at) => (at * 180) / angles),
    [count],
    ['angle'],
  );

describe('scans of other layouts', () => {
  test('NXtomo that saveScan writes: flat and dark fields before the projections, links for the plot', async () => {
    const anglesRad = Float64Array.from({ length: angles }, (_, index) => (index * Math.PI) / angles);
    const scan = { projections: projections(), flats: level(3, 20100), darks: level(2, 100), anglesRad };
    const path = await saveScan(join(freshFolder(), 'nxtomo.h5'), scan, { layout: 'nxtomo' });
    expect((await openScan(path)).description).toMatchObject({
      layout: 'NXtomo',
      projections: { shape: [angles, rows, columns], dtype: 'uint16' },
      flats: { shape: [3, rows, columns] },
      darks: { shape: [2, rows, columns] },
    });
    await reconstructs(path);
    await withSource(path, source => {
      expect(source.readScalar('/entry/definition')).toBe('NXtomo');
      expect(source.describe('/entry/data/data')?.shape).toEqual([angles + 5, rows, columns]);
      expect(source.members!('/entry/data')!.entry('data').target).toBe('/entry/instrument/detector/data');
    });
    const odd = { ...scan, flats: ndarray(new Float32Array(96), [1, rows, columns], axes) };
    await expect(saveScan(path, odd, { layout: 'nxtomo', overwrite: true })).rejects.toMatchObject({ tag: 'Input' });
  });

  test('three files, told apart by their names', async () => {
    const folder = freshFolder();
    const path = '/scan/data/andor_img_shaped_image';
    await hdf5(join(folder, 'bone_flat.h5'), { [path]: level(3, 20100) });
    await hdf5(join(folder, 'bone_dark.h5'), { [path]: level(2, 100) });
    const scan = await hdf5(join(folder, 'bone_tomo.h5'), { [path]: projections() });
    const { description } = await openScan(scan);
    expect(description).toMatchObject({
      layout: 'three files',
      flats: { shape: [3, rows, columns] },
      darks: { shape: [2, rows, columns] },
      turnDeg: 180,
    });
    expect(description.why.join(' ')).toContain('bone_flat.h5');
    await reconstructs(scan);
  });

  test('images in a folder, with angles in a text file and repeats while the fields were taken', async () => {
    const folder = freshFolder();
    mkdirSync(join(folder, 'tiffs'));
    const image = (name: string, data: Uint16Array): void => {
      const writer = new TiffWriter(join(folder, name), { dtype: 'uint16', width: columns, height: rows });
      writer.append(data);
      writer.finish();
    };
    const all = projections().data;
    for (let angle = 0; angle < angles; angle++) {
      image(`tiffs/raw_${angle}.tif`, all.slice(angle * rows * columns, (angle + 1) * rows * columns));
    }
    image('dark_00001.tif', level(1, 100).data);
    image('flat_00001.tif', level(1, 20100).data);
    writeFileSync(
      join(folder, 'angles.txt'),
      `${['0', '0', ...Array.from(degrees(angles).data, String)].join('\n')}\n`,
    );
    for (const where of [folder, join(folder, 'tiffs')]) {
      const { description } = await openScan(where);
      expect(description).toMatchObject({
        layout: 'TIFF stack',
        angleCount: angles,
        flats: { shape: [1, rows, columns] },
      });
      expect(description.why.join(' ')).toContain('2 repeated angles');
    }
    await reconstructs(folder);
  });

  test('BLISS, by the titles of its scans, with energy and angles', async () => {
    const scan = await hdf5(join(freshFolder(), 'sample.h5'), {
      '/1.1/title': 'dark images',
      '/1.1/measurement/pcoedge': level(2, 100),
      '/2.1/title': 'reference images 1',
      '/2.1/measurement/pcoedge': level(3, 20100),
      '/3.1/title': 'projections 1 - 60',
      '/3.1/measurement/pcoedge': projections(),
      '/3.1/measurement/hrsrot': degrees(angles),
      '/3.1/technique/scan/energy': 34.5,
    });
    expect((await openScan(scan)).description).toMatchObject({
      layout: 'BLISS',
      energyEv: 34500,
      turnDeg: 180,
      flats: { shape: [3, rows, columns] },
    });
    await reconstructs(scan);
  });

  test('a DECTRIS master, its frames in several datasets', async () => {
    const whole = projections();
    const half = (first: number): NdArray =>
      ndarray<'uint16', typeof axes>(
        whole.data.slice(first * rows * columns, (first + 30) * rows * columns),
        [30, rows, columns],
        axes,
      );
    const scan = await hdf5(join(freshFolder(), 'x_master.h5'), {
      '/entry/data/data_000001': half(0),
      '/entry/data/data_000002': half(30),
      '/entry/instrument/beam/incident_energy': 12000,
    });
    const opened = await openScan(scan);
    expect(opened.description).toMatchObject({ layout: 'DECTRIS master', angleCount: angles, energyEv: 12000 });
    expect((await opened.read([0, rows])).projections.data).toEqual(whole.data);
  });

  test('TXRM, with its angles', async () => {
    const path = join(freshFolder(), 'a.txrm');
    writeFileSync(path, compoundFile());
    const { description } = await openScan(path);
    expect(description).toMatchObject({ layout: 'TXRM', angleCount: 2, angles: { path: '/angles' } });
    expect(description.angleRangeDeg[1]).toBeCloseTo(20, 4);
  });

  test('an unknown one is mapped once and then by its profile; what is given wins over what was recognised', async () => {
    const folder = freshFolder();
    const scan = await hdf5(join(folder, 'own.h5'), {
      '/my/frames': projections(),
      '/my/others': projections(),
      '/my/white': level(2, 20100),
      '/my/turn': degrees(angles),
    });
    await hdf5(join(folder, 'other.h5'), { '/my/dark': level(1, 100) });
    await expect(openScan(scan)).rejects.toMatchObject({ tag: 'ScanLayout' });
    const profile = join(folder, 'own.json');
    saveProfile(profile, {
      name: 'ours',
      projections: '::/my/frames',
      flats: '::/my/white',
      darks: 'other.h5::/my/dark',
      angles: '::/my/turn',
      angleUnit: 'deg',
      pixelSizeUm: 0.65,
    });
    const { description, anglesRad } = await openScan(scan, { profile });
    expect(description).toMatchObject({ layout: 'ours', pixelSizeUm: 0.65, darks: { shape: [1, rows, columns] } });
    expect(anglesRad[30]).toBeCloseTo(Math.PI / 2, 9);
    const turned = await openScan(scan, { profile, angleUnit: 'rad', darks: null });
    expect(turned.description.darks).toBeNull();
    expect(turned.anglesRad[30]).toBe(90);
  });

  test.each([
    ['savu_image_test', { angleCount: 91, turnDeg: 180, rows: 135, columns: 160 }, null, 85.9],
    ['tooth.h5', { layout: 'Data Exchange', angleCount: 181, turnDeg: 180 }, null, 295.9],
    ['k11/k11-18014.nxs', { layout: 'NXtomo', angleCount: 3001, angles: null }, /3001 projections are taken/, null],
    ['txrm_test_chip_tomo.txrm', { layout: 'TXRM', angleCount: 7 }, /There are no flat fields/, null],
  ] as const)('measured, from the file to a slice: %s', async (name, described, warned, axis) => {
    const path = measured(`ct/${name}`);
    if (!path) return;
    const scan = await openScan(path);
    expect(scan.description).toMatchObject(described);
    if (warned) expect(scan.description.warnings.join(' ')).toMatch(warned);
    const engine = Engine.local({ results: null });
    const row = scan.description.rows >> 1;
    // seven views, or 26 columns, do not tell an axis
    const axisPx = axis ?? scan.description.columns / 2;
    if (axis !== null) {
      const proposed = await engine.run(ct.auto, { scan }, { params: { rowsToFit: 3 } });
      expect(Math.abs(proposed.axisPx - axis)).toBeLessThan(0.6);
    }
    const params = { axisPx, firstRow: row, endRow: row + 1 };
    const { volume } = await engine.run(ct.full, { scan }, { params });
    const values = volume.data as Float32Array;
    const sorted = values.filter(Number.isFinite).sort();
    expect(sorted).toHaveLength(values.length);
    expect(sorted[Math.floor(0.99 * sorted.length)]).toBeGreaterThan(3 * Math.abs(sorted[sorted.length >> 1]!));
  });
});
