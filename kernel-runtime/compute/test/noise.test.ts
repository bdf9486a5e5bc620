import { afterAll, describe, expect, test } from '@jest/globals';
import {
  closePool,
  fourierProjector,
  reconstructFourierSync,
  reconstructPixels,
  reconstructReference,
  type FourierJob,
  type Quality,
} from '@daisy-lab/compute';
import { relativeError, stack } from './phantoms.ts';

// Noise fills the detector to its ends and has every frequency: what phantoms, dark at the ends and smooth, let pass is seen.

afterAll(closePool);

function noise(count: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => (state = (state * 16807) % 2147483647) / 2147483647 - 0.5);
}

/** Uneven angles, so that each projection has a weight of its own. */
function noisyJob(columns: number, angles: number, more: Partial<FourierJob> = {}): FourierJob {
  const anglesRad = Float64Array.from({ length: angles }, (_, p) => (Math.PI * (p + 0.4 * Math.sin(5 * p))) / angles);
  const axisPx = (columns - 1) / 2 + 0.2;
  return { sinograms: noise(angles * columns, 7), slices: 1, anglesRad, columns, axisPx, filter: 'ramp', ...more };
}

const tolerance: Readonly<Record<Quality, number>> = { fast: 3e-3, standard: 1e-3, precise: 1e-3 };

describe.each(['zero', 'edge'] as const)('beyond the ends: %s', padding => {
  test.each([1, 2, 3, 4, 5, 6, 7, 33, 34, 35, 64])('%i columns agree with the reference', columns => {
    for (const quality of ['fast', 'standard', 'precise'] as const) {
      const job = noisyJob(columns, 21, { padding, quality });
      const error = relativeError(reconstructFourierSync(job), reconstructReference(job), columns);
      expect(error).toBeLessThan(tolerance[quality]);
    }
  });

  test.each([1, 2, 3])('%i angles agree with the reference', angles => {
    const job = noisyJob(31, angles, { padding });
    expect(relativeError(reconstructFourierSync(job), reconstructReference(job), 31)).toBeLessThan(1e-3);
  });
});

test('a period little longer than the detector leaves nothing of what was computed before', () => {
  const columns = 450;
  const pixels = Array.from(
    { length: 60 },
    (_, i) => [225 + ((i * 67) % 290) - 145, 225 + ((i * 31) % 290) - 145] as const,
  );
  const job = noisyJob(columns, 40);
  const exact = reconstructPixels(job, pixels);
  // far brighter, in the same memory
  reconstructFourierSync({ ...job, sinograms: job.sinograms.map((_, i) => 1e4 * Math.cos(i * i)) });
  const image = reconstructFourierSync(job);
  let [difference, norm] = [0, 0];
  pixels.forEach(([x, y], i) => {
    difference += (image[y * columns + x]! - exact[i]!) ** 2;
    norm += exact[i]! ** 2;
  });
  expect(Math.sqrt(difference / norm)).toBeLessThan(2e-3);
});

test.each([1, 2, 3, 5, 34, 35])('a sample that is no number is found in every column of %i', columns => {
  const good = noisyJob(columns, 3);
  for (let column = 0; column < columns; column++) {
    for (const slice of [0, 3, 4, 7]) {
      const slices = Array.from({ length: 8 }, () => good.sinograms.slice());
      slices[slice]![2 * columns + column] = column % 2 ? Number.NaN : Infinity;
      const job = { ...good, slices: 8, sinograms: stack(...slices) };
      const error = expect.objectContaining({ tag: 'Data', facts: { slices: [slice] } });
      expect(() => reconstructFourierSync(job)).toThrow(error as unknown as Error);
    }
  }
});

test('jobs of one scan that need another period do not meet the tables of the last', () => {
  const columns = 410;
  const first = noisyJob(columns, 24);
  const others: readonly Partial<FourierJob>[] = [
    {},
    { filter: 'hann', cutoff: 0.6 },
    {},
    // bright to its ends, so that what they are continued by is seen
    { padding: 'edge', sinograms: first.sinograms.map(value => value + 20) },
    {},
    { axisPx: 100 },
  ];
  for (const more of others) {
    const job = { ...first, ...more };
    expect(relativeError(reconstructFourierSync(job), reconstructReference(job), columns)).toBeLessThan(3e-3);
  }
});

test.each(['fast', 'standard', 'precise'] as const)(
  'projections of noise are adjoint up to the highest frequency, %s',
  async quality => {
    const [columns, angles] = [48, 8];
    const anglesRad = Float64Array.from({ length: angles }, (_, p) => (Math.PI * p) / angles);
    const projector = fourierProjector({ slices: 1, columns, anglesRad, axisPx: 23.5, quality });
    const image = noise(columns * columns, 3);
    const projected = await projector.project(image);
    // what single views are made of: each must come back from its own rays
    for (let view = 0; view < angles; view++) {
      const line = projected.slice(view * columns, (view + 1) * columns);
      const alone = new Float32Array(angles * columns);
      alone.set(line, view * columns);
      const back = await projector.backproject(alone);
      const there = line.reduce((sum, value) => sum + value * value, 0);
      const here = image.reduce((sum, value, i) => sum + value * back[i]!, 0);
      expect(Math.abs(here / there - 1)).toBeLessThan(1e-5);
    }
  },
);
