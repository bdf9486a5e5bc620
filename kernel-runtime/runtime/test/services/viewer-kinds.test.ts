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
  sink.finish();
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
