import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { createSink, ndarray } from '@daisy-lab/runtime';
import type { MethodParams } from '@daisy-lab/core';
import { Viewers } from '../../lib/services/viewer/viewers.js';
import { viewerServices } from '../../lib/services/viewer/viewer-services.js';
import { freshFolder } from '../support/worlds.ts';
import { pythonWith, runPython } from '../support/python.ts';

const call = { signal: new AbortController().signal };
const [width, height] = [300, 200];

/** Values that differ from place to place. */
const mosaic = Uint16Array.from({ length: width * height }, (_, at) => (at * 7919) % 60013);

/** Every image is large: what parts show is compared with what is shown of the whole. */
const fewBytes = { whole: 0, exact: 1 << 20, draft: 1 << 12, region: 1 << 20 };

async function opened(folder: string, name: string, image?: readonly number[]) {
  const source = name;
  const parts = viewerServices(new Viewers(fewBytes), folder);
  const whole = viewerServices(new Viewers(), folder);
  const wish = { source, ...(image && { image }) };
  const handles = [parts, whole].map(async services => (await services['viewer.open']!(wish, call)).result.handle);
  return { parts, whole, handles: await Promise.all(handles) };
}

async function write(folder: string, name: string): Promise<void> {
  const sink = await createSink(join(folder, name));
  const array = ndarray(mosaic, [height, width], ['row', 'column']);
  if (name.endsWith('.h5') || name.endsWith('.zarr')) {
    const storage = { chunks: [64, 48], codec: 'deflate' as const };
    await sink.create('/data', { dtype: 'uint16', shape: [height, width], storage }).append(mosaic);
  } else sink.write('/data', array);
  await sink.finish();
}

const areas = [
  { x: 0, y: 0, width, height, binX: 1, binY: 1 },
  { x: 17, y: 31, width: 150, height: 101, binX: 1, binY: 1 },
  { x: 0, y: 0, width, height, binX: 7, binY: 4 },
  { x: 40, y: 3, width: 255, height: 197, binX: 3, binY: 5 },
];

test.each(['a.h5', 'a.zarr', 'a.tif'])('parts of %s show what the whole shows', async name => {
  const folder = freshFolder();
  await write(folder, name);
  for (const image of name === 'a.h5' ? [undefined, [1, 0]] : [undefined]) {
    const { parts, whole, handles } = await opened(folder, name, image);
    const both = async <T>(ask: (services: typeof parts, handle: string) => Promise<T>): Promise<T> => {
      const [seen, expected] = [await ask(parts, handles[0]!), await ask(whole, handles[1]!)];
      expect(seen).toEqual(expected);
      return seen;
    };
    for (const area of areas) {
      const [x, y] = image ? [area.y, area.x] : [area.x, area.y];
      const turned = image ? { x, y, width: area.height, height: area.width } : {};
      for (const [pool, quality] of [
        ['mean', 'exact'],
        ['max', 'draft'],
      ] as const) {
        const tile = { frame: 0, ...area, ...turned, pool, quality };
        await both(async (services, handle) => await services['viewer.tile']!({ handle, ...tile }, call));
      }
    }
    for (const line of [
      { x0: 3, y0: 5, x1: 170, y1: 140 },
      { x0: -4, y0: 190, x1: 150, y1: 2 },
      { x0: 9, y0: 0, x1: 9, y1: 180 },
    ]) {
      await both(
        async (services, handle) => (await services['viewer.profile']!({ handle, frame: 0, ...line }, call)).arrays,
      );
    }
    const at = { frame: 0, x: 33.7, y: 150.2 };
    await both(async (services, handle) => (await services['viewer.value']!({ handle, ...at }, call)).result);
    const region = { frame: 0, x: 11, y: 60, width: 120, height: 90 };
    const of = async (services: typeof parts, handle: string) =>
      (await services['viewer.statistics']!({ handle, ...region }, call)).result;
    const [seen, expected] = [await of(parts, handles[0]!), await of(whole, handles[1]!)];
    expect({ ...seen, std: 0, mean: 0 }).toEqual({ ...expected, std: 0, mean: 0 });
    expect(seen.mean).toBeCloseTo(expected.mean, 8);
    expect(seen.std).toBeCloseTo(expected.std, 8);
  }
});

test('parts of a TIFF with tiles show what the whole shows', async () => {
  const python = pythonWith('tifffile', 'numpy');
  if (!python) return;
  const folder = freshFolder();
  const array = `numpy.arange(${width * height}).reshape(${height}, ${width}) * 7919 % 60013`;
  const program = `import numpy, tifffile; tifffile.imwrite('a.tif', (${array}).astype('uint16'), tile=(64, 48))`;
  runPython(python, program, folder);
  const { parts, handles } = await opened(folder, 'a.tif');
  const whole = { frame: 0, x: 0, y: 0, width, height, binX: 1, binY: 1, pool: 'mean', quality: 'exact' } as const;
  const { arrays } = await parts['viewer.tile']!({ handle: handles[0]!, ...whole }, call);
  expect(arrays!['data']!.data).toEqual(mosaic);
});

test('a mosaic of 80 GB is looked at in little memory: overview, detail, profile, value', async () => {
  const python = pythonWith('h5py');
  if (!python) return;
  const folder = freshFolder();
  const side = 200_000;
  runPython(
    python,
    [
      'import h5py',
      "with h5py.File('mosaic.h5', 'w') as file:",
      `    data = file.create_dataset('data', (${side}, ${side}), 'u2', chunks=(512, 512))`,
      '    for at in range(0, 200000, 10000): data[at:at + 600, at:at + 600] = 1000',
    ].join('\n'),
    folder,
  );
  const services = viewerServices(new Viewers(), folder);
  const { result } = await services['viewer.open']!({ source: 'mosaic.h5' }, call);
  const { handle } = result;
  expect(result).toMatchObject({ width: side, height: side, flaws: [] });
  const whole = { frame: 0, x: 0, y: 0, width: side, height: side, binX: 250, binY: 250, pool: 'max' } as const;
  const tile = async (part: Partial<Tile>) =>
    services['viewer.tile']!({ handle, ...whole, quality: 'exact', ...part }, call);
  const overview = await tile({ quality: 'draft', codes: true });
  expect(overview.result).toMatchObject({ width: 800, height: 800 });
  expect(overview.result.overview!.share).toBeGreaterThan(0);
  expect(overview.result.overview!.share).toBeLessThan(0.01);
  const detail = await tile({ x: 9_800, y: 9_900, width: 1000, height: 900, binX: 1, binY: 1 });
  expect(detail.result.overview).toBeUndefined();
  const sum = (detail.arrays!['data']!.data as Uint16Array).reduce((total, value) => total + value, 0);
  expect(sum).toBe(600 * 600 * 1000);
  const row = { handle, frame: 0, x0: 0, y0: 10_300, x1: side - 1, y1: 10_300 };
  const values = (await services['viewer.profile']!(row, call)).arrays!['values']!.data as Float32Array;
  expect([values.length, values.indexOf(1000), values.lastIndexOf(1000)]).toEqual([side, 10_000, 10_599]);
  const region = services['viewer.statistics']!({ handle, frame: 0 }, call);
  await expect(region).rejects.toThrow(/holds 80 GB; statistics read up to 1 GB/);
  await expect(services['viewer.project']!({ handle, first: 0, end: 1, how: 'sum' }, call)).rejects.toThrow(
    /200000 x 200000 pixels take 320 GB each/,
  );
});

type Tile = Omit<MethodParams<'viewer.tile'>, 'handle'>;

test('an overview begins coarse, becomes finer with each look, and ends as the whole', async () => {
  const folder = freshFolder();
  const smooth = Float32Array.from({ length: width * height }, (_, at) => (at % width) + 2 * Math.floor(at / width));
  const sink = await createSink(join(folder, 'a.h5'));
  const storage = { chunks: [10, 12], codec: 'none' as const };
  await sink.create('/data', { dtype: 'float32', shape: [height, width], storage }).append(smooth);
  await sink.finish();
  const limits = { ...fewBytes, exact: 50 * 10 * 12 * 4 };
  const services = viewerServices(new Viewers(limits), folder);
  const { handle } = (await services['viewer.open']!({ source: 'a.h5' }, call)).result;
  const request: Tile = { frame: 0, x: 0, y: 0, width, height, binX: 12, binY: 10, pool: 'mean', quality: 'exact' };
  const errors: number[] = [];
  const shares: (number | undefined)[] = [];
  for (let look = 0; look < 11; look++) {
    const { result, arrays } = await services['viewer.tile']!({ handle, ...request }, call);
    shares.push(result.overview?.share);
    const data = arrays!['data']!.data as Float32Array;
    const truth = (at: number) => 12 * (at % 25) + 5.5 + 2 * (10 * Math.floor(at / 25) + 4.5);
    errors.push(Math.max(...data.map((value, at) => Math.abs(value - truth(at)))));
  }
  expect(shares[0]).toBe(0.1);
  expect(errors[0]).toBeLessThan(100);
  expect(errors[4]).toBeLessThan(errors[0]!);
  expect([shares.at(-1), errors.at(-1)]).toEqual([1, 0]);
  const found = (await services['viewer.histogram']!({ handle, frame: 0, bins: 10 }, call)).result;
  expect([found.low, found.high]).toEqual([0, 299 + 398]);
});
