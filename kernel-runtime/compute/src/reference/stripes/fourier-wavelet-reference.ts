import { fftOf } from '../../fft/fft.js';
import {
  addColumns,
  addRows,
  analyseColumns,
  analyseRows,
  coefficients,
  emptyBand,
  type Band,
} from '../../rings/dwt.js';
import { levelsOf, slowWeight } from '../../rings/fourier-wavelet.js';
import type { Sinogram, StripeOptions } from '../../rings/stripe-options.js';
import { filterBank } from '../../rings/wavelet-filters.js';

type Options = Extract<StripeOptions, { method: 'fourierWavelet' }>;

/** All four bands there, the band of stripes damped by a transform along the angle, all four bands back. */
export function fourierWaveletReference(sinogram: Sinogram, options: Options): Float64Array {
  const { data, angles, columns } = sinogram;
  const more = options.pad ? Math.floor(angles / 8) : 0;
  const padded = emptyBand(angles + more, columns);
  const start = (more >> 1) * columns;
  padded.data.set(data, start);
  const { low, high, lowBack, highBack } = filterBank(options.wavelet);
  const withoutStripes = (image: Band, levels: number): Band => {
    if (levels === 0) return image;
    const slow = analyseColumns(image, low);
    const fast = analyseColumns(image, high);
    const smooth = withoutStripes(analyseRows(slow, low), levels - 1);
    const stripes = damped(analyseRows(slow, high), options.sigma);
    const half = coefficients(image.rows, low.length);
    const slowAgain = emptyBand(half, image.columns);
    addRows(smooth, lowBack, slowAgain);
    addRows(stripes, highBack, slowAgain);
    const fastAgain = emptyBand(half, image.columns);
    addRows(analyseRows(fast, low), lowBack, fastAgain);
    addRows(analyseRows(fast, high), highBack, fastAgain);
    const whole = emptyBand(image.rows, image.columns);
    addColumns(slowAgain, lowBack, whole);
    addColumns(fastAgain, highBack, whole);
    return whole;
  };
  return withoutStripes(padded, levelsOf(sinogram, options)).data.slice(start, start + data.length);
}

function damped({ data, rows, columns }: Band, sigma: number): Band {
  const out = emptyBand(rows, columns);
  const fft = fftOf(rows);
  for (let column = 0; column < columns; column++) {
    const re = Float64Array.from({ length: rows }, (_, row) => data[row * columns + column]!);
    const im = new Float64Array(rows);
    fft.forward(re, im);
    for (let k = 0; k < rows; k++) {
      const factor = 1 - slowWeight(Math.min(k, rows - k), rows, sigma);
      re[k]! *= factor;
      im[k]! *= factor;
    }
    fft.inverse(re, im);
    for (let row = 0; row < rows; row++) out.data[row * columns + column] = re[row]!;
  }
  return out;
}
