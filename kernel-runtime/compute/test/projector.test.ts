import { afterAll, describe, expect, test } from '@jest/globals';
import {
  angularWeights,
  closePool,
  closeStripThreads,
  fourierProjector,
  reconstructFourierSync,
  reconstructIteratively,
} from '@daisy-lab/compute';
import { body, evenAngles, relativeError, sinogram } from './phantoms.ts';

afterAll(() => Promise.all([closePool(), closeStripThreads()]));

const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

function positive(count: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => (state = (state * 16807) % 2147483647) / 2147483647);
}

describe('the pair of projectors', () => {
  test.each([
    [64, 50, 'fast'],
    [255, 190, 'standard'],
    [256, 120, 'precise'],
    [480, 150, 'standard'],
    [1001, 90, 'standard'],
    [2048, 60, 'standard'],
  ] as const)('is adjoint to 1e-5, %i columns, %i angles, %s', async (columns, angles, quality) => {
    const anglesRad = evenAngles(angles).map((angle, p) => angle + 0.01 * Math.sin(p));
    const projector = fourierProjector({ slices: 2, columns, anglesRad, axisPx: columns / 2 + 0.8, quality });
    const x = positive(2 * columns * columns, 3);
    const y = positive(2 * angles * columns, 5);
    const forward = dot(await projector.project(x), y);
    const backward = dot(x, await projector.backproject(y));
    expect(Math.abs(forward - backward) / forward).toBeLessThan(1e-5);
  });

  test('projects a reconstructed object to its line integrals', async () => {
    const columns = 200;
    const anglesRad = evenAngles(320);
    const axisPx = 99.2;
    const measured = sinogram(body(columns), columns, anglesRad, axisPx);
    const image = reconstructFourierSync({
      sinograms: measured,
      slices: 1,
      anglesRad,
      columns,
      axisPx,
      filter: 'ramp',
    });
    for (let i = 0; i < image.length; i++) {
      if (Math.hypot((i % columns) - 100, Math.floor(i / columns) - 100) > 97) image[i] = 0;
    }
    const projected = await fourierProjector({ slices: 1, columns, anglesRad, axisPx }).project(image);
    const difference = projected.map((value, i) => value - measured[i]!);
    expect(Math.sqrt(dot(difference, difference) / dot(measured, measured))).toBeLessThan(0.01);
  });

  test('gives the same bits on any number of threads', async () => {
    const geometry = { slices: 3, columns: 90, anglesRad: evenAngles(70), axisPx: 44 };
    const x = positive(3 * 90 * 90, 7);
    const projector = fourierProjector(geometry);
    const [one, three] = [await projector.project(x, { threads: 1 }), await projector.project(x, { threads: 3 })];
    expect(three.every((value, i) => value === one[i])).toBe(true);
  });

  test.each(['sirt', 'cgls'] as const)('iterates to the same bits on any number of threads: %s', async method => {
    const geometry = { slices: 9, columns: 90, anglesRad: evenAngles(70), axisPx: 44 };
    const projector = fourierProjector(geometry);
    const measured = await projector.project(positive(9 * 90 * 90, 11));
    const options = { method, iterations: 4, nonNegative: true, smoothness: 0, circle: 0.95, stopBelow: 0 };
    const [one, three] = [
      await reconstructIteratively(projector, measured, options, { threads: 1 }),
      await reconstructIteratively(projector, measured, options, { threads: 3 }),
    ];
    expect(three.images.every((value, i) => value === one.images[i])).toBe(true);
    expect(three.residuals).toEqual(one.residuals);
  });

  test('refuses arrays of another shape', () => {
    const projector = fourierProjector({ slices: 1, columns: 32, anglesRad: evenAngles(9), axisPx: 16 });
    expect(() => projector.project(new Float32Array(5))).toThrow('5 values were given as images');
  });
});

describe('weights of the angles', () => {
  const shares = (anglesRad: ArrayLike<number>): number[] =>
    [...angularWeights(Float64Array.from(anglesRad))].map(weight => weight / Math.PI);

  test('even angles over 180 and 360 degrees are worth the same', () => {
    expect(shares(evenAngles(7)).every(share => Math.abs(share - 1 / 7) < 1e-12)).toBe(true);
    expect(shares(evenAngles(8, 2 * Math.PI)).every(share => Math.abs(share - 1 / 8) < 1e-12)).toBe(true);
  });

  test('0 and 180 degrees, and repeated angles, share a direction', () => {
    const inclusive = shares([0, 1, 2, 3, 4].map(i => (i * Math.PI) / 4));
    [1, 2, 2, 2, 1].forEach((part, i) => expect(inclusive[i]).toBeCloseTo(part / 8, 12));
    const repeated = shares([0, 0, 0, 1, 2, 3].map(i => (i * Math.PI) / 4));
    [1 / 3, 1 / 3, 1 / 3, 1, 1, 1].forEach((part, i) => expect(repeated[i]).toBeCloseTo(part / 4, 12));
  });

  test('a missing wedge gets no weight', () => {
    const degree = Math.PI / 180;
    const limited = shares(Array.from({ length: 121 }, (_, i) => (i - 60) * degree));
    expect(Math.max(...limited)).toBeCloseTo(1 / 180, 6);
    expect(limited.reduce((a, b) => a + b, 0)).toBeCloseTo(121 / 180, 6);
  });

  test('a gap of five steps is a wedge, steps of the golden ratio have none', () => {
    const kept = Array.from({ length: 40 }, (_, i) => i).filter(i => i < 20 || i > 23);
    const wedged = shares(kept.map(i => (i * Math.PI) / 40));
    wedged.forEach(share => expect(share).toBeCloseTo(1 / 40, 12));
    for (const count of [9, 34, 50]) {
      const golden = shares(Array.from({ length: count }, (_, i) => i * Math.PI * ((Math.sqrt(5) - 1) / 2)));
      expect(golden.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    }
  });

  test('angles that are a little uneven have each its own share', () => {
    const uneven = [0, 1.04, 2, 3.02, 4].map(i => (i * Math.PI) / 5);
    [1.02, 1, 0.99, 1, 0.99].forEach((part, i) => expect(shares(uneven)[i]).toBeCloseTo(part / 5, 12));
  });

  test('a hair before the half turn is the direction of 0', () => {
    const closed = shares([0, 1, 2.5, 4 - 1e-6].map(i => (i * Math.PI) / 4));
    [0.625, 1.25, 1.5, 0.625].forEach((part, i) => expect(closed[i]).toBeCloseTo(part / 4, 6));
    // without their common share, which is spread over both sides, the two would be worth as much as their hair
    expect(shares([0, 4 - 1e-6].map(i => (i * Math.PI) / 4))).toEqual([0.5, 0.5]);
  });

  test('one angle stands for all, and so does one direction that is seen from both sides', () => {
    expect(shares([0.3])).toEqual([1]);
    expect(shares([0.3, 0.3 + Math.PI])).toEqual([0.5, 0.5]);
  });
});

describe('a sweep', () => {
  test('over axes and filters gives what separate reconstructions give', () => {
    const columns = 100;
    const anglesRad = evenAngles(140);
    const sinograms = sinogram(body(columns), columns, anglesRad, 50.5);
    const axisPx = Array.from({ length: 11 }, (_, i) => 48 + 0.5 * i);
    const filter = axisPx.map((_, i) => (i % 3 === 0 ? ('hann' as const) : ('ramp' as const)));
    const job = { sinograms, anglesRad, columns };
    const images = reconstructFourierSync({ ...job, slices: 11, sweep: true, axisPx, filter });
    axisPx.forEach((axis, i) => {
      const alone = reconstructFourierSync({ ...job, slices: 1, axisPx: axis, filter: filter[i]! });
      const swept = images.slice(i * columns * columns, (i + 1) * columns * columns);
      expect(relativeError(swept, alone, columns)).toBeLessThan(2e-6);
    });
  });
});
