import {
  axisEvidence,
  axisMethods,
  findAxis,
  fitAxisLine,
  halfTurnAngles,
  memoryScan,
  projectEllipses,
  simulateScan,
  type Ellipse,
} from '@daisy-lab/techniques/ct';
import { describe, expect, jest, test } from '@jest/globals';
import { runBody } from '../describe-implementations.ts';
import { openDataExchange, testWith } from './real-data.ts';
import { lineIntegralsOf, oneRow } from './worlds.ts';

jest.setTimeout(120_000);

/** Wide and narrow ellipses, none about the axis. */
const parts: readonly Ellipse[] = [
  { xPx: 8, yPx: -5, semiAxesPx: [80, 62], tiltRad: 0.4, attenuation: 0.01 },
  { xPx: -30, yPx: 20, semiAxesPx: [14, 9], tiltRad: 1.1, attenuation: 0.02 },
  { xPx: 41, yPx: 22, semiAxesPx: [6, 11], tiltRad: 0, attenuation: 0.03 },
  { xPx: 5, yPx: -40, semiAxesPx: [3, 3], tiltRad: 0, attenuation: 0.05 },
];

/** Normal numbers from a seed. */
function noiseFrom(seed: number): () => number {
  let state = seed;
  const uniform = (): number => (state = (state * 16807) % 2147483647) / 2147483647;
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

function withNoise(sinogram: Float32Array, share: number): Float32Array {
  const top = sinogram.reduce((a, b) => Math.max(a, b), 0);
  const normal = noiseFrom(11);
  return sinogram.map(value => value + share * top * normal());
}

describe.each(axisMethods.filter(method => method !== 'overlap'))('method %s', method => {
  test.each([117.3, 131.75])('finds the axis at %d within 0.1 px clean and 0.5 px at 2 %% noise', axisPx => {
    const anglesRad = Float64Array.from({ length: 361 }, (_, i) => (i * Math.PI) / 360);
    const sinogram = projectEllipses(parts, anglesRad, 256, axisPx);
    const clean = axisEvidence(oneRow(sinogram, anglesRad), anglesRad, { method });
    const noisy = axisEvidence(oneRow(withNoise(sinogram, 0.02), anglesRad), anglesRad, { method });
    expect(Math.abs(clean.axisPx - axisPx)).toBeLessThan(method === 'correlation' ? 0.3 : 0.1);
    expect(Math.abs(noisy.axisPx - axisPx)).toBeLessThan(0.5);
    expect(clean.confidence).toBeGreaterThan(0.5);
    expect(clean).toMatchObject({ method, why: expect.stringContaining(clean.axisPx.toFixed(2)) });
    expect(clean.scores.length).toBe(clean.candidatesPx.length);
  });
});

describe('phase correlation', () => {
  test('needs no more than one pair of opposite views', () => {
    const anglesRad = Float64Array.of(0.4, 0.4 + Math.PI);
    const sinogram = projectEllipses(parts, anglesRad, 256, 121.5);
    const found = axisEvidence(oneRow(sinogram, anglesRad), anglesRad, { method: 'correlation' });
    expect(Math.abs(found.axisPx - 121.5)).toBeLessThan(0.1);
  });

  test('is not led astray by a beam that rises from one side of the detector to the other', () => {
    const anglesRad = Float64Array.from({ length: 361 }, (_, i) => (i * Math.PI) / 360);
    const sinogram = withNoise(projectEllipses(parts, anglesRad, 256, 122.2), 0.01);
    const top = Math.max(...sinogram);
    const tilted = sinogram.map((value, i) => value + (0.3 * top * (i % 256)) / 256);
    const found = axisEvidence(oneRow(tilted, anglesRad), anglesRad, { method: 'correlation' });
    expect(Math.abs(found.axisPx - 122.2)).toBeLessThan(0.3);
  });
});

test('negativity is not led astray by the noise that narrow columns have', () => {
  const anglesRad = Float64Array.from({ length: 181 }, (_, i) => (i * Math.PI) / 180);
  const larger = parts.map(({ semiAxesPx: [a, b], xPx, yPx, ...part }) => ({
    ...{ ...part, xPx: 2.5 * xPx, yPx: 2.5 * yPx, attenuation: part.attenuation / 2.5 },
    semiAxesPx: [2.5 * a, 2.5 * b] as const,
  }));
  const sinogram = withNoise(projectEllipses(larger, anglesRad, 640, 323.3), 0.02);
  const found = axisEvidence(oneRow(sinogram, anglesRad), anglesRad, { method: 'negativity', searchPx: 30 });
  expect(Math.abs(found.axisPx - 323.3)).toBeLessThan(0.5);
});

describe('the overlap of a full turn', () => {
  test.each([20.4, 60, 150.25, 238.5])('finds an axis at column %d of 256, near an edge or not', axisPx => {
    const wide = parts.map(part => ({ ...part, xPx: part.xPx * 1.6, yPx: part.yPx * 1.6 }));
    const anglesRad = Float64Array.from({ length: 720 }, (_, i) => (i * 2 * Math.PI) / 720);
    const sinogram = projectEllipses(wide, anglesRad, 256, axisPx);
    const found = axisEvidence(oneRow(sinogram, anglesRad), anglesRad, { method: 'overlap' });
    expect(Math.abs(found.axisPx - axisPx)).toBeLessThan(0.15);
  });

  test('angles of less than a half turn are refused in a sentence', () => {
    const anglesRad = halfTurnAngles(100).map(angle => angle / 2);
    const sinogram = projectEllipses(parts, anglesRad, 128, 64);
    for (const method of ['overlap', 'correlation'] as const) {
      expect(() => axisEvidence(oneRow(sinogram, anglesRad), anglesRad, { method })).toThrow(
        'No two of the 100 projections are half a turn apart',
      );
    }
  });
});

describe('the line through several rows', () => {
  test('a wrong row does not move it', () => {
    const rows = Array.from({ length: 9 }, (_, i) => ({ row: 10 * i, axisPx: 100 + 0.02 * 10 * i, confidence: 0.9 }));
    const { axisPx, slopePx, tiltRad } = fitAxisLine(rows.map((row, i) => (i === 4 ? { ...row, axisPx: 130 } : row)));
    expect([axisPx, slopePx, tiltRad]).toEqual([
      expect.closeTo(100, 2),
      expect.closeTo(0.02, 4),
      expect.closeTo(Math.atan(0.02), 4),
    ]);
  });

  test('ct.findAxis reads the rows that it looks at and no others', async () => {
    const { arrays, anglesRad, axisPx } = simulateScan({ columns: 128, rows: 40, angles: 120 });
    const whole = memoryScan(arrays, anglesRad);
    const read: number[] = [];
    const scan: typeof whole = {
      ...whole,
      read: (rows, signal) => {
        for (let row = rows[0]; row < rows[1]; row++) read.push(row);
        return whole.read(rows, signal);
      },
    };
    const one = await runBody(findAxis, { scan });
    expect(read).toEqual([20]);
    expect(Math.abs(one.axisPx - axisPx)).toBeLessThan(0.3);
    const several = await runBody(findAxis, { scan }, { params: { rowsToFit: 5, firstRow: 5, endRow: 35 } });
    expect(read.length).toBe(6);
    expect(Math.abs(several.axisPx - axisPx)).toBeLessThan(0.3);
    expect(Math.abs(several.tiltRad)).toBeLessThan(0.02);
    expect(several.rowAxesPx.shape).toEqual([5]);
  });
});

testWith('ct/tooth.h5', 'every method finds the axis of the tooth at 296.0 within half a pixel', async path => {
  const { lineIntegrals, anglesRad } = await lineIntegralsOf(await openDataExchange(path));
  for (const method of axisMethods) {
    const { axisPx } = axisEvidence(lineIntegrals, anglesRad.data, { method, row: 0 });
    expect({ method, off: Math.abs(axisPx - 296) <= 0.5 }).toEqual({ method, off: true });
  }
});
