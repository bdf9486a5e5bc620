import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { createSink, ndarray } from '@daisy-lab/runtime';
import { Viewers } from '../../lib/services/viewer/viewers.js';
import { viewerServices } from '../../lib/services/viewer/viewer-services.js';
import { freshFolder } from '../support/worlds.ts';

const call = { signal: new AbortController().signal };

async function opened(name: string) {
  const folder = freshFolder();
  const data = Uint16Array.from({ length: 3 * 8 * 10 }, (_, at) => at);
  const sink = await createSink(join(folder, name));
  sink.write('/data', ndarray(data, [3, 8, 10], ['frame', 'row', 'column']));
  await sink.finish();
  const services = viewerServices(new Viewers(), folder);
  const { result } = await services['viewer.open']!({ source: name }, call);
  return { services, handle: result.handle, info: result };
}

test.each(['a.tif', 'a.npy', 'a.fits', 'a.h5'])(
  'the viewer shows %s: size, statistics of a region, projections',
  async name => {
    const { services, handle, info } = await opened(name);
    expect(info).toMatchObject({ width: 10, height: 8, frames: 3, dtype: 'uint16' });
    const region = await services['viewer.statistics']!({ handle, frame: 1, x: 2, y: 1, width: 2, height: 2 }, call);
    expect(region.result).toMatchObject({ count: 4, invalid: 0, min: 92, max: 103, sum: 390, mean: 97.5 });
    expect(region.result.std).toBeCloseTo(Math.sqrt(25.25), 10);
    for (const [how, value] of [
      ['sum', 240],
      ['mean', 80],
      ['max', 160],
      ['min', 0],
    ] as const) {
      const { result } = await services['viewer.project']!({ handle, first: 0, end: 3, how }, call);
      expect(result.frames).toBe(1);
      const at = { handle: result.handle, frame: 0, x: 0, y: 0 };
      expect((await services['viewer.value']!(at, call)).result.value).toBe(value);
    }
  },
);

test('regions beside the image and frames that do not exist are refused, a cancelled projection stops', async () => {
  const { services, handle } = await opened('a.tif');
  const region = { handle, frame: 0, x: 20, y: 0, width: 2, height: 2 };
  await expect(services['viewer.statistics']!(region, call)).rejects.toMatchObject({ tag: 'Input' });
  const beyond = { handle, first: 0, end: 4, how: 'sum' } as const;
  await expect(services['viewer.project']!(beyond, call)).rejects.toMatchObject({ tag: 'Input' });
  const { result } = await services['viewer.project']!({ ...beyond, end: 3 }, call);
  const tile = {
    handle: result.handle,
    frame: 0,
    x: 0,
    y: 0,
    width: 10,
    height: 8,
    binX: 1,
    binY: 1,
    pool: 'mean',
    quality: 'exact',
  } as const;
  await expect(services['viewer.tile']!(tile, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    tag: 'Cancelled',
  });
  expect((await services['viewer.tile']!(tile, call)).result.width).toBe(10);
});

test('a draft comes in two bytes a sample for those who ask', async () => {
  const { services, handle } = await opened('a.h5');
  const whole = { x: 0, y: 0, width: 10, height: 8, binX: 3, binY: 2, pool: 'mean', quality: 'draft' } as const;
  const tile = async (wish: { codes?: boolean; binX?: number; binY?: number }) => {
    const { result, arrays } = await services['viewer.tile']!({ handle, frame: 1, ...whole, ...wish }, call);
    return { codes: result.codes, ...arrays!['data']! };
  };
  const plain = await tile({});
  expect([plain.dtype, plain.codes]).toEqual(['float32', undefined]);
  const { dtype, shape, data, codes } = await tile({ codes: true });
  expect([dtype, shape]).toEqual(['uint16', [4, 4]]);
  const values = Array.from(data as Uint16Array, code => codes!.offset + code * codes!.step);
  for (const [at, value] of values.entries()) expect(value).toBeCloseTo((plain.data as Float32Array)[at]!, 2);
  // stored values of two bytes stay what they are
  expect(await tile({ codes: true, binX: 1, binY: 1 })).toMatchObject({ dtype: 'uint16', codes: undefined });
});

test('any two axes are the image: the sinograms of a stack, and their pictures turned', async () => {
  const { services, info } = await opened('a.h5');
  const valueAt = async (image: readonly number[], frame: number, x: number, y: number) => {
    const { result } = await services['viewer.open']!({ source: 'a.h5::/data', image }, call);
    const { value } = (await services['viewer.value']!({ handle: result.handle, frame, x, y }, call)).result;
    return { ...result, value };
  };
  expect(info).toMatchObject({ width: 10, height: 8, frames: 3 });
  // the value of a pixel is 80 frames + 10 rows + columns
  expect(await valueAt([0, 2], 5, 4, 2)).toMatchObject({ width: 10, height: 3, frames: 8, value: 214 });
  expect(await valueAt([2, 0], 5, 2, 4)).toMatchObject({ width: 3, height: 10, frames: 8, value: 214 });
  expect(await valueAt([0, 1], 4, 5, 2)).toMatchObject({ width: 8, height: 3, frames: 10, value: 214 });
  await expect(valueAt([0, 3], 0, 0, 0)).rejects.toThrow(/no image along the axes 0 and 3/);
  await expect(valueAt([1, 1], 0, 0, 0)).rejects.toMatchObject({ tag: 'Input' });
});

/** Counts 10 + (2 + column) (row + 1) in front of flats of 10 + 4 (2 + column) (row + 1): the transmission is 1/4 at angle 0, 1/2 at 1. */
async function scanFile(folder: string): Promise<void> {
  const frame = (factor: number) =>
    Array.from({ length: 12 }, (_, at) => 10 + factor * (2 + (at % 4)) * (1 + Math.floor(at / 4)));
  const stack = (...factors: number[]) => Uint16Array.from(factors.flatMap(frame));
  const sink = await createSink(join(folder, 'scan.h5'));
  sink.group('/exchange');
  sink.write('/exchange/data', ndarray(stack(1, 2), [2, 3, 4], ['angle', 'row', 'column']));
  sink.write('/exchange/data_white', ndarray(stack(4), [1, 3, 4], ['frame', 'row', 'column']));
  sink.write('/exchange/data_dark', ndarray(stack(0), [1, 3, 4], ['frame', 'row', 'column']));
  sink.write('/exchange/theta', ndarray(Float64Array.of(0, 90), [2], ['angle']), { units: 'deg' });
  sink.write('/other', ndarray(stack(1), [3, 2, 2], ['frame', 'row', 'column']));
  await sink.finish();
}

test('flat fields of the scan divide its projections and its sinograms alike; the logarithm follows', async () => {
  const folder = freshFolder();
  await scanFile(folder);
  const services = viewerServices(new Viewers(), folder);
  const pixels = async (wish: { image?: readonly number[]; flat?: boolean; log?: boolean; source?: string }) => {
    const { result } = await services['viewer.open']!({ source: 'scan.h5::/exchange/data', ...wish }, call);
    const whole = { x: 0, y: 0, width: result.width, height: result.height, binX: 1, binY: 1 };
    const tile = { handle: result.handle, frame: 1, ...whole, pool: 'mean', quality: 'exact' } as const;
    const { arrays } = await services['viewer.tile']!(tile, call);
    return Array.from(arrays!['data']!.data as Float32Array, value => Number(value.toFixed(6)));
  };
  expect(await pixels({ flat: true })).toEqual(new Array(12).fill(0.5));
  expect(await pixels({ flat: true, image: [0, 2] })).toEqual([...new Array(4).fill(0.25), ...new Array(4).fill(0.5)]);
  expect(await pixels({ log: true, image: [2, 0] })).toEqual(
    Array.from({ length: 8 }, (_, at) => Number(Math.log(at % 2 ? 2 : 4).toFixed(6))),
  );
  await expect(pixels({ flat: true, source: 'scan.h5::/other' })).rejects.toThrow(/3 x 4 pixels, this dataset 2 x 2/);
});

test('the difference of two stacks, and of a stack and one image', async () => {
  const { services, handle } = await opened('a.h5');
  const valueOf = async (first: string, second: string, frame: number) => {
    const { result } = await services['viewer.difference']!({ first, second }, call);
    const { value } = (await services['viewer.value']!({ handle: result.handle, frame, x: 3, y: 2 }, call)).result;
    return [result.frames, value];
  };
  const { result: one } = await services['viewer.project']!({ handle, first: 1, end: 2, how: 'sum' }, call);
  expect(await valueOf(handle, handle, 2)).toEqual([3, 0]);
  expect(await valueOf(one.handle, handle, 2)).toEqual([3, 80]);
  expect(await valueOf(handle, one.handle, 0)).toEqual([3, 80]);
  const { result: turned } = await services['viewer.open']!({ source: 'a.h5::/data', image: [2, 1] }, call);
  await expect(valueOf(handle, turned.handle, 0)).rejects.toThrow(/have no difference/);
});

test('64-bit integers are shown in the memory of images before them, and names may have colons', async () => {
  const folder = freshFolder();
  const sink = await createSink(join(folder, 'a.h5'));
  sink.write('/float', ndarray(Float64Array.of(1, 2, 3, 4, 5, 6), [2, 3], ['row', 'column']));
  sink.write('/a::b', ndarray(BigInt64Array.of(9n, 8n, 7n, -1n, 0n, 2n ** 53n), [2, 3], ['row', 'column']));
  await sink.finish();
  const services = viewerServices(new Viewers(), folder);
  const valueOf = async (dataset: string) => {
    const { handle } = (await services['viewer.open']!({ source: `a.h5::${dataset}` }, call)).result;
    const { value } = (await services['viewer.value']!({ handle, frame: 0, x: 2, y: 1 }, call)).result;
    await services['viewer.close']!({ handle }, call);
    return value;
  };
  expect([await valueOf('/float'), await valueOf('/a::b')]).toEqual([6, 2 ** 53]);
});

test('a dataset that has another shape by now is not shown as it was', async () => {
  const folder = freshFolder();
  const write = async (shape: readonly [number, number, number]) => {
    const sink = await createSink(join(folder, 'a.h5'), { overwrite: true });
    const values = new Float32Array(shape[0] * shape[1] * shape[2]);
    sink.write('/data', ndarray(values, shape, ['frame', 'row', 'column']));
    await sink.finish();
  };
  await write([4, 6, 8]);
  const services = viewerServices(new Viewers(), folder);
  const { handle } = (await services['viewer.open']!({ source: 'a.h5::/data' }, call)).result;
  for (const shape of [
    [3, 6, 8],
    [4, 8, 6],
    [4, 10, 12],
  ] as const) {
    await write(shape);
    const value = services['viewer.value']!({ handle, frame: 3, x: 1, y: 1 }, call);
    await expect(value).rejects.toMatchObject({ tag: 'File', message: expect.stringMatching(/another shape/) });
  }
  await write([9, 6, 8]);
  expect((await services['viewer.value']!({ handle, frame: 3, x: 1, y: 1 }, call)).result.value).toBe(0);
});
