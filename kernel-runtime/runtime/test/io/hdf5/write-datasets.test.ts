import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  createSink,
  ndarray,
  openSource,
  readPart,
  sharedArray,
  withSource,
  type Codec,
  type DataSink,
  type Dtype,
} from '@daisy-lab/runtime';
import type { TypedArray } from '@daisy-lab/core';
import { pythonWith, runPython } from '../../support/python.ts';
import { freshFolder } from '../../support/worlds.ts';
import { seededRandom } from './hdf5-files.ts';

const dtypes: readonly Dtype[] = [
  ...(['int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64'] as const),
  ...(['float32', 'float64'] as const),
];
const codecs: readonly Codec[] = ['none', 'bitshuffle-lz4', 'deflate', 'lz4'];

/** A dataset that was written in some way, and its bytes. */
interface Written {
  readonly path: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly bytes: Buffer;
}

function valuesOf(dtype: Dtype, count: number, random: (below: number) => number): TypedArray {
  const { data } = sharedArray(dtype, [count], ['value']);
  const spread = [1, 4, 100][random(3)]!;
  for (let index = 0; index < count; index++) {
    const value = random(spread) + (index % 7);
    data[index] = (dtype === 'int64' || dtype === 'uint64' ? BigInt(value) : value) as never;
  }
  return data;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: TypedArray): Buffer => Buffer.from(buffer, byteOffset, byteLength);

/** Datasets of random shapes, chunks, codecs and ways of coming: whole, in pieces of any length, or box by box. */
async function writeRandomly(sink: DataSink, random: (below: number) => number, count: number): Promise<Written[]> {
  const written: Written[] = [];
  for (let number = 0; number < count; number++) {
    const dtype = dtypes[number % dtypes.length]!;
    const shape = Array.from({ length: 1 + random(4) }, () => 1 + random(21));
    const chunks = shape.map(length => 1 + random(length + 3));
    const data = valuesOf(
      dtype,
      shape.reduce((product, length) => product * length, 1),
      random,
    );
    const path = `/group${number % 5}/set${number}`;
    const storage = { chunks, codec: codecs[random(codecs.length)]! };
    const axes = shape.map(String);
    const way = random(3);
    if (way === 0) await sink.write(path, ndarray(data as Float64Array, shape, axes), { units: 'mm' });
    else {
      const writer = sink.create(path, { dtype, shape, storage }, { units: 'mm' });
      const entry = data.length / shape[0]!;
      if (way === 1) {
        for (let first = 0; first < shape[0]!;) {
          const end = Math.min(shape[0]!, first + 1 + random(4));
          await writer.append(data.slice(first * entry, end * entry));
          first = end;
        }
      } else {
        for (let first = 0; first < shape[0]!; first += chunks[0]!) {
          const length = Math.min(chunks[0]!, shape[0]! - first);
          const part = data.slice(first * entry, (first + length) * entry) as Float64Array;
          await writer.put!([first, ...shape.slice(1).fill(0)], ndarray(part, [length, ...shape.slice(1)], axes));
        }
      }
    }
    written.push({ path, dtype, shape, bytes: bytesOf(data) });
  }
  return written;
}

async function writtenFile(seed: number, count: number): Promise<{ file: string; written: Written[] }> {
  const file = join(freshFolder(), 'written.h5');
  const sink = await createSink(file);
  sink.group('/', {
    NX_class: 'NXroot',
    default: 'entry',
    names: ['α', '', 'c'],
    whole: [1, -2],
    parts: [0.5, 2],
    one: 3,
  });
  sink.writeScalar('/entry/title', 'Größe');
  sink.writeScalar('/entry/long', 'x'.repeat(70_000));
  sink.writeScalar('/entry/energy', 12.5);
  sink.writeTexts!('/entry/samples', ['Zn', '', 'β']);
  const written = await writeRandomly(sink, seededRandom(seed), count);
  await sink.finish();
  return { file, written };
}

describe('HDF5 files that are written', () => {
  test('are read as they were meant, whatever type, shape, chunks, codec and order', async () => {
    const { file, written } = await writtenFile(71, 150);
    await withSource(file, async source => {
      for (const { path, dtype, shape, bytes } of written) {
        expect(source.describe(path)).toMatchObject({ dtype, shape, attributes: { units: 'mm' } });
        expect({ path, same: bytesOf((await readPart(source, path)).data).equals(bytes) }).toEqual({
          path,
          same: true,
        });
      }
      expect(source.attributes('/')).toMatchObject({ names: ['α', '', 'c'], whole: [1, -2], parts: [0.5, 2], one: 3 });
      expect(source.readScalar('/entry/title')).toBe('Größe');
      expect(source.readScalar('/entry/energy')).toBe(12.5);
    });
  });

  test('are read by h5py, which can append to them and change them', async () => {
    const python = pythonWith('h5py', 'hdf5plugin');
    if (!python) return;
    const { file, written } = await writtenFile(29, 120);
    const folder = freshFolder();
    written.forEach(({ bytes }, number) => writeFileSync(join(folder, `${number}`), bytes));
    writeFileSync(
      join(folder, 'list.json'),
      JSON.stringify(written.map(({ path, dtype, shape }) => [path, dtype, shape])),
    );
    const told = runPython(
      python,
      `
import h5py, hdf5plugin, json, numpy as np
file = ${JSON.stringify(file)}
with h5py.File(file) as f:
    assert f.attrs['default'] == 'entry' and list(f.attrs['names']) == ['α', '', 'c'], dict(f.attrs)
    assert f.attrs['whole'].dtype == 'i4' and list(f.attrs['parts']) == [0.5, 2] and f.attrs['one'] == 3
    assert list(f['entry/samples'].asstr()) == ['Zn', '', 'β']
    assert f['entry/title'].asstr()[()] == 'Größe' and len(f['entry/long'][()]) == 70000
    for number, (path, dtype, shape) in enumerate(json.load(open('list.json'))):
        data = f[path][()]
        assert data.dtype == dtype and list(data.shape) == shape, path
        assert data.tobytes() == open(str(number), 'rb').read(), path
with h5py.File(file, 'r+') as f:
    for number, (path, dtype, shape) in enumerate(json.load(open('list.json'))):
        d = f[path]
        if d.chunks:
            d.resize(shape[0] + 9, axis=0); d[shape[0]:] = 7
        f[path].attrs['seen'] = number
    f['added/here'] = np.arange(4)
with h5py.File(file) as f:
    for number, (path, dtype, shape) in enumerate(json.load(open('list.json'))):
        assert f[path][: shape[0]].tobytes() == open(str(number), 'rb').read(), path
        assert not f[path].chunks or (f[path][shape[0]:] == 7).all()
print('fine')
`,
      folder,
    );
    expect(told).toBe('fine\n');
    await withSource(file, async source => {
      for (const { path, bytes, shape } of written) {
        const part = await readPart(source, path, [[0, shape[0]!]]);
        expect({ path, same: bytesOf(part.data).equals(bytes) }).toEqual({ path, same: true });
      }
    });
  }, 60_000);

  test('are read by the HDF5 library in h5wasm', async () => {
    const h5wasm = await import('h5wasm/node');
    await h5wasm.ready;
    const { file, written } = await writtenFile(5, 60);
    const library = new h5wasm.File(file, 'r');
    let read = 0;
    for (const { path, shape, bytes } of written) {
      const dataset = library.get(path) as InstanceType<typeof h5wasm.Dataset>;
      expect(dataset.shape).toEqual(shape);
      expect(dataset.attrs['units']!.value).toBe('mm');
      if (dataset.filters.some(({ id }) => id > 256)) continue; // it has no plug-ins here
      expect({ path, same: bytesOf(dataset.value as TypedArray).equals(bytes) }).toEqual({ path, same: true });
      read += 1;
    }
    expect(read).toBeGreaterThan(30);
    expect((library.get('/entry/title') as InstanceType<typeof h5wasm.Dataset>).value).toBe('Größe');
    library.close();
  });

  test('may name a dataset once more, and take members after they were published', async () => {
    const file = join(freshFolder(), 'linked.h5');
    const sink = await createSink(file);
    const values = (level: number) => ndarray(Float64Array.of(level, level + 1), [2], ['value']);
    await sink.write('/a/b/first', values(1));
    await sink.flush!();
    sink.link!('/a/β of an unusual name', '/a/b/first');
    await sink.flush!();
    await sink.write('/a/b/second', values(5));
    sink.group('/a/c/d', { depth: 3 });
    expect(() => sink.link!('/a/b/second', '/a/b/first')).toThrow('second');
    await sink.finish();
    const read = async (path: string) =>
      withSource(file, async source => Array.from((await readPart(source, path)).data, Number));
    expect(await read('/a/β of an unusual name')).toEqual([1, 2]);
    expect(await read('/a/b/second')).toEqual([5, 6]);
    await withSource(file, source => expect(source.attributes('/a/c/d')).toEqual({ depth: 3 }));
    const python = pythonWith('h5py');
    if (!python) return;
    const program = `
import h5py
with h5py.File(${JSON.stringify(file)}) as f:
    link = f['a'].get('β of an unusual name', getlink=True)
    print(type(link).__name__, link.path, *f['a/β of an unusual name'][()], *f['a/b/second'][()], f['a/c/d'].attrs['depth'])`;
    expect(runPython(python, program)).toBe('SoftLink /a/b/first 1.0 2.0 5.0 6.0 3.0\n');
  });

  test('of thousands of chunks have an index of several levels', async () => {
    const file = join(freshFolder(), 'many.h5');
    const sink = await createSink(file);
    const storage = { chunks: [1, 2], codec: 'none' } as const;
    const writer = sink.create('/many', { dtype: 'uint16', shape: [9000, 3], storage });
    await writer.append(Uint16Array.from({ length: 27_000 }, (_, index) => index));
    await sink.finish();
    await withSource(file, async source => {
      const { data } = await readPart(source, '/many');
      expect(data.every((value, index) => value === index)).toBe(true);
    });
    const python = pythonWith('h5py');
    if (!python) return;
    expect(
      runPython(
        python,
        `import h5py; d = h5py.File(${JSON.stringify(file)})['many']; print(d[8123, 2], d.id.get_num_chunks())`,
      ),
    ).toBe(`${8123 * 3 + 2} 18000\n`);
  });

  test('can be read while they grow, and whoever opened them earlier sees what there was', async () => {
    const folder = freshFolder();
    const sink = await createSink(join(folder, 'growing.h5'));
    const storage = { chunks: [1, 300, 300], codec: 'bitshuffle-lz4' } as const;
    const writer = sink.create('/entry/data', { dtype: 'uint16', shape: [Infinity, 300, 300], storage });
    const frame = (value: number): Uint16Array => new Uint16Array(90_000).fill(value);
    const seen = [];
    for (let number = 0; number < 40; number++) {
      await writer.append(frame(number));
      if (number % 10 === 3) {
        await sink.flush!();
        seen.push({ frames: number + 1, source: await openSource(sink.growing!) });
      }
    }
    expect(existsSync(sink.path)).toBe(false);
    await sink.finish();
    seen.push({ frames: 40, source: await openSource(sink.path) });
    for (const { frames, source } of seen) {
      expect(source.describe('/entry/data')?.shape).toEqual([frames, 300, 300]);
      const { data } = await readPart(source, '/entry/data', [null, [7, 8], [9, 10]]);
      expect(Array.from(data, Number)).toEqual(Array.from({ length: frames }, (_, index) => index));
      source.close();
    }
    expect(readdirSync(folder)).toEqual(['growing.h5']);
  });

  test('leave nothing when they are given up, even with threads at work', async () => {
    const folder = freshFolder();
    const sink = await createSink(join(folder, 'given-up.h5'));
    const storage = { chunks: [1, 512, 512], codec: 'deflate' } as const;
    const writer = sink.create('/data', { dtype: 'float32', shape: [50, 512, 512], storage });
    const piece = Float32Array.from({ length: 3 * 512 * 512 }, (_, index) => index % 97);
    await writer.append(piece);
    await sink.abort();
    expect(readdirSync(folder)).toEqual([]);
    await expect(Promise.resolve().then(() => writer.append(piece))).rejects.toMatchObject({ tag: 'Internal' });
  });

  test('are whole up to what was published, even when their writer is killed', async () => {
    const folder = freshFolder();
    const program = `
import { createSink } from ${JSON.stringify(resolve('kernel-runtime/runtime/lib/index.js'))};
const sink = await createSink('killed.h5');
const writer = sink.create('/data', { dtype: 'uint16', shape: [Infinity, 256, 256], storage: { chunks: [1, 256, 256], codec: 'bitshuffle-lz4' } });
for (let frame = 0; ; frame++) {
  await writer.append(new Uint16Array(65536).fill(frame));
  if (frame % 3 === 0) await sink.flush();
  if (frame === 30) console.log(sink.growing);
}`;
    writeFileSync(join(folder, 'write.mjs'), program);
    const child = spawn(process.execPath, ['write.mjs'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    child.kill('SIGKILL');
    await once(child, 'close');
    await withSource(line.toString().trim(), async source => {
      const frames = source.describe('/data')!.shape[0]!;
      expect(frames).toBeGreaterThanOrEqual(31);
      const { data } = await readPart(source, '/data', [null, [255, 256], [255, 256]]);
      expect(Array.from(data, Number)).toEqual(Array.from({ length: frames }, (_, frame) => frame % 65_536));
    });
    expect(existsSync(join(folder, 'killed.h5'))).toBe(false);
  });

  test('on a disk that takes no more end with a sentence and without leftovers', () => {
    if (process.platform === 'win32') {
      process.stdout.write('skipped: file sizes cannot be limited here\n');
      return;
    }
    const folder = freshFolder();
    const program = `
import { createSink } from ${JSON.stringify(resolve('kernel-runtime/runtime/lib/index.js'))};
process.on('SIGXFSZ', () => {}); // the write fails then, as on a full disk
const sink = await createSink('large.h5');
try {
  const storage = { chunks: [1, 512, 512], codec: process.argv[2] };
  const writer = sink.create('/data', { dtype: 'uint16', shape: [100, 512, 512], storage });
  for (let frame = 0; frame < 100; frame++) await writer.append(Uint16Array.from({ length: 512 * 512 }, () => Math.random() * 65536));
  await sink.finish();
} catch (thrown) {
  await sink.abort();
  console.log(thrown.tag, thrown.sentence);
}`;
    writeFileSync(join(folder, 'fill.mjs'), program);
    for (const codec of ['none', 'bitshuffle-lz4']) {
      const disk = join(folder, codec);
      mkdirSync(disk);
      const ran = spawnSync('sh', ['-c', `ulimit -f 8000; exec "$0" ../fill.mjs ${codec}`, process.execPath], {
        cwd: disk,
        encoding: 'utf8',
      });
      expect(ran.stdout).toMatch(/^File .*large\.h5 cannot be written: the disk takes no file of that size\./);
      expect(readdirSync(disk)).toEqual([]);
    }
  }, 60_000);
});
