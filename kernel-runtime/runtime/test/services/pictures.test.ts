import { describe, expect, test } from '@jest/globals';
import { contrastRanks } from '../../lib/services/viewer/frame-statistics.js';
import { histogramOf } from '../../lib/services/viewer/histogram.js';
import { sampleCodes } from '../../lib/services/viewer/sample-codes.js';

describe('histograms', () => {
  const values = Array.from({ length: 5000 }, (_, at) => Math.round(120 * Math.sin(at * 1.7) ** 3));
  const types = { Uint8Array, Int8Array, Uint16Array, Int16Array, Uint32Array, Int32Array, Float32Array, Float64Array };
  test.each(Object.entries(types))('of %s count every pixel once, in the bin of its value', (name, Type) => {
    const shift = name.startsWith('U') ? 120 : 0;
    const pixels = new Type(values.map(value => value + shift));
    const { low, high, counts, invalid, percentiles } = histogramOf(pixels, 24);
    const inOrder = Array.from(pixels).sort((a, b) => a - b);
    expect([low, high, invalid]).toEqual([inOrder[0], inOrder.at(-1), 0]);
    const expected = new Array<number>(24).fill(0);
    for (const value of inOrder) expected[Math.min(23, Math.floor(((value - low) * 24) / (high - low)))]!++;
    expect(counts).toEqual(expected);
    expect(percentiles).toEqual(contrastRanks(pixels.length).map(rank => inOrder[rank]));
  });

  test('of an image of one value and of one without numbers', () => {
    expect(histogramOf(new Uint16Array(9).fill(7), 4)).toEqual({
      ...{ low: 7, high: 7, counts: [9, 0, 0, 0], invalid: 0 },
      percentiles: [7, 7],
    });
    const none = { low: 0, high: 0, counts: [0, 0], invalid: 3, percentiles: [0, 0] };
    expect(histogramOf(Float32Array.of(NaN, Infinity, -Infinity), 2)).toEqual(none);
  });
});

describe('samples in two bytes', () => {
  const decoded = (values: readonly number[]): number[] => {
    const { codes, scale } = sampleCodes(Float32Array.from(values));
    return Array.from(codes, code => (code === 0xffff ? NaN : scale.offset + code * scale.step));
  };
  test('are the values to a part in 65,534 of their range, NaN is NaN, and infinities are its ends', () => {
    const values = [-3.5, 0.25, NaN, 1e3, 12, -Infinity, Infinity];
    const seen = decoded(values);
    for (const at of [0, 1, 3, 4]) expect(Math.abs(seen[at]! - values[at]!)).toBeLessThanOrEqual(1003.5 / 65534);
    expect([seen[2], seen[5], Math.round(seen[6]!)]).toEqual([NaN, -3.5, 1000]);
  });
  test('of one value, and of none, are just that', () => {
    expect(decoded([4, 4])).toEqual([4, 4]);
    expect(decoded([NaN])).toEqual([NaN]);
  });
});
