import { removeStripes, removeStripesReference } from '@daisy-lab/compute';
import { describe, expect, test } from '@jest/globals';
import { detectStripes, ratioToMedian } from '../lib/rings/detect-stripes.js';
import { levelsOf } from '../lib/rings/fourier-wavelet.js';
import { runningMedian } from '../lib/rings/running-median.js';
import { smoothLines } from '../lib/rings/smooth-lines.js';
import { ColumnSorter } from '../lib/rings/sort-columns.js';

// Parts that the bodies of the stripe methods share with their references, which would agree on a wrong one.

function noise(count: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => (state = (state * 16807) % 2147483647) / 2147483647 - 0.5);
}

describe('columns that stand out', () => {
  /** Factors that fall evenly from 1.005 to 0.995 when sorted, but for some columns. */
  const factors = (others: Readonly<Record<number, number>>): Float64Array =>
    Float64Array.from({ length: 100 }, (_, column) => others[column] ?? 1.005 - (0.01 * ((column * 37) % 100)) / 99);
  const found = (others: Readonly<Record<number, number>>, snr = 3): number[] =>
    [...detectStripes(factors(others), snr)].flatMap((stripe, column) => (stripe ? [column] : []));

  test('are those beyond half of the limit, with their neighbours, if one is beyond the limit', () => {
    expect(found({ 10: 1.05, 30: 1.022, 50: 1.018 })).toEqual([9, 10, 11, 29, 30, 31]);
    expect(found({ 0: 0.95, 80: 0.978, 90: 0.982 })).toEqual([0, 1, 79, 80, 81]);
    expect(found({ 10: 1.05, 99: 0.95 })).toEqual([9, 10, 11, 98, 99]);
  });

  test('are none where nothing is beyond the limit', () => {
    expect(found({ 30: 1.022 })).toEqual([]);
    expect(found({ 80: 0.978 })).toEqual([]);
    expect(found({ 10: 1.05, 80: 0.978 })).toEqual([9, 10, 11]);
    expect(found({ 10: 1.05 }, 6)).toEqual([]);
  });

  test('are found by their ratio to the median about them, 1 where that is 0', () => {
    const ratios = ratioToMedian(Float64Array.of(0, 0, 0, 5, 0, 2, 2, 8, 2, 2), 5);
    expect([...ratios]).toEqual([1, 1, 1, 1, 0, 1, 1, 4, 1, 1]);
  });
});

test('a running median is the middle of the sorted window, the line mirrored beyond its ends', () => {
  for (const length of [1, 2, 3, 7, 20]) {
    // with equal values among them
    const line = noise(length, length).map(value => Math.round(8 * value));
    for (const size of [1, 2, 3, 4, 5, 8, 15, 41]) {
      const wide = Array.from({ length: 2 * 50 }, (_, i) => (i % 2 === 0 ? [...line].reverse() : line)).flat();
      // an even number of mirror images before the line itself
      const start = 51 * length;
      const wanted = line.map((_, at) => {
        const first = start + at - Math.floor(size / 2);
        return wide.slice(first, first + size).sort((a, b) => a - b)[Math.floor(size / 2)]!;
      });
      const out = new Float64Array(length);
      runningMedian(Float64Array.from(line), size, out);
      expect([...out]).toEqual(wanted);
    }
  }
});

test('columns are sorted with the places of their values, negative ones and equal ones too', () => {
  const values = [-0.5, 3, 0, -1e-20, 3, -7e8, 1e-20, 0.1, -0.5, 2.5e9];
  const sorter = new ColumnSorter(values.length);
  sorter.sort(Float32Array.from([99, ...values]), 1);
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  expect([...sorter.order]).toEqual(order);
  expect([...sorter.sorted]).toEqual(order.map(i => Math.fround(values[i]!)));
});

test.each([
  [1, 20],
  [3, 31],
  [4, 7],
])('%i lines of %i are smoothed by a Gaussian of frequencies, mirrored about their end points', (lines, length) => {
  const sigma = 2.5;
  const data = Float64Array.from(noise(lines * length, 3));
  const smooth = data.slice();
  smoothLines(smooth, { lines, lineStride: 1, length, stride: lines }, sigma);
  const before = Math.floor(length / 10);
  // the next length that is a product of 2, 3 and 5
  const total = { 20: 24, 31: 40, 7: 8 }[length]!;
  const kernel = Array.from({ length: total }, (_, n) => {
    let sum = 0;
    for (let k = -total / 2; k < total / 2; k++)
      sum += Math.exp(-0.5 * (k / sigma) ** 2) * Math.cos((2 * Math.PI * k * n) / total);
    return sum / total;
  });
  for (let line = 0; line < lines; line++) {
    const value = (i: number): number => data[line + lines * i]!;
    const there = Array.from({ length }, (_, i) => value(i));
    const beyond = there.slice(0, -1).reverse().concat(there.slice(1));
    const extended = [...there.slice(1, before + 1).reverse(), ...there, ...beyond].slice(0, total);
    for (let i = 0; i < length; i++) {
      const wanted = extended.reduce((sum, x, n) => sum + x * kernel[(before + i - n + total) % total]!, 0);
      expect(Math.abs(smooth[line + lines * i]! - wanted)).toBeLessThan(1e-12);
    }
  }
});

test('the levels of the wavelet transform stay below the size of the object', () => {
  const options = { method: 'fourierWavelet', wavelet: 'db5', sigma: 2, pad: true } as const;
  expect([2, 32, 64, 65, 512, 1024, 1025, 4096].map(columns => levelsOf({ columns }, options))).toEqual([
    1, 1, 1, 2, 4, 5, 5, 5,
  ]);
  expect(levelsOf({ columns: 64 }, { ...options, levels: 3 })).toBe(3);
});

describe("Titarenko's regularisation", () => {
  /** q of (D'D + a) q = -D'D m for differences with these coefficients, by elimination. */
  function offsets(means: readonly number[], damping: number, kernel: readonly number[]): number[] {
    const n = means.length;
    const differences = Array.from({ length: Math.max(0, n - kernel.length + 1) }, (_, at) =>
      Array.from({ length: n }, (_column, i) => kernel[i - at] ?? 0),
    );
    const squared = means.map((_, i) => means.map((_j, j) => differences.reduce((sum, d) => sum + d[i]! * d[j]!, 0)));
    const rows = squared.map((row, i) => [
      ...row.map((value, j) => value + (i === j ? damping : 0)),
      -row.reduce((sum, value, j) => sum + value * means[j]!, 0),
    ]);
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < n; k++) {
        if (k === i) continue;
        const share = rows[k]![i]! / rows[i]![i]!;
        rows[k] = rows[k]!.map((value, j) => value - share * rows[i]![j]!);
      }
    }
    return rows.map((row, i) => row[n]! / row[i]!);
  }

  test.each([
    [3, 1, 1.2, 1.5],
    [4, 2, 1.2, 1.5],
    [9, 3, 0.1, 0],
    [5, 4, 1.2, 1.5],
    [6, 7, 1.2, 0.5],
    [12, 7, 0, 0.3],
    [5, 10, 0.2, 1.5],
  ])('is what its equations say, %i angles x %i columns about %d, offset %d', (angles, columns, level, offset) => {
    const data = Float32Array.from(noise(angles * columns, 11), value => level + value);
    const at = (angle: number, column: number): number => data[angle * columns + column]!;
    const line = Array.from({ length: columns }, (_, column) => column);
    const views = Array.from({ length: angles }, (_, angle) => angle);
    const means = line.map(column => views.reduce((sum, angle) => sum + at(angle, column), 0) / angles);
    const sums = views.map(angle => line.reduce((sum, column) => sum + at(angle, column), 0));
    const damping = 1 / (2 * (Math.max(...sums) - Math.min(...sums)));
    const first = offsets(means, damping, [1, -1]);
    const second = offsets(means, damping, [-1, 2, -1]);
    const products = views.flatMap(angle =>
      line.map(column => (at(angle, column) + first[column]!) * (at(angle, column) + second[column]!)),
    );
    const raised = offset * Math.abs(Math.min(...products));
    const wanted = products.map(product => Math.max(0, product + raised));
    const options = { method: 'titarenko', offset } as const;
    const fast = { data: data.slice(), angles, columns };
    removeStripes(fast, options);
    const exact = removeStripesReference({ data: Float64Array.from(data), angles, columns }, options);
    wanted.forEach((value, i) => {
      expect(Math.abs(fast.data[i]! ** 2 - value)).toBeLessThan(2e-6);
      expect(Math.abs(exact[i]! ** 2 - value)).toBeLessThan(1e-9);
    });
  });
});
