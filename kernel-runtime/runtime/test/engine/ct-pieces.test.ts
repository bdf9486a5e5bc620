import { closeStripThreads } from '@daisy-lab/compute';
import * as ct from '@daisy-lab/techniques/ct';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { Engine, ndarray, type AnyAlgorithm, type NdArray } from '@daisy-lab/runtime';

jest.setTimeout(120_000);
afterAll(() => closeStripThreads());

const [first, second, third] = [12, 14, 36];

/** Values between 0.1 and 1, with an outlier and a stripe. */
function values<const A extends readonly string[]>(axes: A): NdArray<'float32', A> {
  const data = Float32Array.from({ length: first * second * third }, (_, i) => {
    const place = i % third;
    return (
      0.1 + (((i * 7919) % 997) / 997) * 0.4 + 0.4 * Math.exp(-(((place - 18) / 9) ** 2)) + (place === 11 ? 0.1 : 0)
    );
  });
  data[777] = 40;
  return ndarray(data, [first, second, third], axes);
}

const angleStack = values(['angle', 'row', 'column']);
const counts = { ...angleStack, data: angleStack.data.map(value => value * 1000) };
const fields = (level: number): NdArray<'float32', readonly ['frame', 'row', 'column']> => ({
  ...values(['frame', 'row', 'column']),
  data: values(['frame', 'row', 'column']).data.map(value => level * (1 + value / 100)),
});
const slices = ndarray(values(['row', 'y', 'x']).data.slice(0, first * 14 * 14), [first, 14, 14], ['row', 'y', 'x']);
const scan = { proj: counts, flats: fields(2000), darks: fields(10) };

const cases: readonly (readonly [AnyAlgorithm, Record<string, unknown>, Record<string, unknown>?])[] = [
  [ct.flatLog, scan],
  [ct.normalizeInTime, scan],
  [ct.normalizeAir, { transmission: angleStack }, { airPx: 4 }],
  [ct.deadPixels, scan],
  [ct.zingers, { values: angleStack }, { sizePx: 5 }],
  [ct.zingers, { values: angleStack }, { threeD: true }],
  [ct.beamHardening, { lineIntegrals: angleStack }, { coefficients: [1, 0.1] }],
  [ct.crop, { proj: counts }, { firstRow: 3, endColumn: 20 }],
  [ct.bin, { proj: counts }],
  [ct.distortion, { values: angleStack }, { coefficients: [1, 1e-3] }],
  [ct.paganin, { transmission: angleStack }],
  ...[
    ct.stripeFourierWavelet,
    ct.stripeTitarenko,
    ct.stripeSmoothing,
    ct.stripeSorting,
    ct.stripeFiltering,
    ct.stripeFitting,
    ct.stripeLarge,
    ct.stripeDead,
    ct.stripeAll,
  ].map(method => [method as AnyAlgorithm, { lineIntegrals: angleStack }] as const),
  [ct.ringPolar, { slices }, { widthPx: 3 }],
  [ct.circularMask, { slices }],
  [ct.valueRange, { slices }],
  [ct.toIntegers, { slices, low: 0, high: 1 }],
  [ct.denoiseTv, { slices }, { iterations: 5 }],
  [ct.denoiseMedian, { slices }],
];

async function outcome(
  [algorithm, inputs, params = {}]: (typeof cases)[number],
  memoryBytes: number,
): Promise<Record<string, unknown>> {
  const outputs = (await Engine.local({ memoryBytes, results: null, threads: 2 }).run(algorithm, inputs, {
    params,
  })) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => {
      const array = value as Partial<NdArray> | undefined;
      return [name, array?.data ? [array.shape, [...(array.data as Float32Array)]] : value];
    }),
  );
}

describe('preparation and slices in pieces', () => {
  test.each(cases.map(one => [one[0].id, one] as const))(
    '%s gives the same bytes whatever the memory',
    async (_, one) => {
      const whole = await outcome(one, 1e9);
      expect(await outcome(one, 60_000)).toEqual(whole);
    },
  );
});
