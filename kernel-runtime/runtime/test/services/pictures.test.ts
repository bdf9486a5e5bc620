import { describe, expect, test } from '@jest/globals';
import { DaisyError } from '@daisy-lab/core';
import { countFlaws, marksOfTile } from '../../lib/services/viewer/flaws.js';
import { contrastRanks } from '../../lib/services/viewer/frame-statistics.js';
import type { FrameSource } from '../../lib/services/viewer/frame-source.js';
import { histogramOf } from '../../lib/services/viewer/histogram.js';
import { KeptFrames } from '../../lib/services/viewer/kept-frames.js';
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
  test('are the values to a part in 65,531 of their range, NaN is NaN, and infinities are its ends', () => {
    const values = [-3.5, 0.25, NaN, 1e3, 12, -Infinity, Infinity];
    const seen = decoded(values);
    for (const at of [0, 1, 3, 4]) expect(Math.abs(seen[at]! - values[at]!)).toBeLessThanOrEqual(1003.5 / 65531);
    expect([seen[2], seen[5], Math.round(seen[6]!)]).toEqual([NaN, -3.5, 1000]);
  });
  test('of one value, and of none, are just that', () => {
    expect(decoded([4, 4])).toEqual([4, 4]);
    expect(decoded([NaN])).toEqual([NaN]);
  });
});

describe('marks of pixels with flaws', () => {
  const all = ['negative', 'saturated', 'noNumber'] as const;
  const image = { width: 6, height: 2 };
  const pixels = Float32Array.of(1, -1, 2, NaN, 3, 4, 5, 6, -2, -3, Infinity, 7);
  const counts = { values: Uint16Array.of(1, 2, 3, 4, 0xffff, 6, 7, 8, 9, 0xffff, 0xffff, 12), top: 0xffff };
  const place = { x: 0, y: 0, binX: 1, binY: 1, ...image };
  const whole = { ...image, quality: 'exact' } as const;

  test('tell the gravest flaw of each bin; only kinds that are asked for', () => {
    const seen = { pixels, counts };
    expect(Array.from(marksOfTile(seen, image, place, whole, all)!)).toEqual([0, 1, 0, 3, 2, 0, 0, 0, 1, 2, 3, 0]);
    const halves = { ...place, binX: 3, binY: 2, width: 2, height: 1 };
    expect(Array.from(marksOfTile(seen, image, halves, whole, all)!)).toEqual([1, 3]);
    expect(Array.from(marksOfTile(seen, image, halves, whole, ['negative'])!)).toEqual([1, 1]);
    const right = { ...place, x: 5, width: 1 };
    expect(marksOfTile(seen, image, right, { ...whole, width: 1 }, all)).toBeNull();
    expect(countFlaws(seen, all)).toEqual({ negative: 2, saturated: 2, noNumber: 2 });
  });

  test('of a draft are those of the row that it looks at, and travel in its codes', () => {
    const halves = { ...place, binX: 3, binY: 2, width: 2, height: 1 };
    const marks = marksOfTile({ pixels, counts }, image, halves, { ...image, quality: 'draft' }, all);
    expect(Array.from(marks!)).toEqual([1, 3]);
    const { codes, scale } = sampleCodes(Float32Array.of(0.5, NaN, 2), Uint8Array.of(0, 3, 2));
    expect(Array.from(codes, code => code - scale.markedFrom!)).toEqual([-65532, 2, 1]);
  });
});

describe('images that are looked at', () => {
  /** Every pixel of an image is its number; reading takes a while. */
  function numbered(): { source: FrameSource; reused: () => number } {
    let reused = 0;
    const readInto = async (frame: number, into?: Float32Array, signal?: AbortSignal): Promise<Float32Array> => {
      await new Promise(resolve => setImmediate(resolve));
      if (signal?.aborted) throw DaisyError.cancelled('Reading');
      if (into) reused++;
      return (into ?? new Float32Array(16)).fill(frame);
    };
    const size = { width: 4, height: 4, frames: 99, dtype: 'float32', axes: ['y', 'x'] } as const;
    const source = { ...size, read: (frame: number) => readInto(frame), readInto } as FrameSource;
    return { source, reused: () => reused };
  }
  const ofThree = 3 * 64;

  test('are theirs whatever is looked at meanwhile, in memory that is used again', async () => {
    const { source, reused } = numbered();
    const kept = new KeptFrames(ofThree, ofThree);
    const stays = await kept.frame('a', source, 5, undefined);
    for (let round = 0; round < 20; round++) {
      const frames = [0, 1, 2, 3, 2, 1].map(at => (round * 7 + at * 3) % 40);
      const look = (frame: number) => kept.look('a', source, frame, undefined, pixels => Array.from(pixels));
      const seen = await Promise.all(frames.map(look));
      expect(seen).toEqual(frames.map(frame => new Array(16).fill(frame)));
    }
    expect(reused()).toBeGreaterThan(20);
    expect(Array.from(stays)).toEqual(new Array(16).fill(5));
  });

  test('come to those who still want them when the one who asked first gives up', async () => {
    const { source } = numbered();
    const kept = new KeptFrames();
    const first = new AbortController();
    const given = kept.frame('a', source, 7, first.signal);
    const wanted = kept.look('a', source, 7, new AbortController().signal, pixels => pixels[0]);
    first.abort();
    await expect(given).rejects.toMatchObject({ tag: 'Cancelled' });
    expect(await wanted).toBe(7);
  });
});
