import { describe, expect, test } from '@jest/globals';
import type { ContractDescription, ObjectDescription } from '@daisy-lab/core';
import { schemas } from '@daisy-lab/techniques/schemas';
import { cellForAlgorithm, cellForObject, variableOf } from '../lib/workbench/algorithms/cell-code.js';
import { histogramOf } from '../lib/workbench/inspector/histogram.js';
import { ObjectSource } from '../lib/workbench/inspector/object-source.js';
import { curveOf, limitsOf, pooled, previewSelection, samplesOf } from '../lib/workbench/objects/preview.js';
import { bytesText } from '../lib/workbench/words.js';

const contract = (id: string): ContractDescription =>
  (schemas as never as readonly ContractDescription[]).find(one => one.id === id)!;

const array = (change: Partial<ObjectDescription>): ObjectDescription => ({
  id: 'id',
  name: 'a',
  kind: 'array',
  dtype: 'float32',
  shape: [3, 2, 2],
  axes: ['z', 'y', 'x'],
  bytes: 0,
  place: 'memory',
  references: 0,
  createdMs: 0,
  ...change,
});

describe('histogram', () => {
  test('counts lie between the lowest and the highest value; what is no number is apart', () => {
    const { low, high, counts, invalid } = histogramOf(Float32Array.of(0, 1, 1, 4, Number.NaN, Infinity), 4);
    expect({ low, high, counts, invalid }).toEqual({ low: 0, high: 4, counts: [1, 2, 0, 1], invalid: 2 });
    expect(histogramOf(Float32Array.of(7, 7), 4).counts).toEqual([2, 0, 0, 0]);
  });
});

describe('cells', () => {
  test('an object is read by name, with its type', () => {
    const code = cellForObject(array({ name: 'tooth, hann' }));
    expect(code).toBe(
      "import { store, type NdArray } from '@daisy-lab/runtime';\n\n" +
        "const toothHann = (await store.get('tooth, hann').read()) as NdArray<'float32', readonly ['z', 'y', 'x']>;",
    );
  });

  test('a hostile name stays a name', () => {
    const code = cellForObject(array({ name: "'); process.exit(); ('\n", kind: 'value' }));
    expect(code).toContain("store.get('\\'); process.exit(); (\\'\\u000a')");
    expect(code.split('\n')).toHaveLength(3);
  });

  test.each([
    ['projections', 'projections'],
    ['2nd try', 'array2ndTry'],
    ['class', 'classValue'],
    ['重建 结果', '重建结果'],
    ['!', 'array'],
  ])('%s becomes the variable %s', (name, variable) => {
    expect(variableOf(name, 'array')).toBe(variable);
  });

  test('an algorithm runs with what is needed; optional inputs are left out', () => {
    expect(cellForAlgorithm(contract('ct.normalize'), { clipBelow: 0.01 })).toBe(
      "import { ct, Engine } from '@daisy-lab/runtime';\n\n" +
        'const { transmission, deadPixels } = await Engine.local().run(ct.normalize, { proj }, { params: { clipBelow: 0.01 } });',
    );
  });

  test('a scan is opened first', () => {
    const code = cellForAlgorithm(contract('ct.full'), {});
    expect(code).toContain("const scan = await openScan('scan.h5');");
    expect(code).toContain('.run(ct.full, { scan })');
  });

  test('an algorithm that is no name of a technique comes from the catalogue', () => {
    const code = cellForAlgorithm({ ...contract('ct.minusLog'), id: 'my-lab.special.step' }, {});
    expect(code).toContain("catalogue.find(({ id }) => id === 'my-lab.special.step')!");
  });
});

describe('small pictures', () => {
  test('show the frame in the middle, or the whole curve; what is too large is left out', () => {
    expect(previewSelection(array({ shape: [5, 4, 4] }))).toEqual([[2, 3], null, null]);
    expect(previewSelection(array({ shape: [7, 1, 100] }))).toEqual([[3, 4], [0, 1], null]);
    expect(previewSelection(array({ shape: [9] }))).toEqual([null]);
    expect(previewSelection(array({ shape: [4000, 4000] }))).toBeNull();
    expect(previewSelection(array({ shape: [0, 3] }))).toBeNull();
    expect(previewSelection(array({ kind: 'table' }))).toBeNull();
  });

  test('pool by means and pass over what is no number', () => {
    const tile = pooled(Float32Array.of(1, 3, NaN, 5, 7, 9, NaN, NaN), 4, 2, 2);
    expect([tile.width, tile.height]).toEqual([2, 1]);
    expect([...tile.data]).toEqual([5, 5]);
    expect(limitsOf(Float32Array.of(NaN))).toEqual([0, 1]);
  });

  test('keep peaks of long curves', () => {
    const data = new Float32Array(1000);
    data[501] = 7;
    expect(Math.max(...curveOf(data, 10).high)).toBe(7);
    expect(curveOf(Float32Array.of(1, 2), 10).low).toEqual([1, 2]);
  });

  test('64-bit integers are drawn as numbers', () => {
    expect([...samplesOf(BigInt64Array.of(1n, -2n))]).toEqual([1, -2]);
  });
});

describe('an array as a stack of images', () => {
  const asked: unknown[] = [];
  const link = {
    request: async (_: string, params: { selection: [number, number][] }) => {
      asked.push(params.selection);
      const frame = params.selection[0]![0] * 2 + params.selection[1]![0];
      return { result: {}, arrays: { data: { data: Float32Array.of(1, 2, 3, 4).map(v => v + 10 * frame) } } };
    },
  } as never;

  test('reads one frame at a time, keeps it, and pools it', async () => {
    const source = new ObjectSource(link, array({ shape: [3, 2, 2, 2] }));
    expect(source.frames).toBe(6);
    expect(await source.value(3, 1, 0)).toBe(32);
    const area = {
      frame: 3,
      x: 0,
      y: 0,
      width: 2,
      height: 2,
      binX: 2,
      binY: 2,
      pool: 'max',
      quality: 'exact',
    } as const;
    const tile = await source.tile(area);
    expect([...tile.data]).toEqual([34]);
    expect(asked).toEqual([[[1, 2], [1, 2], null, null]]);
    expect((await source.histogram(3, 2)).counts).toEqual([2, 2]);
  });
});

test('sizes are told in three digits', () => {
  expect([0, 999, 1234, 5.678e9].map(bytesText)).toEqual(['0 B', '999 B', '1.23 kB', '5.68 GB']);
});
