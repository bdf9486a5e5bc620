import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { createSink, ndarray } from '@daisy-lab/runtime';
import { createServices } from '../../lib/services/index.js';
import { pythonWithH5py, writtenBy } from '../io/hdf5/hdf5-files.ts';
import { freshFolder } from '../support/worlds.ts';

const cwd = freshFolder();
const { services, close } = createServices({ cwd, emit: () => undefined });
const call = { signal: new AbortController().signal };
afterAll(close);

const hostile = '<img src=x onerror=alert(1)>';

async function plotFile(name = 'plot.h5'): Promise<string> {
  const sink = await createSink(join(cwd, name), { overwrite: true });
  sink.group('/entry', { NX_class: 'NXentry', default: 'data' });
  sink.group('/entry/data', { NX_class: 'NXdata', signal: 'stack', axes: ['angle', 'y', '.'] });
  const stack = Uint16Array.from({ length: 24 }, (_, at) => at);
  sink.write('/entry/data/stack', ndarray(stack, [2, 3, 4], ['angle', 'y', 'x']), { units: 'count' });
  sink.write('/entry/data/angle', ndarray(Float64Array.of(0, 90), [2], ['angle']), { units: 'deg' });
  sink.write('/entry/data/y', ndarray(Float64Array.of(1, 2), [2], ['y']));
  sink.group('/notes', { [hostile]: hostile });
  sink.group('/odd', { missing: Number.NaN, range: [0, Infinity] });
  sink.writeScalar('/notes/title', hostile);
  await sink.finish();
  return name;
}

describe('looking around in a file', () => {
  test('a group is listed page by page, in order, with what each name is', async () => {
    const path = await plotFile();
    const { result } = await services['data.list']!({ path, group: '/entry/data', first: 1, count: 1 }, call);
    expect(result).toEqual({
      total: 3,
      entries: [{ name: 'stack', path: '/entry/data/stack', kind: 'dataset', shape: [2, 3, 4], dtype: 'uint16' }],
    });
    const top = await services['data.list']!({ path, group: '/', first: 0, count: 10 }, call);
    expect(top.result.entries[0]).toMatchObject({ name: 'entry', kind: 'group', nxClass: 'NXentry' });
  });

  test('a NeXus file begins with its default plot, whose axes are named where they fit', async () => {
    const path = await plotFile();
    const { result } = await services['data.first']!({ path }, call);
    expect(result.dataset).toBe('/entry/data/stack');
    const { result: described } = await services['data.describe']!({ path, object: result.dataset! }, call);
    // y has another length than its axis, x has no dataset
    expect(described.axes).toEqual(['/entry/data/angle', null, null]);
    expect(described.attributes).toEqual({ units: 'count' });
  });

  test('names, attributes and texts are given as they are', async () => {
    const path = await plotFile();
    const { result } = await services['data.describe']!({ path, object: '/notes' }, call);
    expect(result.attributes).toEqual({ [hostile]: hostile });
    const { result: title } = await services['data.values']!({ path, dataset: '/notes/title', selection: [] }, call);
    expect(title).toEqual({ shape: [], dtype: null, texts: [hostile] });
  });

  test('of a large group the first members are given with their number', async () => {
    const sink = await createSink(join(cwd, 'many.h5'), { overwrite: true });
    for (let at = 0; at < 2001; at++) sink.group(`/many/${at}`);
    await sink.finish();
    const { result } = await services['data.entity']!({ path: 'many.h5', object: '/many' }, call);
    expect([result.children!.length, result.members]).toEqual([2000, 2001]);
    const { result: root } = await services['data.entity']!({ path: 'many.h5', object: '/' }, call);
    expect([root.children!.length, root.members]).toEqual([1, undefined]);
  });

  test('attributes that JSON has no number for go as text', async () => {
    const path = await plotFile();
    const { result } = await services['data.describe']!({ path, object: '/odd' }, call);
    expect(result.attributes).toEqual({ missing: 'NaN', range: ['0', 'Infinity'] });
  });

  test('a part of the values, and a line through them', async () => {
    const path = await plotFile();
    const place = { path, dataset: '/entry/data/stack' };
    const part = await services['data.values']!({ ...place, selection: [[1, 2], null, [2, 4]] }, call);
    expect(part.result).toEqual({ shape: [1, 3, 2], dtype: 'uint16' });
    expect(Array.from(part.arrays!['data']!.data as Uint16Array)).toEqual([14, 15, 18, 19, 22, 23]);
    const line = await services['data.curve']!({ ...place, axis: 1, at: [1, 0, 3], most: 100 }, call);
    expect(Array.from(line.arrays!['values']!.data as Float64Array)).toEqual([15, 19, 23]);
  });

  test('a long line comes as the extremes of its bins, so that a peak of one value is seen', async () => {
    const sink = await createSink(join(cwd, 'line.h5'), { overwrite: true });
    const values = new Float32Array(10_007);
    values[5003] = 9;
    values[7001] = Number.NaN;
    sink.write('/line', ndarray(values, [values.length], ['x']));
    await sink.finish();
    const line = { path: 'line.h5', dataset: '/line', axis: 0, at: [0], most: 100 };
    const { result, arrays } = await services['data.curve']!(line, call);
    const shown = Array.from(arrays!['values']!.data as Float64Array);
    expect(result).toEqual({ first: 0, end: 10_007, bin: 201 });
    expect(shown.length).toBe(100);
    expect(Math.max(...shown)).toBe(9);
    expect(shown.indexOf(9)).toBe(2 * Math.floor(5003 / 201) + 1);
  });

  test('bins that are longer than what is read at a time go over several reads', async () => {
    const sink = await createSink(join(cwd, 'longer.h5'), { overwrite: true });
    const values = new Uint8Array(9_000_000).fill(5);
    [values[4_400_000], values[4_300_000], values[8_999_999]] = [9, 1, 7];
    sink.write('/line', ndarray(values, [values.length], ['x']));
    await sink.finish();
    const line = { path: 'longer.h5', dataset: '/line', axis: 0, at: [0], most: 4 };
    const { result, arrays } = await services['data.curve']!(line, call);
    expect(result).toEqual({ first: 0, end: 9_000_000, bin: 4_500_000 });
    expect(Array.from(arrays!['values']!.data as Float64Array)).toEqual([1, 9, 5, 7]);
  });

  test('a search takes all words, and says when it has not looked at everything', async () => {
    const path = await plotFile();
    const { result } = await services['data.search']!({ path, words: 'ENTRY stack', most: 10 }, call);
    expect(result.entries.map(entry => entry.path)).toEqual(['/entry/data/stack']);
    expect(result.complete).toBe(true);
    const { result: cut } = await services['data.search']!({ path, words: 'a', most: 1 }, call);
    expect(cut).toMatchObject({ entries: [{ path: '/entry/data' }], complete: false });
  });

  test('of very many attributes the first thousand are listed, and how many there are', async () => {
    const sink = await createSink(join(cwd, 'attributes.h5'));
    sink.group('/many', Object.fromEntries(Array.from({ length: 1200 }, (_, at) => [`a${at}`, at])));
    await sink.finish();
    const asked = { path: 'attributes.h5', object: '/many' };
    const { result } = await services['data.describe']!(asked, call);
    expect([Object.keys(result.attributes).length, result.attributeCount]).toEqual([1000, 1200]);
    expect((await services['data.entity']!(asked, call)).result.attributes).toHaveLength(1000);
  });

  test('a file without a byte is said to be empty', async () => {
    writeFileSync(join(cwd, 'empty.h5'), '');
    const list = services['data.list']!({ path: 'empty.h5', group: '/', first: 0, count: 10 }, call);
    await expect(list).rejects.toMatchObject({ tag: 'File', message: expect.stringMatching(/empty\.h5 is empty\.$/) });
  });

  test('words of attributes are found where they are asked for, and only there', async () => {
    const path = await plotFile();
    const found = async (words: string, attributes: boolean): Promise<readonly string[]> => {
      const { result } = await services['data.search']!({ path, words, most: 10, attributes }, call);
      return result.entries.map(entry => entry.path);
    };
    expect(await found('units=deg', true)).toEqual(['/entry/data/angle']);
    expect(await found('data NXdata', true)).toEqual(['/entry/data']);
    expect(await found('units=deg', false)).toEqual([]);
  });

  test('what is not there, and what is too much, is said in a sentence', async () => {
    const path = await plotFile();
    const list = services['data.list']!({ path, group: '/gone', first: 0, count: 1 }, call);
    await expect(list).rejects.toThrow(/There is no group \/gone in .*plot\.h5\./);
    const described = services['data.describe']!({ path, object: '/gone' }, call);
    await expect(described).rejects.toThrow(/There is no \/gone/);
    const broken = { path, dataset: '/entry/data/stack', selection: [['a', 2]] as never };
    await expect(services['data.values']!(broken, call)).rejects.toThrow(/two whole numbers/);
  });

  test('a file that was replaced is read anew, and one that is damaged is refused', async () => {
    const path = await plotFile('later.h5');
    await services['data.list']!({ path, group: '/', first: 0, count: 1 }, call);
    const sink = await createSink(join(cwd, path), { overwrite: true });
    sink.group('/other');
    await sink.finish();
    const { result } = await services['data.list']!({ path, group: '/', first: 0, count: 9 }, call);
    expect(result.entries.map(({ name }) => name)).toEqual(['other']);
    appendFileSync(join(cwd, 'text.h5'), 'no data');
    await expect(services['data.list']!({ path: 'text.h5', group: '/', first: 0, count: 1 }, call)).rejects.toThrow(
      /not an HDF5 file/,
    );
  });
});

const python = pythonWithH5py();
(python ? test : test.skip)('values of other types and links as h5py wrote them', async () => {
  const folder = writtenBy(
    python!,
    `
with h5py.File('types.h5', 'w') as f:
    f['peaks'] = np.array([(1, 2.5, b'ab'), (2, 3.5, b'cd')], dtype=[('n', 'i4'), ('e', 'f8'), ('s', 'S4')])
    f['words'] = ['one', 'two']
    f['complex'] = np.array([1 + 2j])
    f['flags'] = np.array([True, False])
    f['flags'].attrs['limits'] = np.array([(1, 2)], dtype=[('low', 'i4'), ('high', 'i4')])
    f['nothing'] = h5py.Empty('f4')
    f['gaps'] = np.array([(np.nan, 3)], dtype=[('e', 'f4'), ('n', 'i8')])
    f['soft'] = h5py.SoftLink('/nowhere')
    f['ext'] = h5py.ExternalLink('missing.h5', '/x')
    f['refs'] = np.array([f['words'].ref, f.ref], dtype=h5py.ref_dtype)
    f['halves'] = np.array([(1, 2)], dtype=[('a', 'f2'), ('b', 'i4')])
`,
  );
  const path = join(folder, 'types.h5');
  const texts = async (dataset: string): Promise<readonly string[] | undefined> =>
    (await services['data.values']!({ path, dataset, selection: [] }, call)).result.texts;
  expect(await texts('/peaks')).toEqual(['{n: 1, e: 2.5, s: ab}', '{n: 2, e: 3.5, s: cd}']);
  expect(await texts('/words')).toEqual(['one', 'two']);
  expect((await services['data.describe']!({ path, object: '/words' }, call)).result.typeName).toBe('text');
  expect(await texts('/complex')).toEqual(['{r: 1, i: 2}']);
  expect(await texts('/refs')).toEqual(['reference', 'reference']);
  expect(await texts('/halves')).toEqual(['{a: 1, b: 2}']);
  const { result } = await services['data.list']!({ path, group: '/', first: 0, count: 9 }, call);
  const links = result.entries.filter(({ kind }) => kind === 'link');
  expect(links.map(({ name, target }) => [name, target])).toEqual([
    ['ext', 'missing.h5::/x'],
    ['soft', '/nowhere'],
  ]);

  const { result: root } = await services['data.entity']!({ path, object: '/' }, call);
  const types = Object.fromEntries(root.children!.map(({ name, kind, type, shape }) => [name, { kind, type, shape }]));
  const int32 = { class: 'integer', signed: true, bytes: 4, littleEndian: true };
  const float64 = { class: 'float', bytes: 8, littleEndian: true };
  const text = (bytes: number | null, utf8: boolean) => ({ class: 'text', utf8, bytes });
  expect(types).toMatchObject({
    peaks: {
      kind: 'dataset',
      shape: [2],
      type: {
        class: 'compound',
        fields: [
          { name: 'n', type: int32 },
          { name: 'e', type: float64 },
          { name: 's', type: text(4, false) },
        ],
      },
    },
    words: { type: text(null, true), shape: [2] },
    complex: { type: { class: 'compound', fields: [{ name: 'r' }, { name: 'i' }] } },
    flags: { type: { class: 'enum', names: { FALSE: 0, TRUE: 1 } } },
    nothing: { kind: 'dataset', shape: null },
    soft: { kind: 'link' },
    ext: { kind: 'link' },
  });
  const flags = root.children!.find(({ name }) => name === 'flags')!;
  expect(flags.attributes).toMatchObject([
    { name: 'limits', shape: [1], value: [[1, 2]], type: { class: 'compound' } },
  ]);
  const items = async (dataset: string, selection: readonly (readonly [number, number])[] = []): Promise<unknown> =>
    (await services['data.items']!({ path, dataset, selection }, call)).result.items;
  expect(await items('/peaks', [[1, 2]])).toEqual([[2, 3.5, 'cd']]);
  expect(await items('/words')).toEqual(['one', 'two']);
  expect(await items('/gaps')).toEqual([[null, 3]]);
});
