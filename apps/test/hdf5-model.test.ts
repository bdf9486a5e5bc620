import { afterEach, describe, expect, jest, test } from '@jest/globals';
import type { DataDescription, DataEntry } from '@daisy-lab/core';
import { cellCode } from '../lib/hdf5/cell-code.js';
import { csvText } from '../lib/hdf5/export/csv.js';
import { curveSvg } from '../lib/kit/curves/curve-svg.js';
import { npyFile } from '../lib/hdf5/export/npy.js';
import { tiffFile } from '../lib/hdf5/export/tiff.js';
import { addressOf, emptyHdf5State, type Hdf5State } from '../lib/hdf5/hdf5-state.js';
import { Hdf5Model } from '../lib/hdf5/model/hdf5-model.js';
import { accessFor, copyName } from '../lib/hdf5/model/rechunk-part.js';
import {
  axisPairs,
  chunksPerImage,
  dragSelection,
  frameOf,
  indexOfFrame,
  selectionOf,
  viewsOf,
} from '../lib/hdf5/model/shapes.js';
import { storageAdvice } from '../lib/hdf5/model/storage-advice.js';
import { ScriptedLink, settle } from './scripted-link.ts';

const stack: DataDescription = {
  path: '/entry/data/stack',
  kind: 'dataset',
  shape: [5, 4, 6],
  dtype: 'uint16',
  typeName: 'uint16',
  attributes: {},
  storage: null,
  axes: [null, null, null],
};
const line: DataDescription = { ...stack, path: '/entry/data/line', shape: [7], axes: [null] };

const members: Record<string, readonly Partial<DataEntry>[]> = {
  '/': [{ path: '/entry', kind: 'group' }],
  '/entry': [{ path: '/entry/data', kind: 'group' }],
  '/entry/data': [
    { path: line.path, kind: 'dataset' },
    { path: stack.path, kind: 'dataset' },
  ],
};

/** A file with a stack that is its default plot, and a line. */
function world(over = {}): ScriptedLink {
  let handles = 0;
  return new ScriptedLink({
    'data.list': ({ group }: { group: string }) => ({ total: members[group]!.length, entries: members[group]! }),
    'data.first': () => ({ dataset: stack.path }),
    'data.describe': ({ object }: { object: string }) => (object === line.path ? line : stack),
    'data.curve': () => ({ first: 0, end: 7, bin: 1 }),
    'viewer.open': () => ({ handle: `v${++handles}`, width: 6, height: 4, frames: 5, dtype: 'uint16', version: 1 }),
    'viewer.project': () => ({ handle: `p${++handles}`, width: 6, height: 4, frames: 1, dtype: 'float64', version: 1 }),
    'viewer.difference': () => ({
      handle: `d${++handles}`,
      width: 6,
      height: 4,
      frames: 5,
      dtype: 'float64',
      version: 1,
    }),
    'viewer.statistics': () => ({ count: 1 }),
    'viewer.close': () => ({}),
    ...over,
  });
}

const models: Hdf5Model[] = [];
afterEach(() => {
  models.splice(0).forEach(model => model.dispose());
  jest.useRealTimers();
});

async function browser(
  link: ScriptedLink,
  state: Partial<Hdf5State> = {},
): Promise<{ model: Hdf5Model; saved: Hdf5State[] }> {
  const saved: Hdf5State[] = [];
  const model = new Hdf5Model(link, { ...emptyHdf5State, file: 'scan.h5', ...state }, now => saved.push(now));
  models.push(model);
  await settle();
  await settle();
  return { model, saved };
}

const openHandles = (link: ScriptedLink): number => {
  const of = (method: string): number => link.count(method);
  return of('viewer.open') + of('viewer.project') + of('viewer.difference') - of('viewer.close');
};

describe('the browser', () => {
  test('begins with the default plot, unfolded down to it', async () => {
    const { model, saved } = await browser(world());
    expect(model.getView()).toMatchObject({ view: 'image', image: { viewer: { handle: 'v1' } } });
    expect(model.getView().tree.rows.indexOf(stack.path)).toBe(3);
    expect(saved.at(-1)).toMatchObject({ object: stack.path, open: ['/', '/entry', '/entry/data'] });
  });

  test('comes back to the saved object, slice and view without asking what is first', async () => {
    const link = world();
    const { model } = await browser(link, { object: stack.path, index: [3, 0, 0], view: 'table' });
    expect(link.count('data.first')).toBe(0);
    expect(model.getView()).toMatchObject({ view: 'table', index: [3, 0, 0] });
    expect(model.selection).toEqual([[3, 4], null, null]);
    expect(link.count('viewer.open')).toBe(0);
  });

  test('gives back every viewer that it has opened', async () => {
    const link = world();
    const { model } = await browser(link);
    await model.image.put('mean');
    await model.refresh();
    await settle();
    await model.select(line.path);
    await settle();
    expect(model.getView()).toMatchObject({ view: 'curve', image: { viewer: null } });
    expect(openHandles(link)).toBe(0);
  });

  test('a refresh keeps slice and view, and shows the old picture until the new one is there', async () => {
    let answer: (value: unknown) => void = () => undefined;
    let calls = 0;
    const info = { width: 6, height: 4, frames: 5, dtype: 'uint16', version: 1 };
    const slow = (): unknown =>
      ++calls === 1
        ? { ...info, handle: 'first' }
        : new Promise(resolve => (answer = () => resolve({ ...info, handle: 'second' })));
    const { model } = await browser(world({ 'viewer.open': slow }));
    model.setFrame(2);
    void model.refresh();
    await settle();
    expect(model.getView().image.viewer?.handle).toBe('first');
    answer(undefined);
    await settle();
    expect(model.getView().image.viewer?.handle).toBe('second');
    expect(model.frame).toBe(2);
  });

  test('follows a growing stack: at the last image it goes on to the newest, elsewhere it stays', async () => {
    jest.useFakeTimers();
    let frames = 5;
    const link = world({ 'data.describe': () => ({ ...stack, shape: [frames, 4, 6] }) });
    const { model } = await browser(link);
    model.follow(true);
    model.setFrame(4);
    frames = 9;
    jest.advanceTimersByTime(1000);
    await settle();
    expect(model.frame).toBe(8);
    model.setFrame(2);
    frames = 12;
    jest.advanceTimersByTime(1000);
    await settle();
    expect(model.getView().described?.shape).toEqual([12, 4, 6]);
    expect(model.frame).toBe(2);
  });

  test('plays through the stack and begins again', async () => {
    jest.useFakeTimers();
    const { model } = await browser(world());
    model.setFrame(3);
    model.play(true);
    jest.advanceTimersByTime(240);
    expect(model.frame).toBe(0);
    await model.select(line.path);
    expect(model.getView().playing).toBe(false);
  });

  test('what cannot be described is said; a kernel that comes back shows the same place again', async () => {
    const link = world();
    const { model } = await browser(link, { object: stack.path, index: [1, 0, 0] });
    link.setState('dead');
    expect(model.getView().described?.path).toBe(stack.path);
    link.setState('ready');
    await settle();
    await settle();
    expect(link.count('viewer.open')).toBe(2);
    expect(model.frame).toBe(1);
    link.answers['data.describe'] = () => Promise.reject(new Error('There is no /gone in scan.h5.'));
    await model.select('/gone');
    expect(model.getView().error?.message).toMatch(/There is no \/gone/);
  });

  test('other axes make another stack, whose sliders go along what is left; another dataset begins anew', async () => {
    const link = world();
    const { model, saved } = await browser(link);
    model.setIndex(0, 3);
    model.setImageAxes([0, 2]);
    await settle();
    const asked = (): unknown => link.asked.filter(({ method }) => method === 'viewer.open').at(-1)?.params;
    expect(asked()).toEqual({ source: 'scan.h5::/entry/data/stack', image: [0, 2] });
    model.setFrame(2);
    expect(model.getView().index).toEqual([3, 2, 0]);
    expect(model.selection).toEqual([null, [2, 3], null]);
    model.treat('log');
    await settle();
    expect(asked()).toMatchObject({ image: [0, 2], flat: true, log: true });
    expect(saved.at(-1)).toMatchObject({ image: [0, 2], treatment: 'log' });
    await model.select(line.path);
    await model.select(stack.path);
    await settle();
    expect(asked()).toEqual({ source: 'scan.h5::/entry/data/stack' });
  });

  test('a kept image is compared with what comes after it, and everything is given back', async () => {
    const link = world();
    const { model } = await browser(link);
    model.setFrame(2);
    model.keepImage();
    await settle();
    model.setFrame(4);
    model.compare.setMode('difference');
    await settle();
    expect(link.asked.find(({ method }) => method === 'viewer.project')?.params).toMatchObject({ first: 2, end: 3 });
    expect(model.getView().compare.difference).not.toBeNull();
    model.compare.setTogether(true);
    await settle();
    const { compare, image } = model.getView();
    expect(link.asked.filter(({ method }) => method === 'viewer.difference').at(-1)?.params).toEqual({
      first: compare.viewer?.handle,
      second: image.viewer?.handle,
    });
    link.setState('dead');
    link.setState('ready');
    await settle();
    await settle();
    expect(model.getView().compare).toMatchObject({ kept: { frame: 2 }, error: null });
    model.compare.close();
    model.image.close();
    // two were opened in the kernel that has gone, with the difference between them
    expect(openHandles(link)).toBe(2);
  });

  test('a copy with other chunks is followed to its end', async () => {
    const going = { run: 'r1', state: 'running', progress: 0.2, outputs: {}, error: null };
    const ended = { ...going, state: 'done', progress: 1, outputs: { file: 'scan-rows.h5' } };
    const link = world({ 'data.rechunk': () => going, 'run.status': () => ended });
    const { model } = await browser(link);
    await model.rechunk.start('scan.h5', 'scan-rows.h5', 'rows');
    await settle();
    expect(model.getView().rechunk).toMatchObject({ run: { state: 'done' }, error: null });
    expect(accessFor([5, 4, 6], [0, 2])).toBe('rows');
    expect(accessFor([5, 4, 6], [2, 1])).toBe('frames');
    expect(accessFor([5, 4, 6], [0, 1])).toBe('cube');
    expect(copyName('folder.d/scan.nxs', 'rows')).toBe('folder.d/scan-rows.h5');
  });

  test('measures the region that was drawn last', async () => {
    const link = world();
    const { model } = await browser(link);
    model.image.choose('region', 0);
    model.image.draw({ kind: 'rectangle', from: { x: 4.2, y: 3 }, to: { x: 1.1, y: 1 } }, 2);
    await settle();
    expect(link.asked.filter(({ method }) => method === 'viewer.statistics').at(-1)?.params).toEqual({
      ...{ handle: 'v1', frame: 2 },
      ...{ x: 1, y: 1, width: 3, height: 2 },
    });
  });
});

describe('shapes', () => {
  test('each rank has its views; text has only a table', () => {
    expect(viewsOf(stack)).toEqual(['image', 'curve', 'table']);
    expect(viewsOf({ ...stack, attributes: { interpretation: 'spectrum' } })[0]).toBe('curve');
    expect(viewsOf(line)).toEqual(['curve', 'table']);
    expect(viewsOf({ ...line, dtype: null })).toEqual(['table']);
    expect(viewsOf({ ...line, shape: [] })).toEqual(['text']);
    expect(viewsOf({ ...stack, shape: [0, 4, 6] })).toEqual(['text']);
    expect(viewsOf({ ...stack, kind: 'group' })).toEqual([]);
  });

  test('frames and indices are each other’s inverse', () => {
    const shape = [3, 4, 5, 6];
    for (let frame = 0; frame < 12; frame++)
      expect(frameOf(indexOfFrame(frame, [0, 0, 2, 3], shape), shape)).toBe(frame);
    expect(indexOfFrame(7, [0, 0, 2, 3], shape)).toEqual([1, 3, 2, 3]);
    expect(selectionOf('curve', shape, [1, 2, 3, 4], 0)).toEqual([null, [2, 3], [3, 4], [4, 5]]);
    expect(selectionOf('table', [9], [0], 0)).toEqual([null]);
  });

  test('any two axes can be the image: in their order first, then turned', () => {
    expect(axisPairs(3)).toEqual([
      ...[
        [1, 2],
        [0, 2],
        [0, 1],
      ],
      ...[
        [2, 1],
        [2, 0],
        [1, 0],
      ],
    ]);
    const shape = [3, 4, 5];
    for (let frame = 0; frame < 4; frame++)
      expect(frameOf(indexOfFrame(frame, [1, 0, 2], shape, [0, 2]), shape, [0, 2])).toBe(frame);
    expect(selectionOf('image', shape, [1, 2, 3], 0, [2, 0])).toEqual([null, [2, 3], null]);
  });

  test('chunks are judged by the images that are looked at', () => {
    const stored = (chunks: number[], filters: string[] = []): DataDescription => ({
      ...stack,
      shape: [500, 400, 600],
      storage: { layout: 'chunked', chunks, filters, slowBecause: null },
    });
    const because = (described: DataDescription, image: readonly [number, number] = [1, 2]): string | undefined =>
      storageAdvice(described, image)?.because;
    expect(because(stored([1, 400, 600]))).toBeUndefined();
    expect(because(stored([1, 400, 600], ['gzip']))).toBe('gzip');
    expect(because(stored([16, 100, 100]))).toBe('spread');
    expect(because(stored([1, 20, 20]))).toBe('small');
    expect(storageAdvice(stored([1, 400, 600]), [0, 2])).toEqual({
      ...{ because: 'spread', times: 400, chunks: 500 },
      better: [500, 1, 600],
    });
    expect(because({ ...stored([16, 100, 100]), shape: [16, 100, 100] })).toBeUndefined();
    expect(dragSelection([500, 400, 600], 'uint16')).toEqual([[0, 1], null, null]);
    expect(dragSelection([5, 4, 6], 'uint16')).toEqual([]);
  });

  test('chunks that hold many images make one image dear', () => {
    expect(chunksPerImage([64, 100, 100], [16, 50, 100], 2)).toEqual({ chunks: 2, bytes: 320_000, imageBytes: 20_000 });
    expect(chunksPerImage([64, 100, 100], null, 2)).toBeNull();
  });
});

describe('what leaves the browser', () => {
  test('a cell reads the shown part, in the language of its notebook, whatever the names hold', () => {
    const object = '/a"b/2 theta';
    const typescript = cellCode({ language: 'typescript', file: 'x.h5' }, object, [[3, 4], null]);
    expect(typescript).toContain(
      `const data2_theta = await withSource("x.h5", source => source.read("/a\\"b/2 theta", [[3, 4], null]));`,
    );
    const python = cellCode({ language: 'python', file: 'x.h5' }, '/entry/class', [[3, 4], null, [1, 5]]);
    expect(python).toContain(`class_values = file["/entry/class"][3, :, 1:5]`);
    const pythonFor = (file: string): string => cellCode({ language: 'python', file }, '/data', [[3, 4], null]);
    expect(pythonFor('a.npy')).toContain(`data = numpy.load("a.npy", mmap_mode='r')[3, :]`);
    expect(pythonFor('scans/a.tif')).toContain(`data = tifffile.imread("scans/a.tif")[3, :]`);
    expect(cellCode({ language: 'python', file: 'v.zarr' }, '/x', [])).toContain(`mode='r')["/x"][...]`);
  });

  test('an address is a path of the open file, or names another file', () => {
    const open = '/data/scan.h5';
    expect(addressOf(' /entry/data/ ', open)).toEqual({ file: open, object: '/entry/data' });
    expect(addressOf('/', open)).toEqual({ file: open, object: '/' });
    expect(addressOf('/other/b.h5::/entry', open)).toEqual({ file: '/other/b.h5', object: '/entry' });
    expect(addressOf('b.h5::/entry', open)).toEqual({ file: '/data/b.h5', object: '/entry' });
    expect(addressOf('entry/data', open)).toBeNull();
    expect(addressOf('/a::b', open)).toEqual({ file: open, object: '/a::b' });
    expect(addressOf('b.h5::/a::b', open)).toEqual({ file: '/data/b.h5', object: '/a::b' });
  });

  test('an npy file has the header of NumPy, aligned to 64 bytes', () => {
    const file = npyFile('uint16', [2, 3], Uint16Array.of(1, 2, 3, 4, 5, 6));
    const head = String.fromCharCode(...file.subarray(0, 128));
    expect(head).toMatch(
      /^\u0093NUMPY\u0001\u0000v\u0000\{'descr': '<u2', 'fortran_order': False, 'shape': \(2, 3\), \} *\n?/,
    );
    expect(file.length % 64).toBe(12);
    expect(new Uint16Array(file.slice(-12).buffer)).toEqual(Uint16Array.of(1, 2, 3, 4, 5, 6));
  });

  test('a TIFF file has its tags in order and its pixels as they are', () => {
    const file = tiffFile(3, 2, Float32Array.of(1, 2, 3, 4, 5, 6));
    const view = new DataView(file.buffer);
    const count = view.getUint16(8, true);
    const tags = Array.from({ length: count }, (_, i) => view.getUint16(10 + i * 12, true));
    expect(tags).toEqual([...tags].sort((a, b) => a - b));
    const valueOf = (tag: number): number => view.getUint32(10 + tags.indexOf(tag) * 12 + 8, true);
    expect([256, 257, 258, 279, 339].map(valueOf)).toEqual([3, 2, 32, 24, 3]);
    expect(new Float32Array(file.slice(valueOf(273)).buffer)).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6));
  });

  test('a drawing of curves leaves gaps, has round ticks, and shows markup as text', () => {
    const drawing = curveSvg({
      ...{ x: [0, 1, 2, 3], xLabel: 'a < b', yLabel: '<script>' },
      curves: [
        { label: 'one', y: [0, 10, Number.NaN, 5] },
        { label: 'two & three', y: [1, 1, 1, 1] },
      ],
    });
    const page = new DOMParser().parseFromString(drawing, 'image/svg+xml');
    expect(page.querySelector('parsererror')).toBeNull();
    expect(page.querySelector('script')).toBeNull();
    const words = Array.from(page.querySelectorAll('text'), ({ textContent }) => textContent);
    expect(words).toEqual(expect.arrayContaining(['a < b', '<script>', 'two & three', '0', '1', '2', '3', '10']));
    const [first = ''] = Array.from(page.querySelectorAll('[fill="none"] path'), path => path.getAttribute('d') ?? '');
    expect(first.match(/M/g)).toHaveLength(2);
  });

  test('names with commas and quotes stay one column', () => {
    expect(
      csvText(
        ['x', 'a,"b"'],
        [
          [1, 2],
          [3, Number.NaN],
        ],
      ),
    ).toBe('x,"a,""b"""\r\n1,3\r\n2,NaN\r\n');
  });
});
