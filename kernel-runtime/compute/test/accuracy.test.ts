import { afterAll, describe, expect, test } from '@jest/globals';
import {
  closePool,
  reconstructFourier,
  reconstructFourierSync,
  reconstructPixels,
  reconstructReference,
  type FourierJob,
} from '@daisy-lab/compute';
import { bodyJob, evenAngles, relativeError, ringMeans, sinogram } from './phantoms.ts';

afterAll(closePool);

/** Widths and angles that scans have: powers of two, odd, and between. The largest are measured by the benchmark. */
const sizes = [
  [255, 402],
  [256, 402],
  [480, 754],
  [500, 786],
  [1001, 1000],
  [1024, 900],
] as const;

function somePixels(columns: number, count: number): (readonly [number, number])[] {
  let state = 9;
  const random = (): number => (state = (state * 16807) % 2147483647) / 2147483647;
  return Array.from({ length: count }, () => {
    const radius = 0.485 * columns * Math.sqrt(random());
    const angle = 2 * Math.PI * random();
    return [
      (columns >> 1) + Math.round(radius * Math.cos(angle)),
      (columns >> 1) + Math.round(radius * Math.sin(angle)),
    ] as const;
  });
}

function errorAt(
  image: Float32Array,
  exact: Float64Array,
  pixels: readonly (readonly [number, number])[],
  side: number,
) {
  let [difference, norm] = [0, 0];
  pixels.forEach(([x, y], i) => {
    difference += (image[y * side + x]! - exact[i]!) ** 2;
    norm += exact[i]! ** 2;
  });
  return Math.sqrt(difference / norm);
}

describe.each(sizes)('%i columns, %i angles', (columns, angles) => {
  const job = bodyJob(columns, angles);
  const pixels = somePixels(columns, columns > 600 ? 150 : 200);

  test('the error against exact sums is below 5e-4 at standard and 1e-5 at precise quality', () => {
    const exact = reconstructPixels(job, pixels);
    expect(errorAt(reconstructFourierSync(job), exact, pixels, columns)).toBeLessThan(5e-4);
    expect(errorAt(reconstructFourierSync({ ...job, quality: 'precise' }), exact, pixels, columns)).toBeLessThan(1e-5);
  });

  test('a disc keeps its attenuation within 0.002 to 0.95 of its radius', () => {
    const anglesRad = evenAngles(angles);
    const axisPx = columns / 2 - 0.3;
    const radius = 0.465 * columns;
    const sinograms = sinogram([{ radius }], columns, anglesRad, axisPx);
    const image = reconstructFourierSync({ sinograms, slices: 1, anglesRad, columns, axisPx, filter: 'ramp' });
    for (const mean of ringMeans(image, columns, radius)) expect(Math.abs(mean - 1)).toBeLessThan(0.002);
  });
});

describe('projections in a period little longer than the detector', () => {
  const columns = 450;
  const pixels = somePixels(columns, 150);
  // the last axis of a short period is columns / 16 off the middle; beyond, the period is twice the width
  const shifted = (off: number, more: Partial<FourierJob> = {}): FourierJob => {
    const anglesRad = evenAngles(150);
    const axisPx = (columns - 1) / 2 + off;
    const discs = [{ radius: 0.4 * columns }, { radius: 0.03 * columns, y: -0.44 * columns, attenuation: 2 }];
    return { ...job, sinograms: sinogram(discs, columns, anglesRad, axisPx), anglesRad, axisPx, ...more };
  };
  const job = bodyJob(columns, 150);

  test.each([
    [-28, 'ramp'],
    [28, 'butterworth'],
    [28, 'hann'],
    [29, 'ramp'],
    [5, 'shepp'],
    [5, 'cosine'],
  ] as const)('agree with exact sums: axis %i columns off the middle, %s', (off, filter) => {
    const one = shifted(off, { filter });
    expect(errorAt(reconstructFourierSync(one), reconstructPixels(one, pixels), pixels, columns)).toBeLessThan(8e-4);
  });

  test('carry noise to both ends of the spectrum', () => {
    let state = 7;
    const noise = job.sinograms.map(() => (state = (state * 16807) % 2147483647) / 2147483647 - 0.5);
    const noisy = { ...job, sinograms: noise };
    expect(errorAt(reconstructFourierSync(noisy), reconstructPixels(noisy, pixels), pixels, columns)).toBeLessThan(
      2e-3,
    );
  });

  test('make the slices of a sweep as they make them one by one', () => {
    const axisPx = [215, 220.25, 224, 228.5, 231];
    const sweep = reconstructFourierSync({ ...job, sweep: true, slices: axisPx.length, axisPx });
    axisPx.forEach((axis, i) => {
      const slice = sweep.subarray(i * columns * columns, (i + 1) * columns * columns);
      expect(relativeError(slice, reconstructFourierSync({ ...job, axisPx: axis }), columns)).toBeLessThan(1e-5);
    });
  });
});

test('the exact sums are those of the reference', () => {
  const job = bodyJob(96, 120, { filter: 'butterworth', cutoff: 0.5 });
  const pixels = somePixels(96, 100);
  expect(
    errorAt(reconstructReference(job, { oversampling: 256 }), reconstructPixels(job, pixels), pixels, 96),
  ).toBeLessThan(1e-5);
});

describe('properties', () => {
  const columns = 90;
  const job = bodyJob(columns, 130);
  const of = (change: Partial<FourierJob>): Float32Array => reconstructFourierSync({ ...job, ...change });

  test('linear: the slice of a sum is the sum of the slices', () => {
    const other = sinogram([{ radius: 11, x: 9, y: -14 }], columns, job.anglesRad, job.axisPx as number);
    const sum = of({ sinograms: job.sinograms.map((value, i) => 2 * value - 3 * other[i]!) });
    const [a, b] = [of({}), of({ sinograms: other })];
    expect(
      relativeError(
        sum,
        a.map((value, i) => 2 * value - 3 * b[i]!),
        columns,
      ),
    ).toBeLessThan(1e-5);
  });

  test('turning all angles by 90 degrees turns the slice', () => {
    const odd = bodyJob(91, 130);
    const turned = reconstructFourierSync({ ...odd, anglesRad: odd.anglesRad.map(angle => angle + Math.PI / 2) });
    const straight = reconstructFourierSync(odd);
    // (x, y) goes to (-y, x)
    const expected = straight.map((_, i) => straight[(90 - (i % 91)) * 91 + Math.floor(i / 91)]!);
    expect(relativeError(turned, expected, 91)).toBeLessThan(1e-3);
  });

  test('the order of the angles does not matter, and a repeated projection changes nothing', () => {
    const order = Array.from({ length: 130 }, (_, p) => (p * 37) % 130).concat(5);
    const line = (p: number): Float32Array => job.sinograms.subarray(p * columns, (p + 1) * columns);
    const sinograms = new Float32Array(131 * columns);
    order.forEach((p, i) => sinograms.set(line(p), i * columns));
    const anglesRad = Float64Array.from(order, p => job.anglesRad[p]!);
    expect(relativeError(of({ sinograms, anglesRad }), of({}), columns)).toBeLessThan(2e-6);
  });

  test('one angle smears its projection over the slice', () => {
    const one = of({ sinograms: job.sinograms.slice(0, columns), anglesRad: Float64Array.of(0) });
    for (let x = 20; x < 70; x++) expect(Math.abs(one[20 * columns + x]! - one[60 * columns + x]!)).toBeLessThan(0.01);
  });

  test('a region is that part of the slice, bit for bit, on any number of threads', async () => {
    const region = { x: 13, y: 30, width: 41, height: 22 };
    const whole = of({ circleMask: 0.9 });
    const expected = Float32Array.from(
      { length: 41 * 22 },
      (_, i) => whole[(30 + Math.floor(i / 41)) * columns + 13 + (i % 41)]!,
    );
    const part = await reconstructFourier({ ...job, region, circleMask: 0.9 }, { threads: 2 });
    expect([...part]).toEqual([...expected]);
    expect(() => of({ region: { ...region, width: 80 } })).toThrow('The region of 80 x 22 pixels at (13, 30)');
  });

  test('continuing the ends keeps the level of an object wider than the detector', () => {
    const anglesRad = evenAngles(200);
    const sinograms = sinogram([{ radius: 80 }], 100, anglesRad, 50);
    const middle = (padding: 'zero' | 'edge'): number => {
      const image = reconstructFourierSync({
        sinograms,
        slices: 1,
        anglesRad,
        columns: 100,
        axisPx: 50,
        filter: 'hann',
        padding,
      });
      return image[80 * 100 + 50]! / image[50 * 100 + 50]!;
    };
    expect(Math.abs(middle('edge') - 1)).toBeLessThan(0.5 * Math.abs(middle('zero') - 1));
    const job64 = { ...bodyJob(64, 100), padding: 'edge' as const };
    expect(relativeError(reconstructFourierSync(job64), reconstructReference(job64), 64)).toBeLessThan(5e-4);
  });

  test('a missing wedge agrees with the reference', () => {
    const kept = 90;
    const limited = { sinograms: job.sinograms.slice(0, kept * columns), anglesRad: job.anglesRad.slice(0, kept) };
    const exact = reconstructReference({ ...job, ...limited });
    expect(relativeError(of(limited), exact, columns)).toBeLessThan(1e-3);
  });
});
