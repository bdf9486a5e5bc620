import { closeStripThreads } from '@daisy-lab/compute';
import {
  circularMask,
  denoiseMedian,
  denoiseTv,
  otsu,
  porosity,
  toIntegers,
  valueRange,
} from '@daisy-lab/techniques/ct';
import { afterAll, describe, expect, test } from '@jest/globals';
import { describeImplementations, runBody } from '../describe-implementations.ts';
import { noise, sliceAxes, stackOf, worst } from './stacks.ts';

afterAll(() => closeStripThreads());

describe('ct.circularMask', () => {
  test.each([8, 9])('the circle about pixel floor(n/2) stays, %i pixels wide', async side => {
    const slices = stackOf(sliceAxes, [2, side, side], () => 5);
    const { slices: masked } = await runBody(circularMask, { slices }, { params: { ratio: 0.5, value: -1 } });
    const expected = stackOf(sliceAxes, [2, side, side], (_row, y, x) =>
      Math.hypot(x - (side >> 1), y - (side >> 1)) <= side / 4 ? 5 : -1,
    );
    expect([...masked.data]).toEqual([...expected.data]);
  });
});

/** With one value that is no number. */
const fewValues = stackOf(
  sliceAxes,
  [1, 2, 3],
  (_row, y, x) =>
    [
      [-1, 0, Number.NaN],
      [0.5, 1, 3],
    ][y]![x]!,
);

describe('ct.valueRange', () => {
  test('the range leaves out what is not finite', async () => {
    expect(await runBody(valueRange, { slices: fewValues })).toEqual({ low: -1, high: 3 });
    const empty = stackOf(sliceAxes, [1, 1, 1], () => Number.NaN);
    expect(await runBody(valueRange, { slices: empty })).toEqual({ low: 0, high: 0 });
  });
});

describe('ct.valueRange, wherever the values lie', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('%i pixels wide', async width => {
    for (let place = 0; place < width; place++) {
      for (const missing of [Number.NaN, Infinity, -Infinity]) {
        const value = (x: number): number =>
          x === place ? 7 : x === (place + 1) % width ? -5 : x === (place + 2) % width ? missing : 1;
        const slices = stackOf(sliceAxes, [1, 1, width], (_row, _y, x) => value(x));
        const low = width === 1 ? 7 : -5;
        expect(await runBody(valueRange, { slices })).toEqual({ low, high: 7 });
      }
    }
  });
});

describeImplementations(toIntegers, ({ run }) => {
  test('values come back from image x scale + offset within half a step', async () => {
    for (const bits of ['8', '16'] as const) {
      const { images, scale, offset } = await run({ slices: fewValues, low: -1, high: 3 }, { params: { bits } });
      expect(images.dtype).toBe(`uint${bits}`);
      images.data.forEach((level, i) => {
        if (i !== 2)
          expect(Math.abs(level * scale + offset - fewValues.data[i]!)).toBeLessThanOrEqual(scale / 2 + 1e-7);
      });
      expect(images.data[2]).toBe(0);
    }
  });

  test('values however far beyond the range are held at its ends', async () => {
    const far = [255, 256, 40_000, 70_000, 3e9, 1e30, Infinity, -1, -3e9, -1e30, -Infinity, 12.4];
    const slices = stackOf(sliceAxes, [1, 1, far.length], (_row, _y, x) => far[x]!);
    for (const bits of ['8', '16'] as const) {
      const most = 2 ** Number(bits) - 1;
      const { images } = await run({ slices, low: 0, high: most }, { params: { bits } });
      expect([...images.data]).toEqual(far.map(value => Math.round(Math.max(0, Math.min(most, value)))));
    }
  });

  test('values beyond the range are held at its ends; an empty range is refused', async () => {
    const { images } = await run({ slices: fewValues, low: 0, high: 1 }, { params: { bits: '8' } });
    expect([...images.data]).toEqual([0, 0, 0, 128, 255, 255]);
    await expect(run({ slices: fewValues, low: 1, high: 1 })).rejects.toMatchObject({ tag: 'Input' });
  });
});

describe('ct.denoiseTv', () => {
  // stripes of constant value, far from the ends: each side of an edge moves by weight over the width of the stripe
  test('a step keeps its place and loses the height that theory says', async () => {
    const slices = stackOf(sliceAxes, [1, 16, 40], (_row, _y, x) => (x < 20 ? 0 : 1));
    const { slices: smooth } = await runBody(denoiseTv, { slices }, { params: { weight: 0.4, iterations: 3000 } });
    const expected = slices.data.map(value => (value === 0 ? 0.02 : 0.98));
    expect(worst(smooth.data, expected)).toBeLessThan(2e-3);
  });

  test.each([
    [1, 1],
    [1, 6],
    [5, 1],
    [2, 3],
    [7, 10],
    [16, 9],
  ])('the bodies take the same steps, %i x %i pixels', async (height, width) => {
    const random = noise(8);
    const slices = stackOf(sliceAxes, [2, height, width], () => random());
    for (const iterations of [1, 2, 12]) {
      const params = { weight: 0.3, iterations };
      const fast = await runBody(denoiseTv, { slices }, { name: 'wasm', params });
      const exact = await runBody(denoiseTv, { slices }, { name: 'reference', params });
      expect(worst(fast.slices.data, exact.slices.data)).toBeLessThan(2e-6);
    }
  });

  test('noise shrinks, the mean stays, weight 0 changes nothing', async () => {
    const random = noise(2);
    const slices = stackOf(sliceAxes, [2, 31, 33], () => random());
    const spread = (data: Float32Array): number => {
      const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
      return Math.sqrt(data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length);
    };
    const { slices: smooth } = await runBody(denoiseTv, { slices }, { params: { weight: 0.2 } });
    expect(spread(smooth.data)).toBeLessThan(0.3 * spread(slices.data));
    const sum = (data: Float32Array): number => data.reduce((total, value) => total + value, 0) / data.length;
    expect(sum(smooth.data)).toBeCloseTo(sum(slices.data), 4);
    const same = await runBody(denoiseTv, { slices }, { params: { weight: 0 } });
    expect(worst(same.slices.data, slices.data)).toBe(0);
  });
});

describeImplementations(denoiseMedian, ({ run }) => {
  test.each([3, 5, 7])('each pixel is the middle of its window, %i pixels wide', async sizePx => {
    const random = noise(4);
    const [height, width] = [12, 17];
    const slices = stackOf(sliceAxes, [2, height, width], () => (random() < 0.05 ? Number.NaN : random()));
    const inside = (place: number, length: number): number => Math.max(0, Math.min(length - 1, place));
    const expected = stackOf(sliceAxes, [2, height, width], (row, y, x) => {
      const window = Array.from({ length: sizePx * sizePx }, (_, i) => {
        const [b, a] = [y + Math.floor(i / sizePx) - (sizePx >> 1), x + (i % sizePx) - (sizePx >> 1)];
        return slices.data[(row * height + inside(b, height)) * width + inside(a, width)]!;
      });
      const sorted = window.filter(Number.isFinite).sort((a, b) => a - b);
      return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
    });
    const { slices: smooth } = await run({ slices }, { params: { sizePx } });
    expect(worst(smooth.data, expected.data)).toBeLessThan(1e-6);
  });
});

describe('ct.denoiseMedian', () => {
  test('single pixels and NaN go, edges stay', async () => {
    const slices = stackOf(sliceAxes, [2, 9, 10], (_row, y, x) =>
      x === 2 && y === 4 ? 9 : y === 7 && x === 7 ? Number.NaN : x < 5 ? 0 : 1,
    );
    const { slices: smooth } = await runBody(denoiseMedian, { slices });
    const expected = stackOf(sliceAxes, [2, 9, 10], (_row, _y, x) => (x < 5 ? 0 : 1));
    expect([...smooth.data]).toEqual([...expected.data]);
    await expect(runBody(denoiseMedian, { slices }, { params: { sizePx: 4 } })).rejects.toMatchObject({ tag: 'Input' });
  });
});

describe('segmentation', () => {
  const side = 41;
  const random = noise(9);
  /** A solid of 1 with two pores of 0.2, a bit of noise. */
  const slices = stackOf(sliceAxes, [20, side, side], (row, y, x) => {
    const inPore = (r: number, b: number, a: number, radius: number): boolean =>
      Math.hypot(row - r, y - b, x - a) <= radius;
    return (inPore(6, 15, 15, 4) || inPore(13, 26, 24, 5) ? 0.2 : 1) + 0.05 * (random() - 0.5);
  });

  test('the threshold lies in the gap between two phases', async () => {
    const { threshold, separability } = await runBody(otsu, { slices });
    expect(threshold).toBeGreaterThan(0.3);
    expect(threshold).toBeLessThan(0.9);
    expect(separability).toBeGreaterThan(0.95);
  });

  test('a volume of one value has it as threshold; one of NaN is refused', async () => {
    const even = stackOf(sliceAxes, [1, 4, 4], () => 3);
    expect(await runBody(otsu, { slices: even })).toEqual({ threshold: 3, separability: 0 });
    const empty = stackOf(sliceAxes, [1, 4, 4], () => Number.NaN);
    await expect(runBody(otsu, { slices: empty })).rejects.toMatchObject({ tag: 'Data' });
  });

  test('pores are found with volume, place and diameter', async () => {
    const found = await runBody(porosity, { slices, threshold: 0.6 });
    expect(found.count).toBe(2);
    const column = (name: string): Float64Array => found.regions[name] as Float64Array;
    expect([...column('x')]).toEqual([15, 24]);
    expect([...column('y')]).toEqual([15, 26]);
    expect([...column('row')]).toEqual([6, 13]);
    expect(column('diameter')[0]!).toBeGreaterThan(7.5);
    expect(column('diameter')[0]!).toBeLessThan(8.5);
    const voxels = column('voxels')[0]! + column('voxels')[1]!;
    const circle = Array.from(
      { length: side * side },
      (_, i) => Math.hypot((i % side) - 20, Math.floor(i / side) - 20) <= side / 2,
    );
    expect(found.porosity).toBeCloseTo(voxels / (20 * circle.filter(Boolean).length), 10);
    expect(found.labels.data.filter(label => label === 2).length).toBe(column('voxels')[1]);
  });

  test('a volume without a value is neither pores nor solid', async () => {
    const empty = stackOf(sliceAxes, [1, 4, 4], () => Number.NaN);
    expect(await runBody(porosity, { slices: empty, threshold: 1 })).toMatchObject({ porosity: 0, count: 0 });
  });

  test('small regions are not numbered; the solid is one region', async () => {
    const few = await runBody(porosity, { slices, threshold: 0.6 }, { params: { minVoxels: 300 } });
    expect(few.count).toBe(1);
    const solid = await runBody(porosity, { slices, threshold: 0.6 }, { params: { phase: 'solid' } });
    expect(solid.count).toBe(1);
  });

  test('regions that only touch by edges are two; a branching one is one', async () => {
    const pattern = ['#.#', '###', '..#', '##.'];
    const drawn = stackOf(sliceAxes, [1, 4, 3], (_row, y, x) => (pattern[y]![x] === '#' ? 0 : 1));
    const found = await runBody(porosity, { slices: drawn, threshold: 0.5 }, { params: { circle: false } });
    expect(found.count).toBe(2);
    expect([...found.labels.data]).toEqual([1, 0, 1, 1, 1, 1, 0, 0, 1, 2, 2, 0]);
  });
});
