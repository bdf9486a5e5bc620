import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createSink, ndarray, openScan, saveProfile, TiffWriter, type NdArray } from '@daisy-lab/runtime';
import { storedDatasets, type Datasets } from '../support/stored-datasets.ts';
import { freshFolder } from '../support/worlds.ts';

const [angles, rows, columns] = [41, 2, 16] as const;
const size = rows * columns;

/** Frames that say their number: the first value of each is `start`, the next `start + 1`, ... */
function numbered(count: number, start: number): NdArray<'uint16'> {
  const data = Uint16Array.from(
    { length: count * size },
    (_, at) => start + Math.floor(at / size) + 7 * ((at % size) % 5),
  );
  return ndarray(data, [count, rows, columns], ['frame', 'row', 'column']);
}

const degrees = (count: number, factor = 1): NdArray =>
  ndarray(
    Float64Array.from({ length: count }, (_, at) => (factor * at * 180) / (angles - 1)),
    [count],
    ['angle'],
  );

const stored = (datasets: Datasets, unit?: string): Promise<string> =>
  storedDatasets(join(freshFolder(), 'scan.h5'), datasets, name => (name.endsWith('theta') ? unit : undefined));

const exchange = (theta: NdArray, unit?: string): Promise<string> =>
  stored(
    { '/exchange/data': numbered(angles, 1000), '/exchange/data_white': numbered(2, 9000), '/exchange/theta': theta },
    unit,
  );

function images(folder: string, names: readonly string[], frames: NdArray<'uint16'>): void {
  names.forEach((name, at) => {
    const writer = new TiffWriter(join(folder, name), { dtype: 'uint16', width: columns, height: rows });
    writer.append(frames.data.slice(at * size, (at + 1) * size));
    writer.finish();
  });
}

const names = (prefix: string, count: number, first = 0): readonly string[] =>
  Array.from({ length: count }, (_, at) => `${prefix}${first + at}.tif`);

/** First values of the projections, flat and dark fields as the scan reads them. */
async function firstValues(path: string): Promise<readonly (readonly number[] | null)[]> {
  const { projections, flats, darks } = await (await openScan(path)).read([0, rows]);
  return [projections, flats, darks].map(
    part => part && Array.from({ length: part.shape[0] }, (_, at) => Number(part.data[at * size])),
  );
}

const from = (start: number, count: number): readonly number[] => Array.from({ length: count }, (_, at) => start + at);

describe('angles that are not as they should be', () => {
  test.each([
    ['milli-degrees', 1000, 'mdeg', null],
    ['a wrong unit: radian said, degrees stored', 1, 'rad', /says radian.*it is taken in degrees/],
    ['a wrong unit: degrees said, radian stored', Math.PI / 180, 'degrees', /says degrees.*it is taken in radian/],
    ['none: all are zero', 0, 'deg', /All angles in \/exchange\/theta are 0.*spread evenly over 180 degrees/],
  ] as const)('%s', async (_, factor, unit, warned) => {
    const { description } = await openScan(await exchange(degrees(angles, factor), unit));
    expect(description.turnDeg).toBe(180);
    if (warned) expect(description.warnings.join(' ')).toMatch(warned);
    else expect(description.warnings.join(' ')).not.toMatch(/unit/);
  });

  test('of a scan that was ended early: the first ones, when its profile says so', async () => {
    const path = await exchange(degrees(angles + 20));
    await expect(openScan(path)).rejects.toMatchObject({
      action: expect.stringContaining(`{"angles": "::/exchange/theta[0:${angles}]"} in scan.h5.scan.json`),
    });
    writeFileSync(`${path}.scan.json`, JSON.stringify({ angles: `::/exchange/theta[0:${angles}]` }));
    expect((await openScan(path)).description.angleRangeDeg).toEqual([0, expect.closeTo(180, 9)]);
  });

  test('elsewhere than the layout has them: found by name and number', async () => {
    const path = await stored({
      '/entry/data/data_000001': numbered(angles, 1000),
      '/entry/scan/rotation': degrees(angles),
    });
    expect((await openScan(path)).description).toMatchObject({
      layout: 'DECTRIS master',
      angles: { path: '/entry/scan/rotation' },
    });
  });
});

describe('scans as facilities write them', () => {
  test('ALS 8.3.2: a dataset for each image, facts as text attributes of the group', async () => {
    const path = join(freshFolder(), 'als.h5');
    const sink = await createSink(path);
    sink.group('/bone', { nangles: String(angles), angularrange: '180.0', pxsize: '0.00065' });
    const write = async (name: (at: number) => string, frames: NdArray<'uint16'>): Promise<void> => {
      for (let at = 0; at < frames.shape[0]!; at++) {
        const one = frames.data.slice(at * size, (at + 1) * size);
        await sink.write(`/bone/${name(at)}.tif`, ndarray(one, [1, rows, columns], ['frame', 'row', 'column']));
      }
    };
    const four = (at: number): string => String(at).padStart(4, '0');
    await write(at => `bone_0000_${four(at)}`, numbered(angles, 1000));
    await write(at => `bonebak_${four(at)}_0000`, numbered(3, 9000));
    await write(at => `bonedrk_${four(at)}_0000`, numbered(2, 100));
    await sink.finish();
    const { description } = await openScan(path);
    expect(description).toMatchObject({ layout: 'ALS 8.3.2', turnDeg: 180, warnings: [] });
    expect(description.pixelSizeUm).toBeCloseTo(0.65, 9);
    expect(await firstValues(path)).toEqual([from(1000, angles), from(9000, 3), from(100, 2)]);
  });

  test('TOMCAT: one series of images, parted by the log beside it', async () => {
    const folder = join(freshFolder(), 'tif');
    mkdirSync(folder);
    images(folder, names('samp', 3 + 2 + angles + 2, 1), numbered(3 + 2 + angles + 2, 1000));
    const log = `Number of projections : ${angles}\nNumber of darks   : 3\nNumber of flats : 2\nRot Y min position  [deg] : 0.000\nRot Y max position  [deg] : 180.000\n`;
    writeFileSync(join(folder, 'samp.log'), log);
    expect((await openScan(folder)).description).toMatchObject({ turnDeg: 180, warnings: [] });
    expect(await firstValues(folder)).toEqual([
      from(1005, angles),
      [1003, 1004, 1005 + angles, 1006 + angles],
      from(1000, 3),
    ]);
  });

  test('flat fields before and after the scan in two datasets', async () => {
    const path = await stored({
      '/exchange/data': numbered(angles, 1000),
      '/exchange/data_white_pre': numbered(2, 9000),
      '/exchange/data_white_post': numbered(2, 9100),
      '/exchange/data_dark': numbered(1, 100),
      '/exchange/theta': degrees(angles),
    });
    expect((await firstValues(path)).map(part => part && [...part].sort())).toEqual([
      from(1000, angles),
      [9000, 9001, 9100, 9101],
      [100],
    ]);
  });

  test('image_key as a column of a table', async () => {
    const keys = Float64Array.from({ length: angles + 3 }, (_, at) => (at < 1 ? 2 : at < 3 ? 1 : 0));
    const path = await stored({
      '/entry/instrument/detector/data': numbered(angles + 3, 1000),
      '/entry/instrument/detector/image_key': ndarray(keys, [angles + 3, 1], ['frame', 'one']),
    });
    expect(await firstValues(path)).toEqual([from(1003, angles), [1001, 1002], [1000]]);
  });

  test('images called by their angle; fields called ff and df', async () => {
    const folder = freshFolder();
    images(
      folder,
      Array.from({ length: angles }, (_, at) => `view_${(at * 4.5).toFixed(2)}.tif`),
      numbered(angles, 1000),
    );
    for (const [kind, start] of [
      ['ff', 9000],
      ['df', 100],
    ] as const) {
      mkdirSync(join(folder, kind));
      images(join(folder, kind), names(`${kind}_`, 2), numbered(2, start));
    }
    expect(await firstValues(folder)).toEqual([from(1000, angles), from(9000, 2), from(100, 2)]);
  });

  test('one that was ended early in a file that was made for all of it', async () => {
    const frames = numbered(angles, 1000);
    frames.data.fill(0, 30 * size + columns);
    const path = await stored({
      '/exchange/data': frames,
      '/exchange/data_white': numbered(2, 9000),
      '/exchange/theta': degrees(angles),
    });
    const scan = await openScan(path);
    expect(scan.description).toMatchObject({ angleCount: 30, projections: { shape: [30, rows, columns] } });
    expect(scan.anglesRad).toHaveLength(30);
    expect(scan.description.warnings.join(' ')).toContain('The last 11 projections were not written to the end');
    expect((await firstValues(path))[0]).toEqual(from(1000, 30));
  });
});

describe('what is no scan says what it is', () => {
  test('images that are not read here', async () => {
    const folder = freshFolder();
    for (const name of ['q1.img', 'q2.img']) writeFileSync(join(folder, name), 'IM');
    await expect(openScan(folder)).rejects.toMatchObject({
      message: expect.stringContaining('2 files of the kind .img'),
    });
  });

  test('a mapping that cannot be kept', () => {
    const path = join(freshFolder(), 'missing', 'scan-profile.json');
    expect(() => saveProfile(path, {})).toThrow(`${path} cannot be written: it does not exist.`);
  });

  test('a stack that may be sinograms', async () => {
    const turned = ndarray(new Float32Array(2 * 64 * 16), [2, 64, 16], ['a', 'b', 'c']);
    const path = await stored({ '/data': turned.data.fill(0.5) && turned });
    const { description } = await openScan(path);
    expect(description.warnings.join(' ')).toContain('{"order": "sinograms"} in scan.h5.scan.json');
    writeFileSync(`${path}.scan.json`, '{"order": "sinograms"}');
    expect((await openScan(path)).description).toMatchObject({ angleCount: 64, rows: 2 });
  });
});
