import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  DaisyError,
  openSource,
  readBlocks,
  readPart,
  sharedArray,
  withSource,
  type NdArray,
} from '@daisy-lab/runtime';
import { measured } from '../../support/worlds.ts';
import { oracleCases, pythonWithH5py, writtenBy } from './hdf5-files.ts';

const python = pythonWithH5py();
const withPython = (name: string, run: () => Promise<void>): void => (python ? test : test.skip)(name, run, 120_000);

const bytes = ({ data }: NdArray): Buffer => Buffer.from(data.buffer, data.byteOffset, data.byteLength);

describe('datasets that h5py wrote', () => {
  withPython('of every dtype, layout, codec and chunk shape are read as h5py reads them', async () => {
    for (const { file, path, dtype, shape, selection, whole, part, note } of oracleCases(python!, 11, 40)) {
      await withSource(file, async source => {
        expect({ note, ...source.describe(path) }).toMatchObject({ dtype, shape, attributes: { units: 'mm' } });
        expect(source.describe(path)?.storage?.slowBecause ?? null).toBeNull();
        for (const [wanted, stored] of [[[], whole] as const, [selection, part] as const]) {
          const expected = readFileSync(stored);
          expect(bytes(source.read(path, wanted)).equals(expected)).toBe(true);
          expect(bytes(await readPart(source, path, wanted)).equals(expected)).toBe(true);
        }
      });
    }
  });

  withPython('are found by each of the five indexes of chunks, with many pages and levels', async () => {
    const folder = writtenBy(
      python!,
      `
for name, most in (("fixed", (9000, 2)), ("extensible", (None, 2)), ("tree2", (None, None))):
    with h5py.File(name + ".h5", "w", libver="latest") as file:
        data = file.create_dataset("d", (9000, 2), "u2", chunks=(1, 2), maxshape=most, fillvalue=5, fletcher32=name != "fixed")
        for first in range(0, 9000, 500):
            if first % 1500:
                data[first:first+500] = np.arange(first * 2, first * 2 + 1000).reshape(500, 2)
with h5py.File("tree1.h5", "w") as file:
    data = file.create_dataset("d", (9000, 2), "u2", chunks=(1, 2), fillvalue=5)
    for first in range(0, 9000, 500):
        if first % 1500:
            data[first:first+500] = np.arange(first * 2, first * 2 + 1000).reshape(500, 2)
with h5py.File("single.h5", "w", libver="latest") as file:
    file.create_dataset("d", (9000, 2), "u2", chunks=(9000, 2), data=np.arange(18000).reshape(9000, 2))
`,
    );
    for (const name of ['fixed', 'extensible', 'tree2', 'tree1', 'single']) {
      await withSource(join(folder, `${name}.h5`), source => {
        const { data } = source.read('/d');
        const expected = (_: unknown, at: number): number => {
          const written = name === 'single' || (at >> 1) % 1500 >= 500;
          return written ? at : 5;
        };
        expect(Array.from(data as Uint16Array)).toEqual(Array.from({ length: 18000 }, expected));
      });
    }
  });

  withPython('are read in blocks that a slow consumer holds back, in each order, whatever the chunks', async () => {
    const folder = writtenBy(
      python!,
      `
with h5py.File("a.h5", "w") as file:
    file.create_dataset("d", data=np.arange(20*30*40, dtype="i4").reshape(20, 30, 40), chunks=(4, 7, 40), compression="gzip")
`,
    );
    await withSource(join(folder, 'a.h5'), async source => {
      for (const order of ['frame', 'row', 'optimal'] as const) {
        const seen = new Int32Array(24000).fill(-1);
        for await (const { axis, first, array } of readBlocks(source, '/d', { order, memoryLimitBytes: 40_000 })) {
          const [frames = 0, rows = 0, columns = 0] = array.shape;
          for (let i = 0; i < frames * rows * columns; i++) {
            const [f, r, c] = [Math.floor(i / rows / columns), Math.floor(i / columns) % rows, i % columns];
            const at = (axis === 0 ? f + first : f) * 1200 + (axis === 1 ? r + first : r) * 40 + c;
            seen[at] = Number(array.data[i]);
          }
        }
        expect(seen.every((value, at) => value === at)).toBe(true);
      }
    });
  });

  withPython('stop being read when the signal says so, and say that it was cancelled', async () => {
    const folder = writtenBy(
      python!,
      `
with h5py.File("a.h5", "w") as file:
    file.create_dataset("d", data=np.random.default_rng(1).integers(0, 99, (64, 512, 512), dtype="u2"), chunks=(1, 512, 512), compression="gzip")
`,
    );
    await withSource(join(folder, 'a.h5'), async source => {
      const stop = new AbortController();
      const reading = readPart(source, '/d', [], { signal: stop.signal });
      setTimeout(() => stop.abort(), 5);
      await expect(reading).rejects.toMatchObject({ tag: 'Cancelled' });
      const into = sharedArray('uint16', [512 * 512], ['value']).data;
      const frame = await readPart(source, '/d', [[3, 4]], { into });
      expect(bytes(frame).equals(bytes(source.read('/d', [[3, 4]])))).toBe(true);
    });
  });
});

describe('files that change', () => {
  withPython('show what a writer has flushed when they are opened again: the values, not zeros', async () => {
    const folder = writtenBy(
      python!,
      `
file = h5py.File("a.h5", "w", libver="latest")
data = file.create_dataset("d", (4, 8), "u2", maxshape=(None, 8), chunks=(1, 8))
data[:] = 1
file.swmr_mode = True
import shutil
shutil.copy("a.h5", "first.h5")
data.resize(9, axis=0)
data[4:] = 2
data.flush()
shutil.copy("a.h5", "second.h5")
os._exit(0)
`,
    );
    const rows = (name: string): Promise<number[]> =>
      withSource(join(folder, name), source => Array.from(source.read('/d', [null, [0, 1]]).data as Uint16Array));
    expect(await rows('first.h5')).toEqual([1, 1, 1, 1]);
    expect(await rows('second.h5')).toEqual([1, 1, 1, 1, 2, 2, 2, 2, 2]);
  });
});

describe('measured files', () => {
  test('open, and all their numbers are read or refused for a stated reason', async () => {
    const root = measured('.');
    if (!root) return;
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter(name => /\.(h5|nxs|hdf5?|nx5)$/i.test(name))
      .map(name => join(root, name))
      .filter(file => statSync(file).isFile());
    for (const file of files) {
      const source = await openSource(file);
      for (const node of source.tree()) {
        if (node.kind !== 'dataset' || !source.describe(node.path)?.dtype) continue;
        try {
          await readPart(source, node.path);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(DaisyError);
          expect((thrown as DaisyError).message).toContain(node.path);
        }
      }
      source.close();
    }
  });
});
