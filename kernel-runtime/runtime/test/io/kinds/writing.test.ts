import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tableFromIPC } from 'apache-arrow';
import {
  arrayOfColumn,
  arrowBytes,
  arrowTable,
  createSink,
  ndarray,
  readPart,
  saveVolume,
  sourceKinds,
  withSource,
  type DataSink,
  type Dtype,
} from '@daisy-lab/runtime';
import { typedArray, type TypedArray } from '@daisy-lab/core';
import { main } from '../../../lib/cli/main.js';
import { pythonWith, runPython } from '../../support/python.ts';
import { freshFolder } from '../../support/worlds.ts';

const dtypes: readonly Dtype[] = [
  ...(['int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64'] as const),
  ...(['float32', 'float64'] as const),
];

/** What a kind takes of one array: the number of its axes, and types where it does not take all. */
interface Takes {
  readonly axes: number;
  readonly dtypes?: readonly Dtype[];
  /** Values come back as this type. */
  readonly back?: Dtype;
}

const takes: Readonly<Record<string, Takes>> = {
  HDF5: { axes: 3 },
  TIFF: { axes: 3, dtypes: dtypes.filter(dtype => !dtype.endsWith('int64')) },
  npy: { axes: 3 },
  npz: { axes: 3 },
  EDF: { axes: 2, dtypes: dtypes.filter(dtype => !dtype.endsWith('t64') || dtype === 'float64') },
  CBF: { axes: 2, dtypes: ['int32'] },
  'raw with sidecar': { axes: 3 },
  FITS: { axes: 3 },
  CSV: { axes: 1, dtypes: ['int32', 'float64'], back: 'float64' },
  Arrow: { axes: 1 },
  Parquet: { axes: 1 },
  Zarr: { axes: 3 },
};
const shapes: Readonly<Record<number, readonly number[]>> = { 1: [11], 2: [7, 9], 3: [5, 7, 9] };

function values(dtype: Dtype, shape: readonly number[]): TypedArray {
  const data = typedArray(
    dtype,
    shape.reduce((product, length) => product * length, 1),
  );
  const sign = dtype.startsWith('u') ? 1 : -1;
  data.forEach((_, index) => {
    const value = ((index * 7) % 120) * (index % 3 === 0 ? sign : 1) + 0;
    data[index] = (data instanceof BigInt64Array || data instanceof BigUint64Array ? BigInt(value) : value) as never;
  });
  return data;
}

const array = (data: TypedArray, shape: readonly number[]) =>
  ndarray(
    data as Float64Array,
    shape,
    shape.map((_, axis) => `axis${axis}`),
  );

async function written(path: string, use: (sink: DataSink) => void | Promise<void>): Promise<string> {
  const sink = await createSink(path);
  await use(sink);
  await sink.finish();
  return sink.path;
}

const writers = sourceKinds().filter(({ create }) => create);

test('every kind that is written has its place here', () => {
  expect(writers.map(({ name }) => name).filter(name => !takes[name])).toEqual([]);
});

describe.each(writers.filter(({ name }) => takes[name]))('$name', ({ name, extensions: [extension] }) => {
  const { axes, dtypes: some = dtypes, back } = takes[name]!;
  const shape = shapes[axes]!;

  test('reads back what was written, whole and in pieces', async () => {
    for (const dtype of some) {
      const folder = freshFolder();
      const data = values(dtype, shape);
      const entry = data.length / shape[0]!;
      const whole = await written(join(folder, `whole${extension}`), sink => sink.write('/data', array(data, shape)));
      const pieces = await written(join(folder, `pieces${extension}`), async sink => {
        const writer = sink.create('/data', { dtype, shape });
        for (const [first, end] of [
          [0, 2],
          [2, 3],
          [3, shape[0]!],
        ] as const)
          await writer.append(data.subarray(first * entry, end * entry) as TypedArray);
      });
      for (const path of [whole, pieces]) {
        await withSource(path, async source => {
          expect([dtype, source.describe('/data')]).toMatchObject([dtype, { shape, dtype: back ?? dtype }]);
          expect(Array.from((await readPart(source, '/data')).data, Number)).toEqual(Array.from(data, Number));
        });
      }
      expect(readdirSync(folder).filter(file => file.endsWith('.partial'))).toEqual([]);
    }
  });

  test('leaves nothing when it is given up, and what is there alone', async () => {
    const folder = freshFolder();
    const path = join(folder, `a${extension}`);
    const dtype = some[0]!;
    const data = array(values(dtype, shape), shape);
    const sink = await createSink(path);
    await sink.write('/data', data);
    await sink.abort();
    expect(readdirSync(folder)).toEqual([]);
    await written(path, own => own.write('/data', data));
    await expect(createSink(path)).rejects.toMatchObject({ tag: 'File' });
    const again = await createSink(path, { overwrite: true });
    await again.write('/data', data);
    await again.finish();
    await withSource(path, async source =>
      expect((await readPart(source, '/data')).data).toHaveLength(data.data.length),
    );
  });
});

const energies = Float64Array.of(8000, 8000.5, 8001);
const counts = Uint16Array.of(1, 60_000, 3);
const names = ['a', 'b "quoted", c', 'd'];
const tableKinds = ['.csv', '.arrow', '.parquet', '.fits'];

function writeTable(sink: DataSink): void {
  void sink.write('/energy', array(energies, [3]), { units: 'eV' });
  void sink.write('/counts', array(counts, [3]));
  sink.writeTexts!('/name', names);
}

describe('tables', () => {
  test.each(tableKinds)('in a file %s hold numbers and texts', async extension => {
    await withSource(await written(join(freshFolder(), `table${extension}`), writeTable), source => {
      const parent = extension === '.fits' ? '/TABLE' : '';
      expect(Array.from(source.read(`${parent}/energy`).data, Number)).toEqual([8000, 8000.5, 8001]);
      expect(Array.from(source.read(`${parent}/counts`).data, Number)).toEqual([1, 60_000, 3]);
      expect(source.texts?.(`${parent}/name`)).toEqual(names);
      if (extension === '.fits') expect(source.describe('/TABLE/energy')?.attributes).toEqual({ units: 'eV' });
    });
  });

  test.each(tableKinds)('go over to a file %s with all columns by daisy read', async extension => {
    const folder = freshFolder();
    const from = await written(join(folder, 'from.arrow'), writeTable);
    const to = join(folder, `to${extension}`);
    expect(await main(['read', from, '--out', to])).toBe(0);
    await withSource(to, source => expect(source.tree().filter(({ kind }) => kind === 'dataset')).toHaveLength(3));
    expect(await main(['read', from, '--out', join(folder, 'to.edf')])).toBe(2);
    expect(readdirSync(folder).toSorted()).toEqual(['from.arrow', `to${extension}`]);
  });

  test('of columns of several lengths are refused', async () => {
    for (const extension of ['.arrow', '.parquet', '.fits']) {
      const sink = await createSink(join(freshFolder(), `odd${extension}`));
      await sink.write('/a', array(energies, [3]));
      await sink.write('/b', array(counts.subarray(1), [2]));
      await expect(Promise.resolve().then(() => sink.finish())).rejects.toMatchObject({ tag: 'Input' });
      await sink.abort();
    }
  });
});

describe('Arrow', () => {
  test('takes arrays as columns on their memory and gives them back on its own', () => {
    const curves = Float32Array.from({ length: 12 }, (_, index) => index / 4);
    const table = arrowTable({ energy: array(energies, [3]), curves: array(curves, [3, 4]), name: names });
    expect((arrayOfColumn(table, 'energy').data as Float64Array).buffer).toBe(energies.buffer);
    const back = arrayOfColumn(table, 'curves');
    expect(back).toMatchObject({ shape: [3, 4], dtype: 'float32' });
    expect((back.data as Float32Array).buffer).toBe(curves.buffer);
    const read = tableFromIPC(arrowBytes({ curves: array(curves, [3, 4]) }));
    expect(Array.from(arrayOfColumn(read, 'curves').data, Number)).toEqual(Array.from(curves));
    expect(() => arrayOfColumn(table, 'name')).toThrow(/no column "name" of numbers/);
  });
});

describe('beside the programs of others', () => {
  test('numpy reads our npz', async () => {
    const python = pythonWith('numpy');
    if (!python) return;
    const folder = freshFolder();
    await written(join(folder, 'ours.npz'), async sink => {
      for (const dtype of dtypes) await sink.write(`/group/${dtype}`, array(values(dtype, [5, 7, 9]), [5, 7, 9]));
      sink.writeScalar('/energy', 12.5);
    });
    const program = `
import numpy as np
f = np.load('ours.npz')
for name in f.files:
    if name == 'energy': assert f[name] == 12.5 and f[name].shape == (); continue
    i = np.arange(315); a = (i * 7 % 120) * np.where(i % 3 == 0, -1 if not name.split('/')[1].startswith('u') else 1, 1)
    assert f[name].dtype == name.split('/')[1] and np.array_equal(f[name].ravel(), a), name
print(len(f.files))`;
    expect(runPython(python, program, folder)).toBe('11\n');
  });

  test('pyarrow reads our Parquet and Arrow tables', async () => {
    const python = pythonWith('pyarrow');
    if (!python) return;
    const folder = freshFolder();
    for (const extension of ['parquet', 'arrow']) await written(join(folder, `ours.${extension}`), writeTable);
    const program = `
import pyarrow.parquet as pq, pyarrow as pa
for table in [pq.read_table('ours.parquet'), pa.ipc.open_file('ours.arrow').read_all()]:
    print(table.schema.field('counts').type, table.to_pylist() == [dict(energy=e, counts=c, name=n) for e, c, n in zip([8000, 8000.5, 8001], [1, 60000, 3], ['a', 'b "quoted", c', 'd'])])`;
    expect(runPython(python, program, folder)).toBe('uint16 True\nuint16 True\n');
  });

  test('astropy verifies our FITS tables', async () => {
    const python = pythonWith('astropy');
    if (!python) return;
    const folder = freshFolder();
    await written(join(folder, 'ours.fits'), async sink => {
      await sink.write('/image', array(values('uint16', [7, 9]), [7, 9]));
      for (const dtype of dtypes) await sink.write(`/${dtype}`, array(values(dtype, [11]), [11]), { units: 'eV' });
      sink.writeTexts!(
        '/name',
        Array.from({ length: 11 }, (_, row) => `row ${row}`),
      );
    });
    const program = `
import numpy as np
from astropy.io import fits
with fits.open('ours.fits') as f:
    f.verify('exception')
    table = f['TABLE'].data
    for name in ${JSON.stringify(dtypes)}:
        i = np.arange(11); a = (i * 7 % 120) * np.where(i % 3 == 0, -1 if not name.startswith('u') else 1, 1)
        assert np.array_equal(table[name].astype('f8'), a), name
    print(f[0].data.shape, table['name'][10], f['TABLE'].columns['int8'].unit)`;
    expect(runPython(python, program, folder)).toBe('(7, 9) row 10 eV\n');
  });

  test('zarr reads our folders', async () => {
    const python = pythonWith('zarr');
    if (!python) return;
    const folder = freshFolder();
    const volume = array(values('float32', [5, 7, 9]), [5, 7, 9]);
    await saveVolume(join(folder, 'volume.zarr'), { volume, labels: array(new Uint8Array(40_000), [4, 100, 100]) });
    const program = `
import zarr, numpy as np
g = zarr.open('volume.zarr', mode='r')
a = g['entry/volume/data']; i = np.arange(315)
assert np.array_equal(a[:].ravel(), (i * 7 % 120) * np.where(i % 3 == 0, -1, 1))
labels = g['entry/labels/data']
print(g.attrs['default'], a.dtype, a.chunks, labels[:].sum(), labels.attrs['storage_codec'], labels.nbytes_stored() < 10_000)`;
    expect(runPython(python, program, folder)).toBe('entry float32 (1, 7, 9) 0 deflate True\n');
  });
});
