import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { DaisyError, hdf5Fallbacks, openSource, readPart, withSource, type NdArray } from '@daisy-lab/runtime';
import { pythonWithH5py, seededRandom, writtenBy } from './hdf5-files.ts';

const python = pythonWithH5py();
const withPython = (name: string, run: () => Promise<void>): void => (python ? test : test.skip)(name, run, 120_000);

const bytes = ({ data }: NdArray): Buffer => Buffer.from(data.buffer, data.byteOffset, data.byteLength);

/** Virtual datasets in the old format and the new, and what h5py reads from them. */
const written = `
from h5py import VirtualLayout as Layout, VirtualSource as Source
for number in range(5):
    with h5py.File("part%d.h5" % number, "w") as file:
        file["image"] = (np.arange(600).reshape(20, 30) + 1000 * number).astype("u2")
        file.create_dataset("stack", data=(np.arange(2400).reshape(4, 20, 30) + 1000 * number).astype(">u2"), chunks=(1, 10, 30), compression="gzip")
def image(number): return Source("part%d.h5" % number, "image", (20, 30))
def stack(number): return Source("part%d.h5" % number, "stack", (4, 20, 30))
def layouts():
    frames = Layout((7, 20, 30), "u2")
    for number in range(5): frames[number] = image(number)
    yield "frames", frames
    interleaved = Layout((12, 20, 30), "u2")
    for number in range(3): interleaved[number::3] = stack(number)
    yield "interleaved", interleaved
    mosaic = Layout((43, 60), "u2")
    for number in range(4):
        row, column = number // 2 * 23, number % 2 * 30
        mosaic[row : row + 20, column : column + 30] = image(number)
    yield "mosaic", mosaic
    part = Layout((4, 10, 15), "u2")
    part[:] = stack(2)[:, 5:15, ::2]
    yield "part", part
    missing = Layout((4, 20, 30), "u2")
    missing[1], missing[2] = image(1), image(9)
    yield "missing", missing
    column = Layout((20,), "u2")
    column[:] = image(3)[:, 7]
    yield "column", column
    above = Layout((2, 20, 30), "u2")
    above[:] = stack(4)[1:3]
    above[1] = Source(".", "own", (20, 30))
    above[0, 5:9] = Source(".", "own", (20, 30))[:4]
    yield "above", above
for version in ("earliest", "v110", "latest"):
    name = version + ".h5"
    with h5py.File(name, "w", libver=(version, "latest")) as file:
        file["own"] = np.full((20, 30), 9, "u2")
        for key, layout in layouts():
            file.create_virtual_dataset(key, layout, fillvalue=7)
        other = Layout((20, 30), "f4")
        other[:] = image(0)
        file.create_virtual_dataset("othertype", other)
    with h5py.File(name) as file:
        for key in file:
            data = file[key]
            data[()].tofile("%s-%s.whole" % (version, key))
            half = tuple(slice(length // 3, length // 3 + max(1, length // 2)) for length in data.shape)
            data[half].tofile("%s-%s.part" % (version, key))
`;

const names = ['frames', 'interleaved', 'mosaic', 'part', 'missing', 'column', 'above'];

describe('virtual datasets', () => {
  withPython(
    'of frames, grids, parts and layers are read as h5py reads them, without the general library',
    async () => {
      const folder = writtenBy(python!, written);
      for (const version of ['earliest', 'v110', 'latest']) {
        const path = join(folder, `${version}.h5`);
        await withSource(path, async source => {
          for (const name of [...names, 'othertype']) {
            const { shape, storage } = source.describe(`/${name}`)!;
            const box = shape.map(length => {
              const first = Math.floor(length / 3);
              return [first, first + Math.max(1, Math.floor(length / 2))] as const;
            });
            for (const [selection, file] of [[[], 'whole'] as const, [box, 'part'] as const]) {
              const expected = readFileSync(join(folder, `${version}-${name}.${file}`));
              expect([name, file, bytes(source.read(`/${name}`, selection)).equals(expected)]).toEqual([
                name,
                file,
                true,
              ]);
              const threaded = await readPart(source, `/${name}`, selection);
              expect([name, file, bytes(threaded).equals(expected)]).toEqual([name, file, true]);
            }
            expect([name, storage?.slowBecause]).toEqual([name, null]);
          }
        });
        const slow = hdf5Fallbacks().filter(({ file }) => file === path);
        // numbers of another type are converted by the library, and counted
        expect(slow.map(({ dataset }) => dataset)).toEqual(['/othertype']);
      }
    },
  );

  withPython('that are damaged give an error or values', async () => {
    const folder = writtenBy(python!, written);
    const random = seededRandom(17);
    const path = join(folder, 'damaged.h5');
    const ended = { values: 0, errors: 0 };
    for (const version of ['earliest', 'latest']) {
      const whole = readFileSync(join(folder, `${version}.h5`));
      for (let round = 0; round < 300; round++) {
        const damaged = Buffer.from(whole);
        for (let flips = 1 + random(5); flips > 0; flips--) damaged[random(damaged.length)] = random(256);
        writeFileSync(path, damaged);
        try {
          const source = await openSource(path);
          try {
            for (const name of names) {
              const info = source.describe(`/${name}`);
              // what the general library would read is its own affair
              if (!info?.dtype || info.storage?.slowBecause || info.shape.reduce((a, b) => a * b, 1) > 1e6) continue;
              await readPart(source, `/${name}`).catch(refused);
            }
          } finally {
            source.close();
          }
          ended.values++;
        } catch (thrown) {
          refused(thrown);
          ended.errors++;
        }
      }
    }
    expect(ended.values + ended.errors).toBe(600);
    expect(ended.errors).toBeGreaterThan(0);
  });
});

function refused(thrown: unknown): void {
  if (!(thrown instanceof DaisyError) || thrown.tag === 'Internal') throw thrown;
}
