import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import {
  catalogue,
  closePool,
  ct,
  Engine,
  fromDocument,
  ndarray,
  openScan,
  saveProfile,
  TiffWriter,
  type NdArray,
} from '@daisy-lab/runtime';
import { FolderResults } from '../../lib/store/results/folder-results.js';
import { storedDatasets, type Datasets } from '../support/stored-datasets.ts';
import { freshFolder } from '../support/worlds.ts';

afterAll(closePool);

const columns = 96;
const rows = 2;
const axisPx = 50.2;
const parts: readonly ct.Ellipse[] = [
  { xPx: 3, yPx: -5, semiAxesPx: [34, 28], tiltRad: 0.3, attenuation: 0.01 },
  { xPx: 14, yPx: 9, semiAxesPx: [8, 5], tiltRad: 1, attenuation: 0.03 },
];

interface World {
  readonly count: number;
  readonly turnDeg: number;
  readonly axisPx?: number;
  readonly value: (line: number, at: { readonly x: number; readonly angle: number; readonly row: number }) => number;
}

/** Frames [angle, row, column] of the two ellipses. */
function frames<T extends 'uint16' | 'float32'>(dtype: T, world: World): NdArray {
  const { count, turnDeg } = world;
  const angles = Float64Array.from({ length: count }, (_, i) => (i * turnDeg * Math.PI) / 180 / count);
  const lines = ct.projectEllipses(parts, angles, columns, world.axisPx ?? axisPx);
  const data = new (dtype === 'uint16' ? Uint16Array : Float32Array)(count * rows * columns);
  for (let at = 0; at < data.length; at++) {
    const [angle, row, x] = [Math.floor(at / (rows * columns)), Math.floor(at / columns) % rows, at % columns];
    data[at] = world.value(lines[angle * columns + x]!, { x, angle, row });
  }
  return ndarray(data, [count, rows, columns], ['angle', 'row', 'column']);
}

const counts = (line: number): number => 40000 * Math.exp(-line);

const stored = (name: string, datasets: Datasets): Promise<string> =>
  storedDatasets(join(freshFolder(), name), datasets);

/** The proposal for a scan, run: the axis, the choices and the value within the large ellipse. */
async function proposed(path: string) {
  const scan = await openScan(path);
  const engine = Engine.local({ results: null });
  const { document, choices, axisPx: found } = await engine.run(ct.auto, { scan }, { params: { rowsToFit: 1 } });
  const { algorithm } = fromDocument(document as never, catalogue);
  const { volume } = (await engine.run(algorithm!, { scan }, { params: { axisPx: found } })) as { volume: NdArray };
  const width = volume.shape[2]!;
  const middle = width >> 1;
  const chosen = (topic: string): string =>
    (choices as readonly ct.AutoChoice[]).find(choice => choice.topic === topic)?.chosen ?? '';
  return { axis: found, chosen, inside: Number(volume.data[(middle - 12) * width + middle + 3]), scan };
}

describe('scans that do not say everything', () => {
  test('a stack of counts alone: beam, turn and axis are found, and each guess is a warning', async () => {
    const { axis, inside, scan } = await proposed(
      await stored('stack.npy', { '/data': frames('uint16', { count: 150, turnDeg: 180, value: counts }) }),
    );
    expect(scan.description).toMatchObject({ layout: 'stack of projections', turnDeg: 180, angleCount: 150 });
    expect(scan.description.warnings).toEqual([
      'There are no flat fields: the beam is taken as 40000 counts everywhere, as in the air beside the sample.',
      'The file has no angles: 150 projections are taken as spread evenly over 180 degrees, because the last one mirrors the first.',
    ]);
    expect(scan.assumesBeam).toBe(true);
    expect(axis).toBeCloseTo(axisPx, 0);
    expect(inside).toBeCloseTo(0.01, 2);
  });

  test.each(['npy', 'h5'])('whole numbers of 64 bits in a .%s are counts like any others', async kind => {
    const short = frames('uint16', { count: 60, turnDeg: 180, value: counts });
    const wide = ndarray(
      BigInt64Array.from(short.data as Uint16Array, value => BigInt(value)),
      short.shape,
      [...short.axes],
    );
    const open = async (name: string, data: NdArray): Promise<Awaited<ReturnType<typeof openScan>>> =>
      openScan(await stored(`${name}.${kind}`, { '/data': data }));
    const [expected, scan] = [await open('short', short), await open('wide', wide)];
    expect(scan.description.warnings).toEqual(expected.description.warnings);
    expect(scan.description.projections.dtype).toBe('float64');
    const [all, one] = [await expected.read([1, 2]), await scan.read([1, 2])];
    expect([...one.projections.data]).toEqual([...all.projections.data]);
    expect([...Array.from(await scan.readProjection(7))]).toEqual([...Array.from(await expected.readProjection(7))]);
  });

  test('line integrals are not taken as counts, and come out as they are', async () => {
    const value = (line: number): number => line;
    const path = await stored('mu.npy', { '/data': frames('float32', { count: 151, turnDeg: 181.2, value }) });
    const { inside, scan } = await proposed(path);
    expect(scan.description.warnings.join(' ')).toContain('taken as line integrals, without a logarithm');
    expect(scan.description.warnings.join(' ')).toContain('both ends included');
    expect(inside).toBeCloseTo(0.01, 2.5);
    const { projections } = await scan.read([0, 1]);
    const said = await openScan(path, { values: 'transmission' });
    expect((await said.read([0, 1])).projections.data[300]).toBeCloseTo(-Math.log(Number(projections.data[300])), 6);
  });

  test('one image is a sinogram; its full turn is seen, and dead columns are taken from opposite views', async () => {
    const broken = (line: number, { x, angle }: { x: number; angle: number }): number =>
      x === 40 ? (angle % 2) * 65000 : x === 66 ? 5000 : counts(line);
    const all = frames('uint16', { count: 300, turnDeg: 360, value: broken }).data as Uint16Array;
    const sinogram = Uint16Array.from(
      { length: 300 * columns },
      (_, at) => all[Math.floor(at / columns) * rows * columns + (at % columns)]!,
    );
    const path = join(freshFolder(), 'sinogram.tif');
    const writer = new TiffWriter(path, { dtype: 'uint16', width: columns, height: 300 });
    writer.append(sinogram);
    writer.finish();
    const { axis, chosen, inside, scan } = await proposed(path);
    expect(scan.description).toMatchObject({ layout: 'one sinogram', turnDeg: 360, rows: 1, angleCount: 300 });
    expect(axis).toBeCloseTo(axisPx, 0);
    expect(chosen('columns')).toBe('from opposite views');
    expect(inside).toBeCloseTo(0.01, 2);
  });

  test('neutrons: hits of gamma rays all over stripes are seen and removed, and the axis is not lost to them', async () => {
    const world = { count: 180, turnDeg: 180 };
    const hit = (at: { x: number; angle: number; row: number }): boolean =>
      (at.x * 7919 + at.angle * 104729 + at.row * 31) % 97 < 1;
    const gain = (x: number): number => 1 + 0.06 * Math.sin(x * x);
    const value = (line: number, at: { x: number; angle: number; row: number }): number =>
      3000 * gain(at.x) * Math.exp(-line) + 30 * Math.sin(at.x * 5 + at.angle * at.angle) + (hit(at) ? 25000 : 0);
    const path = await stored('neutrons.h5', {
      '/exchange/data': frames('uint16', { ...world, value }),
      '/exchange/data_white': frames('uint16', { count: 2, turnDeg: 180, value: () => 3000 }),
    });
    const { axis, chosen } = await proposed(path);
    expect(chosen('spots')).toMatch(/^zingers beyond/);
    expect(Math.abs(axis - axisPx)).toBeLessThan(0.5);
  });

  test('half acquisition without a word about it is seen and stitched', async () => {
    const { axis, chosen, scan } = await proposed(
      await stored('half.npy', {
        '/data': frames('uint16', { count: 300, turnDeg: 360, axisPx: 18.3, value: counts }),
      }),
    );
    expect(scan.description.turnDeg).toBe(360);
    expect(axis).toBeCloseTo(18.3, 0);
    expect(chosen('turn')).toBe('stitch to 180 degrees');
  });

  test('sinograms, told by the number of angles beside them, are turned', async () => {
    const value = (line: number, { row }: { row: number }): number => counts(line) - 1000 * row;
    const { data } = frames('uint16', { count: 60, turnDeg: 180, value });
    const turned = new Uint16Array(data.length);
    for (let angle = 0; angle < 60; angle++)
      for (let row = 0; row < rows; row++)
        for (let x = 0; x < columns; x++)
          turned[(row * 60 + angle) * columns + x] = Number(data[(angle * rows + row) * columns + x]);
    const theta = ndarray(
      Float64Array.from({ length: 60 }, (_, i) => (i * Math.PI) / 60),
      [60],
      ['angle'],
    );
    const path = await stored('own.h5', {
      '/block': ndarray(turned, [rows, 60, columns], ['row', 'angle', 'column']),
      '/theta': theta,
    });
    const scan = await openScan(path);
    expect(scan.description).toMatchObject({ layout: 'stack of sinograms', rows, angleCount: 60 });
    expect(scan.anglesRad[30]).toBeCloseTo(Math.PI / 2, 9);
    expect(scan.description.why.join(' ')).toContain('taken as radian');
    expect((await scan.read([0, rows])).projections.data).toEqual(data);
    const frame = (await scan.readProjection(7)) as Uint16Array;
    expect(frame).toEqual(data.subarray(7 * rows * columns, 8 * rows * columns));
    const upright = await openScan(path, { order: 'projections', turnDeg: 180 });
    expect(upright.description).toMatchObject({ angleCount: rows, rows: 60 });
  });

  test('a column of values that are no numbers is repaired by the proposal', async () => {
    const value = (line: number, { x }: { x: number }): number => (x === 30 ? Number.NaN : counts(line));
    const { chosen, inside } = await proposed(
      await stored('holes.npy', { '/data': frames('float32', { count: 120, turnDeg: 180, value }) }),
    );
    expect(chosen('repair')).toBe('dead pixels');
    expect(inside).toBeCloseTo(0.01, 2);
  });

  test('what a person has to decide is asked for: several stacks, four axes, angles in odd units', async () => {
    const one = frames('uint16', { count: 60, turnDeg: 180, value: counts });
    await expect(openScan(await stored('two.h5', { '/a': one, '/b': one }))).rejects.toThrow(
      'several stacks of images, and nothing says which one holds the projections: /a (60 x 2 x 96), /b (60 x 2 x 96)',
    );
    const deep = ndarray(one.data, [1, 60, rows, columns], ['t', 'a', 'r', 'c']);
    await expect(openScan(await stored('four.h5', { '/scan': deep }))).rejects.toThrow(
      'it has /scan (1 x 60 x 2 x 96)',
    );
    const theta = ndarray(
      Float64Array.from({ length: 60 }, (_, i) => i * 3000),
      [60],
      ['angle'],
    );
    const odd = await openScan(await stored('odd.h5', { '/frames': one, '/theta': theta }));
    expect(odd.description.warnings.join(' ')).toContain('The angles go round 491.7 times: check their unit');
    const text = join(freshFolder(), 'scan.mrc');
    writeFileSync(text, 'MAP'.repeat(100));
    await expect(openScan(text)).rejects.toThrow('nor of another kind that is read here');
  });

  test('folders: fields in folders or files of their own, whole stacks in one file, sinograms', async () => {
    const { data } = frames('uint16', { count: 60, turnDeg: 180, value: counts });
    const folder = freshFolder();
    const images = (name: string, count: number, of: (index: number) => Uint16Array, height = rows): void => {
      mkdirSync(join(folder, name), { recursive: true });
      for (let index = 0; index < count; index++) {
        const writer = new TiffWriter(join(folder, name, `img_${index}.tif`), {
          dtype: 'uint16',
          width: columns,
          height,
        });
        writer.append(of(index));
        writer.finish();
      }
    };
    const size = rows * columns;
    const level = (value: number): Uint16Array => new Uint16Array(size).fill(value);
    images('own/proj', 60, index => (data as Uint16Array).subarray(index * size, (index + 1) * size));
    images('own/flats_before', 2, () => level(40000));
    images('own/flats_after', 1, () => level(40000));
    images('own/darks', 2, () => level(3));
    for (const where of ['own', 'own/proj']) {
      const scan = await openScan(join(folder, where));
      expect(scan.description).toMatchObject({
        angleCount: 60,
        flats: { shape: [3, rows, columns] },
        darks: { shape: [2, rows, columns] },
      });
      expect((await scan.read([0, rows])).projections.data).toEqual(data);
    }
    images(
      'rows/sino',
      rows,
      row =>
        Uint16Array.from({ length: 60 * columns }, (_, at) =>
          Number(data[Math.floor(at / columns) * size + row * columns + (at % columns)]),
        ),
      60,
    );
    const turned = await openScan(join(folder, 'rows'));
    expect(turned.description).toMatchObject({ angleCount: 60, rows });
    expect((await turned.read([0, rows])).projections.data).toEqual(data);

    const whole = join(folder, 'whole');
    mkdirSync(whole);
    const npy = (name: string, array: NdArray): Promise<string> =>
      storedDatasets(join(whole, name), { '/data': array });
    await npy('tomo.npy', ndarray(data, [60, rows, columns], ['angle', 'row', 'column']));
    await npy('tomo_flat.npy', ndarray(level(40000), [1, rows, columns], ['frame', 'row', 'column']));
    await npy(
      'angles.npy',
      ndarray(
        Float64Array.from({ length: 60 }, (_, i) => (i * Math.PI) / 60),
        [60],
        ['angle'],
      ),
    );
    expect((await openScan(whole)).description).toMatchObject({
      angleCount: 60,
      flats: { shape: [1, rows, columns] },
      turnDeg: 180,
    });
    const { description } = await openScan(join(whole, 'tomo.npy'));
    expect(description.why.join(' ')).toContain('Flat fields at tomo_flat.npy::/data: 1.');
  });

  test('angles that do not fit are an error, unless others are given', async () => {
    const one = frames('uint16', { count: 60, turnDeg: 180, value: counts });
    const theta = ndarray(
      Float64Array.from({ length: 61 }, (_, i) => i * 3),
      [61],
      ['angle'],
    );
    const path = await stored('aps.h5', { '/exchange/data': one, '/exchange/theta': theta });
    await expect(openScan(path)).rejects.toThrow('60 projections, but /exchange/theta has 61 angles');
    expect((await openScan(path, { turnDeg: 180 })).description.turnDeg).toBe(180);
    const column = ndarray(
      Float64Array.from({ length: 60 }, (_, i) => i * 3),
      [60, 1],
      ['angle', 'one'],
    );
    const tall = await stored('tall.h5', { '/exchange/data': one, '/exchange/theta': column });
    expect((await openScan(tall)).anglesRad[30]).toBeCloseTo(Math.PI / 2, 9);
  });

  test('a profile keeps what was said, for the next scan of the kind', async () => {
    const one = frames('uint16', { count: 60, turnDeg: 360, value: counts });
    const path = await stored('two.h5', { '/a': one, '/b': one });
    saveProfile(`${path}.scan.json`, { projections: '::/b', turnDeg: 360, constantBeam: 41000 });
    const { description } = await openScan(path);
    expect(description).toMatchObject({
      projections: { path: '/b' },
      turnDeg: 360,
      flats: { path: 'constant beam 41000' },
    });
    expect(description.warnings).toEqual([]);
  });

  test('the same file read in another way is another input', async () => {
    const path = await stored('cached.npy', { '/data': frames('uint16', { count: 120, turnDeg: 180, value: counts }) });
    const results = new FolderResults(freshFolder());
    const slice = async (constantBeam: number): Promise<number> => {
      const scan = await openScan(path, { constantBeam });
      const run = Engine.local({ results }).run(ct.full, { scan }, { params: { axisPx } });
      return Number((await run).volume.data[36 * columns + 20]);
    };
    expect(await slice(40000)).not.toBeCloseTo(await slice(80000), 4);
  });
});
