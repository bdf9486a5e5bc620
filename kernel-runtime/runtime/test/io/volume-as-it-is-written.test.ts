import { join } from 'node:path';
import { ct, Engine, openScan, openSource, readPart, saveVolume, type NdArray } from '@daisy-lab/runtime';
import { expect, test } from '@jest/globals';
import { freshFolder, smallScan } from '../support/worlds.ts';

test('a volume that is computed while it is written is the one that a run gives', async () => {
  const folder = freshFolder();
  const scan = await openScan(await smallScan(join(folder, 'scan.h5')));
  const engine = Engine.local({ results: null });
  const params = { axisPx: 15, filter: 'hann' };
  const recipe: ct.VolumeRecipe = {
    algorithm: ct.full,
    scan,
    params,
    run: async (algorithm, inputs, given, signal) => {
      const run = engine.run(algorithm, inputs, { params: given as never, ...(signal ? { signal } : {}) });
      return ((await run) as { volume: NdArray<'float32'> }).volume;
    },
    budgetBytes: 1,
  };
  const volume = await ct.openVolume(recipe);
  const file = await saveVolume(join(folder, 'volume.h5'), volume.array());
  const { volume: whole } = await engine.run(ct.full, { scan }, { params: params as never });
  const source = await openSource(file);
  const written = await readPart(source, '/entry/volume/data', []);
  source.close();
  expect(written.shape).toEqual(whole.shape);
  expect(Buffer.compare(bytesOf(written), bytesOf(whole))).toBe(0);
});

const bytesOf = ({ data }: NdArray): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
