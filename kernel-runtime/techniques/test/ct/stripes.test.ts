import { dirname, resolve } from 'node:path';
import { closeStripThreads } from '@daisy-lab/compute';
import { ndarray, type NdArray } from '@daisy-lab/core';
import {
  ringPolar,
  stripeAll,
  stripeDead,
  stripeFiltering,
  stripeFitting,
  stripeFourierWavelet,
  stripeLarge,
  stripeSmoothing,
  stripeSorting,
  stripeTitarenko,
} from '@daisy-lab/techniques/ct';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { describeImplementations, runBody } from '../describe-implementations.ts';
import { readNpy, testWith } from './real-data.ts';
import { angleAxes, noise, relativeDifference, sliceAxes, stackOf, worst } from './stacks.ts';

jest.setTimeout(120_000);
afterAll(() => closeStripThreads());

type Stack = NdArray<'float32', typeof angleAxes>;

/** Any of the methods: they take and give the same. */
const methods = {
  stripeFourierWavelet,
  stripeTitarenko,
  stripeSmoothing,
  stripeSorting,
  stripeFiltering,
  stripeFitting,
  stripeLarge,
  stripeDead,
  stripeAll,
} as unknown as Record<string, typeof stripeSorting>;

/** Two discs that turn about column 60.3, with 1 % noise; `faults` says what column `column` measures instead. */
function sinogram(
  angles: number,
  columns: number,
  fault: (value: number, angle: number, column: number) => number = value => value,
): Stack {
  const random = noise(7);
  const chord = (t: number, radius: number): number => 2 * Math.sqrt(Math.max(0, radius * radius - t * t));
  return stackOf(angleAxes, [angles, 2, columns], (angle, row, column) => {
    const t = column - 0.47 * columns - row;
    const theta = (Math.PI * angle) / angles;
    const inner = t - 0.15 * columns * Math.cos(theta);
    const value = (chord(t, 0.4 * columns) + 0.5 * chord(inner, 0.1 * columns)) / columns + 0.01 * random();
    return fault(value, angle, column);
  });
}

const rms = (a: Stack, b: Stack, of: (column: number) => boolean): number => {
  const columns = a.shape[2]!;
  const kept = [...a.data.keys()].filter(i => of(i % columns));
  return Math.sqrt(kept.reduce((sum, i) => sum + (a.data[i]! - b.data[i]!) ** 2, 0) / kept.length);
};

for (const [name, method] of Object.entries(methods)) {
  describeImplementations(method, ({ run }) => {
    test.each([
      [1, 16],
      [17, 33],
      [40, 64],
    ])(`${name} keeps the shape and gives numbers for %i angles x %i columns`, async (angles, columns) => {
      const { lineIntegrals } = await run({ lineIntegrals: sinogram(angles, columns) });
      expect(lineIntegrals.shape).toEqual([angles, 2, columns]);
      expect(lineIntegrals.data.every(Number.isFinite)).toBe(true);
    });

    test(`${name} refuses NaN with their number`, async () => {
      const damaged = sinogram(20, 32, (value, _angle, column) => (column === 5 ? Number.NaN : value));
      await expect(run({ lineIntegrals: damaged })).rejects.toMatchObject({ tag: 'Data', facts: { bad: 40 } });
    });
  });
}

describe('the bodies agree', () => {
  test.each(Object.entries(methods))('%s', async (_, method) => {
    const inputs = {
      lineIntegrals: sinogram(60, 96, (value, _angle, column) =>
        column === 30 ? 1.2 * value : column === 31 ? value + 0.1 : column === 70 ? 0.3 : value,
      ),
    };
    const names = [...method.implementations.keys()];
    const fast = await runBody(method, inputs, { name: names[0]! });
    const exact = await runBody(method, inputs, { name: names[1]! });
    expect(relativeDifference(fast.lineIntegrals.data, exact.lineIntegrals.data)).toBeLessThan(
      method.implementations.get(names[1]!)!.tolerance!,
    );
  });
});

describe('stripes', () => {
  const struck = [57, 58];
  const offset = (value: number, _angle: number, column: number): number =>
    struck.includes(column) ? value + 0.05 : value;

  test.each([
    ['stripeFourierWavelet', { levels: 3 }],
    ['stripeSmoothing', {}],
    ['stripeSorting', { sizePx: 7 }],
    ['stripeFiltering', { sizePx: 7 }],
    ['stripeLarge', { sizePx: 9 }],
    ['stripeAll', { largePx: 9, smallPx: 7 }],
  ])('%s removes most of a stripe of constant offset', async (name, params) => {
    const truth = sinogram(90, 128);
    const lineIntegrals = sinogram(90, 128, offset);
    const clean = await runBody(methods[name]!, { lineIntegrals }, { params: params as never });
    // the smoothing filter leaves two fifths of a stripe of two columns in its window of five
    expect(rms(clean.lineIntegrals, truth, column => struck.includes(column))).toBeLessThan(0.021);
  });

  test('a dead column is interpolated from its neighbours', async () => {
    const dead = sinogram(90, 128, (value, _angle, column) => (column === 50 ? 0.2 : value));
    const { lineIntegrals } = await runBody(stripeDead, { lineIntegrals: dead });
    const truth = sinogram(90, 128);
    expect(rms(lineIntegrals, truth, column => column === 50)).toBeLessThan(0.02);
  });

  test.each([0, 1, 126, 127])('two columns at each end stay as they are, also where %i is dead', async end => {
    const lineIntegrals = sinogram(60, 128, (value, _angle, column) => (column === end ? 0.2 : value));
    for (const body of stripeDead.implementations.keys()) {
      const { lineIntegrals: same } = await runBody(
        stripeDead,
        { lineIntegrals },
        { name: body, params: { norm: false } },
      );
      const ends = (data: Float32Array): Float32Array => data.filter((_, i) => i % 128 < 2 || i % 128 > 125);
      expect([...ends(same.data)]).toEqual([...ends(lineIntegrals.data)]);
    }
  });

  test.each(['stripeSmoothing', 'stripeSorting'])(
    '%s has the same window of an even size in both bodies',
    async name => {
      const lineIntegrals = sinogram(20, 33, offset);
      const [fast, exact] = await Promise.all(
        [...methods[name]!.implementations.keys()].map(body =>
          runBody(methods[name]!, { lineIntegrals }, { name: body, params: { sizePx: 4 } }),
        ),
      );
      expect(worst(fast!.lineIntegrals.data, exact!.lineIntegrals.data)).toBeLessThan(1e-6);
    },
  );

  test('removing all kinds of stripes leaves clean columns within 0.01', async () => {
    const { lineIntegrals } = await runBody(stripeAll, { lineIntegrals: sinogram(180, 256) });
    expect(rms(lineIntegrals, sinogram(180, 256), () => true)).toBeLessThan(0.01);
  });

  test.each([
    [64, 96],
    [180, 256],
    [361, 512],
  ])('Fourier-wavelet with its defaults leaves clean columns within 0.01, %i x %i', async (angles, columns) => {
    const clean = sinogram(angles, columns);
    const { lineIntegrals } = await runBody(stripeFourierWavelet, { lineIntegrals: clean });
    const squares = lineIntegrals.data.reduce((sum, value, i) => sum + (value - clean.data[i]!) ** 2, 0);
    expect(Math.sqrt(squares / clean.data.length)).toBeLessThan(0.01);
  });

  test('sorting commutes with scaling and offset', async () => {
    const lineIntegrals = sinogram(50, 64, offset);
    const scaled = { ...lineIntegrals, data: lineIntegrals.data.map(value => 4 * value - 2) };
    const plain = await runBody(stripeSorting, { lineIntegrals });
    const changed = await runBody(stripeSorting, { lineIntegrals: scaled });
    expect(
      worst(
        changed.lineIntegrals.data,
        plain.lineIntegrals.data.map(value => 4 * value - 2),
      ),
    ).toBeLessThan(1e-6);
  });

  test.each(['stripeSmoothing', 'stripeFitting', 'stripeFourierWavelet'])('%s is linear', async name => {
    const [a, b] = [
      sinogram(40, 48, offset),
      sinogram(40, 48, (value, angle, column) => value * Math.cos(angle + column)),
    ];
    const sum = { ...a, data: a.data.map((value, i) => value + 2 * b.data[i]!) };
    const [ofA, ofB, ofSum] = await Promise.all(
      [a, b, sum].map(async lineIntegrals => (await runBody(methods[name]!, { lineIntegrals })).lineIntegrals.data),
    );
    expect(
      worst(
        ofSum!,
        ofA!.map((value, i) => value + 2 * ofB![i]!),
      ),
    ).toBeLessThan(1e-5);
  });

  test.each(['stripeDead', 'stripeAll'])('%s finds no dead columns where no angle differs from another', async name => {
    const random = noise(3);
    const line = Float32Array.from({ length: 40 }, () => random() - 0.4);
    const params = (name === 'stripeDead' ? { norm: false, snr: 1.1 } : { largePx: 1, smallPx: 1 }) as never;
    for (const angles of [1, 2, 12]) {
      const lineIntegrals = stackOf(angleAxes, [angles, 1, 40], (_angle, _row, column) => line[column]!);
      for (const body of methods[name]!.implementations.keys()) {
        const { lineIntegrals: same } = await runBody(methods[name]!, { lineIntegrals }, { name: body, params });
        expect(worst(same.data, lineIntegrals.data)).toBeLessThan(1e-6);
      }
    }
  });

  test.each(['stripeSorting', 'stripeLarge', 'stripeDead', 'stripeAll'])(
    '%s leaves air of exactly 0 as it is',
    async name => {
      const lineIntegrals = sinogram(60, 96, (value, _angle, column) => (column < 40 || column > 70 ? 0 : value));
      for (const body of methods[name]!.implementations.keys()) {
        const { lineIntegrals: clean } = await runBody(methods[name]!, { lineIntegrals }, { name: body });
        expect(clean.data.every(Number.isFinite)).toBe(true);
        // edges as sharp as these pass for stripes
        expect(clean.data.every((value, i) => value === 0 || i % 96 > 36)).toBe(true);
      }
    },
  );

  test('projections of one sum leave nothing for Titarenko to damp', async () => {
    const lineIntegrals = stackOf(angleAxes, [10, 1, 16], (_angle, _row, column) => 1 + column);
    const { lineIntegrals: same } = await runBody(stripeTitarenko, { lineIntegrals }, { params: { offset: 0 } });
    expect(worst(same.data, lineIntegrals.data)).toBeLessThan(1e-5);
  });

  const reference = (path: string, name: string): Stack => {
    const { data, shape } = readNpy(resolve(dirname(path), name));
    return ndarray(Float32Array.from(data), shape, angleAxes);
  };

  testWith('ct/tomopy_reference/remove_stripe_fw.npy', "Fourier-wavelet gives TomoPy's numbers", async path => {
    const lineIntegrals = reference(path, 'proj.npy');
    const expected = reference(path, 'remove_stripe_fw.npy');
    const levels = Math.ceil(Math.log2(Math.max(...lineIntegrals.shape)));
    for (const name of ['threads', 'reference']) {
      const result = await runBody(stripeFourierWavelet, { lineIntegrals }, { name, params: { levels } });
      expect(relativeDifference(result.lineIntegrals.data, expected.data)).toBeLessThan(1e-5);
    }
  });

  testWith('ct/tomopy_reference/remove_stripe_ti.npy', "Titarenko gives TomoPy's numbers", async path => {
    const lineIntegrals = reference(path, 'proj.npy');
    const expected = reference(path, 'remove_stripe_ti.npy');
    for (const name of ['threads', 'reference']) {
      const result = await runBody(stripeTitarenko, { lineIntegrals }, { name });
      expect(relativeDifference(result.lineIntegrals.data, expected.data)).toBeLessThan(1e-5);
    }
  });
});

describe('ct.ringPolar', () => {
  const side = 101;
  const radius = (y: number, x: number): number => Math.hypot(y - 50, x - 50);
  const smooth = stackOf(sliceAxes, [2, side, side], (_row, y, x) => 1 + 0.1 * Math.cos(x / 20) * Math.cos(y / 25));

  test('rings about the axis go, the object stays', async () => {
    const ringed = stackOf(
      sliceAxes,
      [2, side, side],
      (row, y, x) => smooth.data[(row * side + y) * side + x]! + (Math.abs(radius(y, x) - 30) < 1.2 ? 0.2 : 0),
    );
    const { slices } = await runBody(ringPolar, { slices: ringed }, { params: { widthPx: 6, arcDeg: 90 } });
    const near = (y: number, x: number): boolean => Math.abs(radius(y, x) - 30) < 4;
    const rest = (of: Float32Array): number =>
      Math.sqrt(
        of.reduce(
          (sum, value, i) =>
            sum + (value - smooth.data[i]!) ** 2 * (near(Math.floor(i / side) % side, i % side) ? 1 : 0),
          0,
        ),
      );
    expect(rest(slices.data)).toBeLessThan(0.35 * rest(ringed.data));
    const clean = await runBody(ringPolar, { slices: smooth }, { params: { widthPx: 6, arcDeg: 90 } });
    expect(relativeDifference(clean.slices.data, smooth.data)).toBeLessThan(0.003);
  });

  /** Rings of four pixels about radius 30, of a strength that goes with the direction; another one in each slice. */
  const turning = (strength: (row: number, direction: number) => number) =>
    stackOf(sliceAxes, [2, side, side], (row, y, x) =>
      Math.abs(radius(y, x) - 30) < 2 ? strength(row, Math.atan2(y - 50, x - 50)) : 0,
    );
  /** Share of a ring that is left in the middle of its width. */
  const left = (of: Float32Array, from: Float32Array, row: number): number => {
    let [sum, whole] = [0, 0];
    for (let i = row * side * side; i < (row + 1) * side * side; i++) {
      if (Math.abs(radius(Math.floor(i / side) % side, i % side) - 30) > 1) continue;
      sum += of[i]! * from[i]!;
      whole += from[i]! ** 2;
    }
    return sum / whole;
  };

  test('a ring that changes along an arc leaves what its mean over the arc lacks, in each slice', async () => {
    const slices = turning((row, direction) => 0.2 * Math.sin((row + 2) * direction));
    for (const arcDeg of [30, 60, 61]) {
      const { slices: clean } = await runBody(ringPolar, { slices }, { params: { widthPx: 6, arcDeg } });
      for (const row of [0, 1]) {
        const half = ((row + 2) * arcDeg * Math.PI) / 360;
        expect(Math.abs(left(clean.data, slices.data, row) - (1 - Math.sin(half) / half))).toBeLessThan(0.01);
      }
    }
  });

  test('a ring as wide as the window says goes, one beyond the threshold stays, bright or dark', async () => {
    const slices = turning(row => (row === 0 ? 0.2 : -0.2));
    const share = async (widthPx: number, threshold: number): Promise<number[]> => {
      const { slices: clean } = await runBody(ringPolar, { slices }, { params: { widthPx, threshold, arcDeg: 360 } });
      return [0, 1].map(row => left(clean.data, slices.data, row));
    };
    for (const kept of await share(6, 0.21)) expect(Math.abs(kept)).toBeLessThan(0.01);
    for (const kept of await share(6, 0.19)) expect(kept).toBeGreaterThan(0.95);
    for (const kept of await share(2, 0.21)) expect(kept).toBeGreaterThan(0.95);
  });

  test.each([1, 2, 3, 4])('a slice of %i pixels stays finite, and its corners stay', async width => {
    const random = noise(5);
    const slices = stackOf(sliceAxes, [1, width, width], () => random());
    const { slices: clean } = await runBody(ringPolar, { slices }, { params: { widthPx: 3 } });
    expect(clean.data.every(Number.isFinite)).toBe(true);
    if (width > 2) expect(clean.data[0]).toBe(slices.data[0]);
  });

  test('a slice that is not square is refused', async () => {
    const slices = stackOf(sliceAxes, [1, 4, 5], () => 1);
    await expect(runBody(ringPolar, { slices })).rejects.toMatchObject({ tag: 'Input' });
  });
});
