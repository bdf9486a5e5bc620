import { fftOf } from '../fft/fft.js';
import { filterResponse, type FilterName } from '../fourier/filters.js';
import type { Padding } from '../fourier/job.js';
import { polarLengthOf } from '../fourier/sizes.js';
import type { FilteredProjection } from './backproject.js';

/**
 * A function that filters one projection and samples it `oversampling` times per column by zero padding its spectrum, over all
 * positions that a pixel of the slice can meet. The result is valid until the next call.
 */
export function projectionFilter(
  columns: number,
  filterName: FilterName,
  oversampling: number,
  cutoff = 1,
  padding: Padding = 'zero',
): (projection: Float32Array, axisPx: number) => FilteredProjection {
  const length = polarLengthOf(columns);
  const fine = length * oversampling;
  const response = filterResponse(filterName, length, cutoff);
  const coarseFft = fftOf(length);
  const fineFft = fftOf(fine);
  const coarse = { re: new Float64Array(length), im: new Float64Array(length) };
  const padded = { re: new Float64Array(fine), im: new Float64Array(fine) };
  const reach = Math.ceil(columns / Math.SQRT2) + 2;
  const samples = new Float64Array((2 * reach + 1) * oversampling);

  return (projection, axisPx) => {
    coarse.re.fill(0).set(projection);
    if (padding === 'edge') continueEnds(coarse.re, columns);
    coarse.im.fill(0);
    coarseFft.forward(coarse.re, coarse.im);
    padded.re.fill(0);
    padded.im.fill(0);
    for (let k = 0; k < length / 2; k++) {
      const angle = (2 * Math.PI * k * axisPx) / length; // moves the axis to position 0
      const scale = response[k]! * oversampling * (k === 0 ? 1 : 2);
      padded.re[k] = scale * (coarse.re[k]! * Math.cos(angle) - coarse.im[k]! * Math.sin(angle));
      padded.im[k] = scale * (coarse.re[k]! * Math.sin(angle) + coarse.im[k]! * Math.cos(angle));
    }
    fineFft.inverse(padded.re, padded.im); // one-sided spectrum: the real part is the projection
    const first = -reach * oversampling;
    for (let i = 0; i < samples.length; i++) samples[i] = padded.re[(((first + i) % fine) + fine) % fine]!;
    return { samples, perColumn: oversampling, centre: reach * oversampling };
  };
}

/** The last value of a projection fades to 0 over the first half of the padding, the first value rises over the second. */
function continueEnds(padded: Float64Array, columns: number): void {
  const gap = padded.length - columns + 1;
  for (let i = 1; i < gap; i++) {
    const t = (2 * i) / gap;
    const share = Math.abs(1 - t);
    padded[columns - 1 + i] = (t < 1 ? padded[columns - 1]! : padded[0]!) * share * share * (3 - 2 * share);
  }
}
