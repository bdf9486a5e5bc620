import { mixedRadixFft, smallFactors, type Fft } from './mixed-radix.js';

/**
 * Transform of any length as a convolution with a chirp, through a transform of a power of two >= 2 N - 1.
 *
 * @see L. Bluestein, IEEE Trans. Audio Electroacoust. 18 (1970) 451
 */
export function bluesteinFft(length: number): Fft {
  const size = 2 ** Math.ceil(Math.log2(2 * length - 1));
  const inner = mixedRadixFft(size, smallFactors(size)!);
  // n^2 mod 2N keeps the angle exact for long transforms
  const angle = (n: number): number => (Math.PI * ((n * n) % (2 * length))) / length;
  const cos = Float64Array.from({ length }, (_, n) => Math.cos(angle(n)));
  const sin = Float64Array.from({ length }, (_, n) => Math.sin(angle(n)));
  const chirpRe = new Float64Array(size);
  const chirpIm = new Float64Array(size);
  for (let n = 0; n < length; n++) {
    chirpRe[n] = chirpRe[(size - n) % size] = cos[n]!;
    chirpIm[n] = chirpIm[(size - n) % size] = sin[n]!;
  }
  inner.forward(chirpRe, chirpIm);
  const workRe = new Float64Array(size);
  const workIm = new Float64Array(size);

  const forward = (re: Float64Array, im: Float64Array): void => {
    workRe.fill(0);
    workIm.fill(0);
    for (let n = 0; n < length; n++) {
      workRe[n] = re[n]! * cos[n]! + im[n]! * sin[n]!;
      workIm[n] = im[n]! * cos[n]! - re[n]! * sin[n]!;
    }
    inner.forward(workRe, workIm);
    for (let k = 0; k < size; k++) {
      const r = workRe[k]!;
      const i = workIm[k]!;
      workRe[k] = r * chirpRe[k]! - i * chirpIm[k]!;
      workIm[k] = r * chirpIm[k]! + i * chirpRe[k]!;
    }
    inner.inverse(workRe, workIm);
    for (let k = 0; k < length; k++) {
      re[k] = workRe[k]! * cos[k]! + workIm[k]! * sin[k]!;
      im[k] = workIm[k]! * cos[k]! - workRe[k]! * sin[k]!;
    }
  };
  const inverse = (re: Float64Array, im: Float64Array): void => {
    forward(im, re);
    for (let i = 0; i < length; i++) {
      re[i]! /= length;
      im[i]! /= length;
    }
  };
  return { length, forward, inverse };
}
