import { closePool, closeStripThreads } from '@daisy-lab/compute';
import { ndarray } from '@daisy-lab/core';
import { drawEllipses, halfTurnAngles, iterative, projectEllipses, type Ellipse } from '@daisy-lab/techniques/ct';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { runBody } from '../describe-implementations.ts';
import { angleArray, oneRow, relativeError } from './worlds.ts';

jest.setTimeout(120_000);
afterAll(() => Promise.all([closePool(), closeStripThreads()]));

const parts: readonly Ellipse[] = [
  { xPx: 2, yPx: -3, semiAxesPx: [22, 17], tiltRad: 0.4, attenuation: 0.02 },
  { xPx: -8, yPx: 5, semiAxesPx: [6, 4], tiltRad: 0, attenuation: 0.03 },
];

function world(angles: number, width = 64) {
  const anglesRad = halfTurnAngles(angles);
  const axisPx = width / 2 - 0.4;
  return {
    lineIntegrals: oneRow(projectEllipses(parts, anglesRad, width, axisPx), anglesRad),
    anglesRad: angleArray(anglesRad),
    axisPx,
  };
}

describe.each(['sirt', 'cgls', 'tv'] as const)('ct.iterative by %s', method => {
  const iterations = { sirt: 150, cgls: 15, tv: 60 }[method];

  test('finds the object in absolute terms', async () => {
    const { slices } = await runBody(iterative, world(80), { params: { method, iterations } });
    expect(slices.shape).toEqual([1, 64, 64]);
    expect(relativeError(slices.data, drawEllipses(parts, 64), 64, 30)).toBeLessThan(0.12);
    let sum = 0;
    for (let y = 26; y < 34; y++) for (let x = 36; x < 46; x++) sum += slices.data[y * 64 + x]!;
    expect(Math.abs(sum / 80 / 0.02 - 1)).toBeLessThan(0.02);
  });

  test('the residual falls, and the record says so', async () => {
    const { residuals } = await runBody(iterative, world(40), { params: { method, iterations: 10 } });
    expect(residuals.shape).toEqual([1, 10]);
    expect(residuals.data[0]).toBeCloseTo(1, 6);
    for (let i = 1; i < 10; i++) expect(residuals.data[i]!).toBeLessThan(residuals.data[i - 1]! * 1.001);
    expect(residuals.data[9]!).toBeLessThan(0.3);
  });

  test('the bodies agree', async () => {
    const params = { method, iterations: 12 };
    const [fast, plain] = await Promise.all(
      ['wasm', 'reference'].map(name => runBody(iterative, world(50, 48), { name, params })),
    );
    expect(relativeError(fast!.slices.data, plain!.slices.data, 48, 22)).toBeLessThan(0.1);
  });

  test('slices beyond the eight that advance together are what they are alone', async () => {
    const one = world(20, 32);
    const factors = [5, 1, 2, 9, 3, 1, 7, 2, 4, 6];
    const data = Float32Array.from({ length: 20 * 10 * 32 }, (_, i) => {
      const [angle, row, column] = [Math.floor(i / 320), Math.floor(i / 32) % 10, i % 32];
      return factors[row]! * one.lineIntegrals.data[angle * 32 + column]!;
    });
    const params = { method, iterations: 6, smoothness: 1e-3 };
    const many = { ...one, lineIntegrals: ndarray(data, [20, 10, 32], one.lineIntegrals.axes) };
    const { slices } = await runBody(iterative, many, { params });
    // slices that share a lane exchange 1e-7 of the brighter one, which conjugate gradients make more of
    for (const row of [0, 8, 9]) {
      const alone = one.lineIntegrals.data.map(value => factors[row]! * value);
      const inputs = { ...one, lineIntegrals: { ...one.lineIntegrals, data: alone } };
      const wanted = (await runBody(iterative, inputs, { params })).slices.data;
      expect(relativeError(slices.data.slice(row * 1024, (row + 1) * 1024), wanted, 32, 15)).toBeLessThan(5e-3);
    }
  });

  test('nothing is negative and nothing lies outside the circle', async () => {
    const { slices } = await runBody(iterative, world(30), { params: { method, iterations: 5, circle: 0.8 } });
    slices.data.forEach((value, i) => {
      expect(value).toBeGreaterThanOrEqual(0);
      if (Math.hypot((i % 64) - 32, Math.floor(i / 64) - 32) > 0.4 * 64) expect(value).toBe(0);
    });
  });
});

test.each(['wasm', 'reference'])('conjugate gradients by body "%s" need few iterations', async name => {
  const { residuals } = await runBody(iterative, world(40), { name, params: { method: 'cgls', iterations: 8 } });
  // steepest descent, whose directions are not conjugate, is at 0.044 by then
  expect(residuals.data[7]!).toBeLessThan(0.025);
});

test('total variation needs few angles', async () => {
  const truth = drawEllipses(parts, 64);
  const error = async (method: 'tv' | 'cgls', iterations: number, smoothness: number): Promise<number> => {
    const { slices } = await runBody(iterative, world(16), { params: { method, iterations, smoothness } });
    return relativeError(slices.data, truth, 64, 30);
  };
  expect(await error('tv', 80, 2e-4)).toBeLessThan(0.8 * (await error('cgls', 12, 0)));
});

test('it stops when nothing is gained, and the rest of the record is empty', async () => {
  const params = { method: 'cgls', iterations: 60, stopBelow: 0.05 } as const;
  const { residuals } = await runBody(iterative, world(40), { params });
  expect(residuals.data.filter(Number.isNaN).length).toBeGreaterThan(20);
});

test('NaN and a missing angle are refused in a sentence', async () => {
  const inputs = world(20);
  inputs.lineIntegrals.data[5] = Number.NaN;
  await expect(runBody(iterative, inputs)).rejects.toThrow('Slice 0 has values that are not numbers');
  const short = { ...world(20), anglesRad: angleArray(halfTurnAngles(19)) };
  await expect(runBody(iterative, short)).rejects.toThrow('There are 20 projections but 19 angles.');
});
