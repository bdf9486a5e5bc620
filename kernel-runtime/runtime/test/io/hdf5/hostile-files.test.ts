import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { DaisyError, openSource, readPart, withSource } from '@daisy-lab/runtime';
import { freshFolder } from '../../support/worlds.ts';
import { pythonWithH5py, seededRandom, writtenBy } from './hdf5-files.ts';

const python = pythonWithH5py();
const withPython = (name: string, run: () => Promise<void>, timeoutMs = 120_000): void =>
  (python ? test : test.skip)(name, run, timeoutMs);

const small = `
rng = np.random.default_rng(3)
for version in ("earliest", "v110", "latest"):
    with h5py.File(version + ".h5", "w", libver=(version, "latest")) as file:
        values = rng.poisson(100, (6, 10, 12)).astype("u2")
        file.create_dataset("a/gzip", data=values, chunks=(1, 10, 12), compression="gzip", shuffle=True, fletcher32=True)
        file.create_dataset("a/lzf", data=values, chunks=(2, 5, 12), compression="lzf", maxshape=(None, 10, 12))
        file.create_dataset("b/plain", data=values.astype("f4"))
        file["soft"] = h5py.SoftLink("/a/gzip")
        file.attrs["default"] = "a"
        for number in range(20):
            file["many/link%d" % number] = file["b/plain"]
`;

/** Opens a file and reads all that it lists; every failure has to be one that is made for people. */
async function readAll(path: string): Promise<'read' | 'refused'> {
  let outcome: 'read' | 'refused' = 'read';
  const refused = (thrown: unknown): void => {
    if (!(thrown instanceof DaisyError) || thrown.tag === 'Internal') throw thrown;
    outcome = 'refused';
  };
  try {
    await withSource(path, async source => {
      for (const node of source.tree().slice(0, 200)) {
        source.attributes(node.path);
        const info = source.describe(node.path);
        if (!info?.dtype || info.storage?.slowBecause) continue;
        const values = info.shape.reduce((product, length) => product * length, 1);
        const part = values > 1e6 ? info.shape.map(() => [0, 1] as const) : [];
        await readPart(source, node.path, part).catch(refused);
      }
    });
  } catch (thrown) {
    refused(thrown);
  }
  return outcome;
}

describe('damaged files', () => {
  withPython(
    'of which bytes were changed or cut off give an error or values, and end the test neither by a crash nor by its time',
    async () => {
      const folder = writtenBy(python!, small);
      const random = seededRandom(5);
      const target = join(freshFolder(), 'damaged.h5');
      const outcomes = new Set<string>();
      for (const version of ['earliest', 'v110', 'latest']) {
        const whole = readFileSync(join(folder, `${version}.h5`));
        for (let round = 0; round < 667; round++) {
          const damaged = round % 3 === 0 ? whole.subarray(0, random(whole.length)) : Buffer.from(whole);
          if (round % 3 !== 0)
            for (let flips = random(4) + 1; flips > 0; flips--) damaged[random(damaged.length)] = random(256);
          rmSync(target, { force: true }); // a new file: some file systems write an emptied one to the disk at once
          writeFileSync(target, damaged);
          outcomes.add(await readAll(target));
        }
      }
      expect([...outcomes].sort()).toEqual(['read', 'refused']);
    },
    240_000,
  );

  withPython('with a wrong checksum are refused instead of read', async () => {
    const folder = writtenBy(
      python!,
      `
with h5py.File("a.h5", "w") as file:
    file.create_dataset("d", data=np.arange(4096, dtype="u4"), chunks=(4096,), fletcher32=True)
`,
    );
    const path = join(folder, 'a.h5');
    const bytes = readFileSync(path);
    const at = bytes.indexOf(Buffer.from(Uint32Array.of(2000, 2001, 2002).buffer));
    bytes[at] = 1;
    writeFileSync(path, bytes);
    const source = await openSource(path);
    await expect(readPart(source, '/d')).rejects.toMatchObject({
      tag: 'File',
      message: expect.stringContaining('checksum'),
    });
    source.close();
  });

  withPython('that claim chunks of gigabytes take no memory for them', async () => {
    const folder = writtenBy(
      python!,
      `
import zlib
with h5py.File("a.h5", "w") as file:
    data = file.create_dataset("d", (2**31 - 1,), "u1", chunks=(2**31 - 1,), compression="gzip")
    data.id.write_direct_chunk((0,), zlib.compress(b"x" * 100))
    data = file.create_dataset("bomb", (1000,), "u1", chunks=(1000,), compression="gzip")
    data.id.write_direct_chunk((0,), zlib.compress(bytes(200_000_000), 9))
`,
    );
    const source = await openSource(join(folder, 'a.h5'));
    const before = process.memoryUsage.rss();
    await expect(readPart(source, '/d', [[0, 10]])).rejects.toMatchObject({ tag: 'File' });
    await expect(readPart(source, '/bomb')).rejects.toMatchObject({ tag: 'File' });
    source.close();
    expect(process.memoryUsage.rss() - before).toBeLessThan(200e6);
  });
});

describe('links', () => {
  const linked = `
os.mkdir("inside")
with h5py.File("secret.h5", "w") as file:
    file["d"] = np.arange(3)
with h5py.File("inside/other.h5", "w") as file:
    file["d"] = np.arange(4)
with h5py.File("inside/main.h5", "w") as file:
    file["near"] = h5py.ExternalLink("other.h5", "/d")
    file["up"] = h5py.ExternalLink("../secret.h5", "/d")
    file["absolute"] = h5py.ExternalLink(os.path.abspath("secret.h5"), "/d")
    file["missing"] = h5py.ExternalLink("nowhere.h5", "/d")
    file["round"] = h5py.SoftLink("/around")
    file["around"] = h5py.SoftLink("/round")
    group = file.create_group("group")
    group["self"] = group
    group["root"] = h5py.SoftLink("/")
    layout = h5py.VirtualLayout((3,), "i8")
    layout[:] = h5py.VirtualSource("../secret.h5", "d", (3,))
    file.create_virtual_dataset("virtual", layout)
    layout = h5py.VirtualLayout((4,), "i8")
    layout[:] = h5py.VirtualSource("other.h5", "d", (4,))
    file.create_virtual_dataset("allowed", layout)
`;

  withPython('to files in the folder are followed, those that lead out of it are refused', async () => {
    const folder = writtenBy(python!, linked);
    const source = await openSource(join(folder, 'inside/main.h5'));
    expect(Array.from(source.read('/near').data as BigInt64Array, Number)).toEqual([0, 1, 2, 3]);
    expect(Array.from(source.read('/allowed').data as BigInt64Array, Number)).toEqual([0, 1, 2, 3]);
    for (const path of ['/up', '/absolute', '/virtual']) {
      expect(() => source.read(path)).toThrow(/outside of its folder/);
      await expect(readPart(source, path)).rejects.toMatchObject({ tag: 'File' });
    }
    source.close();
  });

  withPython('that lead in a circle or nowhere are listed and end', async () => {
    const folder = writtenBy(python!, linked);
    await withSource(join(folder, 'inside/main.h5'), source => {
      const nodes = source.tree().map(({ path, kind }) => `${kind} ${path}`);
      expect(nodes).toEqual(expect.arrayContaining(['link /missing', 'link /round', 'link /up', 'group /group/self']));
      expect(nodes.length).toBeLessThan(100);
      expect(source.describe('/round')).toBeNull();
    });
  });
});
