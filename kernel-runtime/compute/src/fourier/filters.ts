import { fftOf } from '../fft/fft.js';

/** Windows over the ramp filter, from sharpest to smoothest; Butterworth is flat up to its cutoff. */
export const filterNames = ['ramp', 'shepp', 'butterworth', 'cosine', 'hamming', 'hann'] as const;
export type FilterName = (typeof filterNames)[number];

const butterworthOrder = 4;

/** Value of a window at a frequency given as a fraction of its cutoff; beyond the cutoff only Butterworth goes on. */
export function windowAt(filter: FilterName, fraction: number): number {
  if (filter === 'butterworth') return 1 / Math.sqrt(1 + fraction ** (2 * butterworthOrder));
  if (fraction > 1) return 0;
  const x = (Math.PI * fraction) / 2;
  switch (filter) {
    case 'ramp':
      return 1;
    case 'shepp':
      return x === 0 ? 1 : Math.sin(x) / x;
    case 'cosine':
      return Math.cos(x);
    case 'hamming':
      return 0.54 + 0.46 * Math.cos(2 * x);
    case 'hann':
      return 0.5 + 0.5 * Math.cos(2 * x);
  }
}

/**
 * The ramp |k| / L of the band-limited real-space filter h(0) = 1/4, h(odd d) = -1 / (pi d)^2, in units of one sample.
 * Its transform over L points is right at frequency zero, where |k| / L would lower the whole slice.
 *
 * @see A. Kak and M. Slaney, Principles of Computerized Tomographic Imaging (1988), section 3.3.3
 */
function rampResponse(length: number): Float64Array {
  const known = ramps.get(length);
  if (known) return known;
  const re = new Float64Array(length);
  const im = new Float64Array(length);
  re[0] = 0.25;
  for (let d = 1; d < length / 2; d += 2) re[d] = re[length - d] = -1 / (Math.PI * d) ** 2;
  fftOf(length).forward(re, im);
  ramps.clear();
  ramps.set(length, re);
  return re;
}

/** The last one: a change of axis or window asks for it again. */
const ramps = new Map<number, Float64Array>();

/**
 * Response without a longest distance, |k| / L times the window: cyclic convolution with all periods of the filter. The tails that
 * come from other periods are taken off afterwards (tail-correction.ts), and with them the error at frequency zero.
 */
export function cyclicResponse(filter: FilterName, length: number): Float64Array {
  const half = length / 2;
  return Float64Array.from({ length: half }, (_, k) => (k / length) * windowAt(filter, k / half));
}

/**
 * Response of a filter at the frequencies 0 .. L/2 - 1 of a projection padded to an even length L. The Nyquist frequency L/2 is
 * left out by every body: half a sample of shift would make its value imaginary.
 *
 * @param cutoff where the window ends, as a fraction (0..1] of the Nyquist frequency; Butterworth has fallen to 0.71 there
 */
export function filterResponse(filter: FilterName, length: number, cutoff = 1): Float64Array {
  const ramp = rampResponse(length);
  const half = length / 2;
  return Float64Array.from({ length: half }, (_, k) => ramp[k]! * windowAt(filter, k / half / cutoff));
}
