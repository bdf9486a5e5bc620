import { describe, expect, test } from '@jest/globals';
import type { ContractDescription, ObjectDescription } from '@daisy-lab/core';
import { schemas } from '@daisy-lab/techniques/schemas';
import { cellForAlgorithm, cellForObject, variableOf } from '../lib/workbench/algorithms/cell-code.js';
import { zhCN } from '../lib/i18n/zh-CN.js';
import { translateWith } from '../lib/kit/i18n/translate.js';
import { unitText } from '../lib/kit/i18n/unit-text.js';
import { durationText } from '../lib/kit/run/run-words.js';
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

test('sizes are told in three digits', () => {
  expect([0, 999, 1234, 5.678e9].map(bytesText)).toEqual(['0 B', '999 B', '1.23 kB', '5.68 GB']);
});

test.each([
  [12, '< 0.1 s'],
  [2140, '2.1 s'],
  [42_400, '42 s'],
  [420_000, '7 min'],
  [9_000_000, '2.5 h'],
])('%i ms read as %s', (milliseconds, text) => {
  expect(durationText(milliseconds, translateWith())).toBe(text);
});

test('units of contracts read as people write them, in their language', () => {
  const chinese = translateWith(zhCN);
  expect(['um', 'deg', 'keV', 'pixel'].map(unit => unitText(unit, translateWith()))).toEqual(['µm', '°', 'keV', 'px']);
  expect(unitText('pixel', chinese)).toBe('像素');
});
