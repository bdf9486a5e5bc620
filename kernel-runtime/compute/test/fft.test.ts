import { describe, expect, test } from '@jest/globals';
import { fastLength, fftOf, inverseRealFft, realFft } from '@daisy-lab/compute';

const signal = (length: number, seed: number): Float64Array =>
  Float64Array.from({ length }, (_, i) => Math.sin(seed + i * i * 0.7) + (i % 3) * 0.1);

/** The definition, term by term. */
function dft(re: Float64Array, im: Float64Array): { re: number[]; im: number[] } {
  const n = re.length;
  const sum = (k: number, part: (angle: number, j: number) => number): number =>
    re.reduce((total, _, j) => total + part((-2 * Math.PI * ((j * k) % n)) / n, j), 0);
  const ks = Array.from({ length: n }, (_, k) => k);
  return {
    re: ks.map(k => sum(k, (a, j) => re[j]! * Math.cos(a) - im[j]! * Math.sin(a))),
    im: ks.map(k => sum(k, (a, j) => re[j]! * Math.sin(a) + im[j]! * Math.cos(a))),
  };
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);
}

describe.each([1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 17, 30, 33, 49, 64, 97, 105, 128, 360])('%i points', length => {
  test('the transform is the definition', () => {
    const [re, im] = [signal(length, 1), signal(length, 2)];
    const expected = dft(re, im);
    fftOf(length).forward(re, im);
    expect(largestDifference(re, expected.re)).toBeLessThan(1e-11);
    expect(largestDifference(im, expected.im)).toBeLessThan(1e-11);
  });

  test('the inverse gives the signal back', () => {
    const [re, im] = [signal(length, 1), signal(length, 2)];
    fftOf(length).forward(re, im);
    fftOf(length).inverse(re, im);
    expect(largestDifference(re, signal(length, 1))).toBeLessThan(1e-13);
    expect(largestDifference(im, signal(length, 2))).toBeLessThan(1e-13);
  });

  test('the half spectrum of a real signal suffices', () => {
    const real = signal(length, 3);
    const spectrum = realFft(real);
    const full = dft(real, new Float64Array(length));
    expect(spectrum.re.length).toBe(Math.floor(length / 2) + 1);
    expect(largestDifference(spectrum.re, full.re.slice(0, spectrum.re.length))).toBeLessThan(1e-11);
    expect(largestDifference(inverseRealFft(spectrum, length), real)).toBeLessThan(1e-13);
  });
});

test('a long prime length keeps its precision', () => {
  const length = 10007;
  const [re, im] = [signal(length, 1), signal(length, 2)];
  fftOf(length).forward(re, im);
  fftOf(length).inverse(re, im);
  expect(largestDifference(re, signal(length, 1))).toBeLessThan(1e-11);
});

test('fast lengths have the factors 2, 3 and 5', () => {
  expect([1, 7, 11, 31, 97, 1000, 2047].map(fastLength)).toEqual([1, 8, 12, 32, 100, 1000, 2048]);
});

test.each([0, -4, 2.5, Number.NaN])('a transform of %p points is refused', length => {
  expect(() => fftOf(length)).toThrow(expect.objectContaining({ tag: 'Input' }));
});
