import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { convert, createSink, Engine, ndarray } from '@daisy-lab/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'daisy-data-file-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const values = ndarray(
  Float32Array.from({ length: 24 }, (_, i) => i),
  [2, 3, 4],
  ['frame', 'row', 'column'],
);

async function written(name: string, dataset: string): Promise<string> {
  const path = join(folder, name);
  const sink = await createSink(path);
  await sink.write(dataset, values, { units: 'count' });
  await sink.finish();
  return path;
}

describe('convert.read', () => {
  test.each([
    ['one.h5', '/data'],
    ['one.npy', '/data'],
    ['one.tif', '/data'],
  ])('reads the only array of %s, and names its axes', async (name, dataset) => {
    const file = await written(name, dataset);
    const read = await Engine.local().run(
      convert.read,
      { file: file as never },
      { params: { axes: 'angle, row, column', unit: 'mm' } },
    );
    const array = read.values as typeof values;
    expect([array.dtype, array.shape, array.axes, array.unit]).toEqual([
      'float32',
      [2, 3, 4],
      ['angle', 'row', 'column'],
      'mm',
    ]);
    expect([...array.data]).toEqual([...values.data]);
  });

  test('says what is not there, and how to find it', async () => {
    const file = await written('two.h5', '/data');
    const run = (params: { dataset?: string; axes?: string }) =>
      Engine.local().run(convert.read, { file: file as never }, { params });
    await expect(run({ dataset: '/none' })).rejects.toThrow('has no dataset of numbers at /none');
    await expect(run({ axes: 'row, column' })).rejects.toThrow('cannot be those of an array of shape [2, 3, 4]');
    await expect(Engine.local().run(convert.read, { file: join(folder, 'none.h5') as never })).rejects.toThrow(
      'none.h5',
    );
  });
});
