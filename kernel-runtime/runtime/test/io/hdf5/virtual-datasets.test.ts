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
    const folder = writtenBy(python!, written + endless.replace('LIBVER', "('v110', 'latest')"));
    const grown = readFileSync(join(folder, 'shapes.txt'), 'utf8').match(/^\w+/gm)!;
    const ended = { values: 0, errors: 0 };
    for (const [file, rounds, datasets] of [
      ['earliest', 300, names],
      ['latest', 300, names],
      ['endless', 200, grown],
    ] as const) {
      await readDamaged(folder, file, rounds, datasets, ended);
    }
    expect(ended.values + ended.errors).toBe(800);
    expect(ended.errors).toBeGreaterThan(0);
  });
});

/** Reads copies of a file in which some bytes are others. */
async function readDamaged(
  folder: string,
  file: string,
  rounds: number,
  datasets: readonly string[],
  ended: { values: number; errors: number },
): Promise<void> {
  const random = seededRandom(17);
  const whole = readFileSync(join(folder, `${file}.h5`));
  const path = join(folder, 'damaged.h5');
  for (let round = 0; round < rounds; round++) {
    const damaged = Buffer.from(whole);
    for (let flips = 1 + random(5); flips > 0; flips--) damaged[random(damaged.length)] = random(256);
    writeFileSync(path, damaged);
    try {
      const source = await openSource(path);
      try {
        for (const name of datasets) {
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

/** Virtual datasets without end, whose sources have grown since; and the shape and the values that h5py sees. */
const endless = `
from h5py import h5d, h5p, h5s, h5t
forever = h5s.UNLIMITED
def grid(shape, axis, start, stride, count, block):
    space = h5s.create_simple(shape, tuple(forever if at == axis else length for at, length in enumerate(shape)))
    along = lambda value, other: tuple(value if at == axis else other(length) for at, length in enumerate(shape))
    space.select_hyperslab(along(start, lambda _: 0), along(count, lambda _: 1), along(stride, lambda length: length), along(block, lambda length: length))
    return space
def virtual(file, name, shape, axis, mappings):
    plist = h5p.create(h5p.DATASET_CREATE)
    plist.set_fill_value(np.array(7, "u2"))
    for target, source_file, source, selected in mappings:
        plist.set_virtual(grid(shape, axis, *target), source_file.encode(), source.encode(), selected)
    h5d.create(file.id, name.encode(), h5t.NATIVE_UINT16, h5s.create_simple(shape, tuple(forever if at == axis else n for at, n in enumerate(shape))), plist)
def source(name, frames):
    with h5py.File(name, "w") as file:
        file.create_dataset("stack", data=np.arange(frames * 12).reshape(frames, 3, 4).astype("u2") + 1000 * frames, maxshape=(None, 3, 4), chunks=(1, 3, 4))
def block(name, dataset, number):
    with h5py.File(name, "a") as file:
        file[dataset] = (np.arange(24).reshape(2, 3, 4) + 100 * number).astype("u2")
for number in range(3): source("grown%d.h5" % number, 2)
for number in range(4): block("block%d.h5" % number, "two", number)
block("block6.h5", "two", 6)
for number in range(3): block("blocks.h5", "two%d" % number, number)
whole = lambda start, stride, count, size: grid((2, 3, 4), 0, start, stride, count, size)
with h5py.File("endless.h5", "w", libver=LIBVER) as file:
    virtual(file, "one", (1, 3, 4), 0, [((0, 1, forever, 1), "grown0.h5", "stack", whole(0, 1, forever, 1))])
    virtual(file, "later", (1, 3, 4), 0, [((2, 1, forever, 1), "grown0.h5", "stack", whole(1, 1, forever, 1))])
    virtual(file, "interleaved", (1, 3, 4), 0, [((at, 3, forever, 1), "grown%d.h5" % at, "stack", whole(0, 1, forever, 1)) for at in range(3)])
    virtual(file, "pairs", (1, 3, 4), 0, [((1, 5, forever, 2), "grown1.h5", "stack", whole(0, 1, forever, 1))])
    virtual(file, "every", (1, 3, 4), 0, [((0, 1, forever, 1), "grown2.h5", "stack", whole(1, 3, forever, 2))])
    virtual(file, "files", (1, 3, 4), 0, [((0, 2, forever, 2), "block%b.h5", "two", whole(0, 1, 2, 1))])
    virtual(file, "apart", (1, 3, 4), 0, [((1, 5, forever, 2), "block%b.h5", "two", whole(0, 1, 2, 1))])
    virtual(file, "inside", (1, 3, 4), 0, [((0, 2, forever, 2), "blocks.h5", "two%b", whole(0, 1, 2, 1))])
    virtual(file, "missing", (5, 3, 4), 0, [((0, 1, forever, 1), "nowhere.h5", "stack", whole(0, 1, forever, 1))])
    virtual(file, "both", (6, 3, 4), 0, [((0, 1, forever, 1), "nowhere.h5", "stack", whole(0, 1, forever, 1)), ((4, 2, 1, 2), "block0.h5", "two", whole(0, 1, 2, 1))])
for number, frames in enumerate((9, 7, 8)):
    with h5py.File("grown%d.h5" % number, "a") as file:
        data = file["stack"]
        data.resize(frames, 0)
        data[...] = (np.arange(frames * 12).reshape(frames, 3, 4) + 1000 * number).astype("u2")
with h5py.File("endless.h5") as file, open("shapes.txt", "w") as shapes:
    for name in file:
        print(name, *file[name].shape, file=shapes)
        file[name][()].tofile(name + ".values")
`;

describe('virtual datasets without end', () => {
  for (const versions of ["('v110', 'latest')", "('latest', 'latest')"]) {
    withPython(`end with their sources, as in h5py: libver ${versions}`, async () => {
      const folder = writtenBy(python!, endless.replace('LIBVER', versions));
      const expected = readFileSync(join(folder, 'shapes.txt'), 'utf8').trim().split('\n');
      expect(expected).toHaveLength(10);
      await withSource(join(folder, 'endless.h5'), async source => {
        const nodes = source.tree();
        for (const line of expected) {
          const [name, ...shape] = line.split(' ');
          const lengths = shape.map(Number);
          expect([name, source.describe(`/${name}`)!.shape]).toEqual([name, lengths]);
          expect(nodes.find(({ path }) => path === `/${name}`)).toMatchObject({ shape: lengths });
          const values = readFileSync(join(folder, `${name}.values`));
          expect([name, bytes(source.read(`/${name}`)).equals(values)]).toEqual([name, true]);
          expect([name, bytes(await readPart(source, `/${name}`)).equals(values)]).toEqual([name, true]);
        }
      });
      expect(hdf5Fallbacks().filter(({ file }) => file.startsWith(folder))).toEqual([]);
    });
  }
});

function refused(thrown: unknown): void {
  if (!(thrown instanceof DaisyError) || thrown.tag === 'Internal') throw thrown;
}
