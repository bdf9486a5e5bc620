import { closeStripThreads } from '@daisy-lab/compute';
import { ndarray, type AnyAlgorithm, type NdArray } from '@daisy-lab/core';
import {
  beamHardening,
  correctTilt,
  deadPixels,
  denoiseMedian,
  denoiseTv,
  normalizeAir,
  normalizeInTime,
  stitchFullTurn,
  toIntegers,
  zingers,
} from '@daisy-lab/techniques/ct';
import { afterAll, describe, expect, test } from '@jest/globals';
import { runBody } from '../describe-implementations.ts';
import { angleAxes, noise, relativeDifference, sliceAxes, stackOf } from './stacks.ts';
import { angleArray } from './worlds.ts';

afterAll(() => closeStripThreads());

const fieldAxes = ['frame', 'row', 'column'] as const;
// no multiple of four, and longer than the blocks that WebAssembly takes at once
const shape = [6, 5, 4099] as const;
const random = noise(21);
const values = stackOf(angleAxes, shape, () => 0.2 + random());
const counts = stackOf(angleAxes, shape, () => Math.floor(60_000 * random()));
const holed = stackOf(angleAxes, [3, 9, 37], (angle, row, column) =>
  (row * 37 + column + angle) % 53 === 0 ? Number.NaN : row === 4 && column > 33 ? Infinity : random(),
);
const slices = stackOf(sliceAxes, [3, 29, 43], () => random() - 0.3);
const holedSlices = ndarray(holed.data, holed.shape, sliceAxes);
const fields = (level: number, spread: number): NdArray<'float32', typeof fieldAxes> =>
  stackOf(fieldAxes, [6, 5, 4099], (frame, _row, column) =>
    column === 77 && frame === 2 ? 0 : level + (column % 100 === 13 ? 40 : 1) * frame + spread * random(),
  );
const beam = { proj: counts, flats: fields(40_000, 500), darks: fields(90, 9) };
const short = { ...beam, proj: ndarray(Uint16Array.from(counts.data), shape, angleAxes, 'count') };
const faulty = stackOf(fieldAxes, [2, 5, 4099], (_frame, _row, column) =>
  column % 97 < 2 ? 3 : column % 211 === 5 ? 90_000 : 9000 + column,
);
const flatPositions = ndarray(Float64Array.of(0, 0, 3, 3, 5, 5), [6], ['frame']);
const turn = angleArray(Float64Array.from({ length: 6 }, (_, i) => (i * Math.PI) / 3));

const cases: readonly (readonly [string, AnyAlgorithm, Record<string, unknown>, Record<string, unknown>])[] = [
  ['beam in time, whole counts', normalizeInTime, { ...short, flatPositions }, { exposureRatio: 1.7 }],
  ['beam in time, float counts', normalizeInTime, { ...beam }, { average: 'median', clipBelow: 0.01 }],
  ['air', normalizeAir, { transmission: values }, { airPx: 3 }],
  ['air of a narrow detector', normalizeAir, { transmission: stackOf(angleAxes, [2, 2, 6], random) }, { airPx: 3 }],
  ['beam hardening', beamHardening, { lineIntegrals: values }, { coefficients: [1, -0.3, 0.02, 0.004] }],
  ['dead pixels', deadPixels, { proj: short.proj, flats: faulty, darks: fields(90, 9) }, {}],
  ['dead pixels and holes', deadPixels, { proj: holed }, {}],
  ['zingers and holes', zingers, { values: holed }, { threshold: 0.2, sides: 'both' }],
  ['zingers over frames', zingers, { values: holed }, { threshold: 0.2, sizePx: 5, threeD: true }],
  ['zingers, any difference', zingers, { values: slicesAsAngles() }, { threshold: 0, sides: 'dark' }],
  ['stitching', stitchFullTurn, { lineIntegrals: values, anglesRad: turn, axisPx: 400.3 }, {}],
  [
    'stitching, other side',
    stitchFullTurn,
    { lineIntegrals: values, anglesRad: turn, axisPx: 3800 },
    { overlap: 'nearer' },
  ],
  ['tilt', correctTilt, { lineIntegrals: stackOf(angleAxes, [3, 40, 61], random), axisPx: 22.4, tiltRad: 0.06 }, {}],
  ['integers of 8 bits', toIntegers, { slices: holedSlices, low: 0.1, high: 0.7 }, { bits: '8' }],
  ['integers of 16 bits', toIntegers, { slices, low: -0.3, high: 0.7 }, { bits: '16' }],
  ['total variation', denoiseTv, { slices }, { weight: 0.2, iterations: 40 }],
  ['total variation, thin', denoiseTv, { slices: stackOf(sliceAxes, [1, 2, 3], random) }, { iterations: 3 }],
  ['median of 3', denoiseMedian, { slices: holedSlices }, {}],
  ['median of 5', denoiseMedian, { slices }, { sizePx: 5 }],
  ['median of 15, wider than the image', denoiseMedian, { slices: holedSlices }, { sizePx: 15 }],
  ['median of 1', denoiseMedian, { slices: holedSlices }, { sizePx: 1 }],
];

function slicesAsAngles(): NdArray<'float32', typeof angleAxes> {
  return ndarray(slices.data, slices.shape, angleAxes);
}

describe('the bodies agree within the tolerance of the contract', () => {
  test.each(cases)('%s', async (_, algorithm, inputs, params) => {
    const [first, ...others] = [...algorithm.implementations.keys()];
    const fast = (await runBody(algorithm, inputs, { name: first!, params })) as Record<string, unknown>;
    expect(others.length).toBeGreaterThan(0);
    for (const name of others) {
      const exact = (await runBody(algorithm, inputs, { name, params })) as Record<string, unknown>;
      const tolerance = algorithm.implementations.get(name)!.tolerance!;
      expect(Object.keys(fast)).toEqual(Object.keys(exact));
      for (const [output, value] of Object.entries(exact)) compare(fast[output], value, tolerance);
    }
  });
});

function compare(found: unknown, wanted: unknown, tolerance: number): void {
  if (!isArray(wanted) || !isArray(found)) return expect(found).toEqual(wanted);
  expect([found.dtype, found.shape, found.axes]).toEqual([wanted.dtype, wanted.shape, wanted.axes]);
  const [a, b] = [found.data, wanted.data].map(data => Float64Array.from(data as Float32Array));
  const finite = [...b!.keys()].filter(i => Number.isFinite(b![i]!));
  expect(finite.length).toBeGreaterThan(0.5 * b!.length);
  const odd = [...b!.keys()].filter(i => !Number.isFinite(b![i]!) && !Object.is(a![i], b![i]));
  expect(odd).toEqual([]);
  const difference = relativeDifference(
    finite.map(i => a![i]!),
    finite.map(i => b![i]!),
  );
  expect(difference).toBeLessThanOrEqual(tolerance);
}

function isArray(value: unknown): value is NdArray {
  return typeof value === 'object' && value !== null && 'dtype' in value;
}
