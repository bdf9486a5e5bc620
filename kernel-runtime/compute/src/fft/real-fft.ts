import { fftOf } from './fft.js';

/** Half of the spectrum of a real signal: frequencies 0 .. floor(N / 2), the rest follows by symmetry. */
export interface HalfSpectrum {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Spectrum of a real signal: `X[k] = sum x[n] e^(-2 pi i k n / N)` for k = 0 .. floor(N / 2). */
export function realFft(signal: Float64Array | Float32Array): HalfSpectrum {
  const re = Float64Array.from(signal);
  const im = new Float64Array(signal.length);
  fftOf(signal.length).forward(re, im);
  const kept = (signal.length >> 1) + 1;
  return { re: re.slice(0, kept), im: im.slice(0, kept) };
}

/** The real signal of `length` samples that has this half spectrum; the inverse of `realFft`. */
export function inverseRealFft(spectrum: HalfSpectrum, length: number): Float64Array {
  const re = new Float64Array(length);
  const im = new Float64Array(length);
  for (let k = 0; k <= length >> 1; k++) {
    const mirror = (length - k) % length;
    re[k] = re[mirror] = spectrum.re[k]!;
    im[mirror] = -spectrum.im[k]!;
    im[k] = mirror === k ? 0 : spectrum.im[k]!;
  }
  fftOf(length).inverse(re, im);
  return re;
}
