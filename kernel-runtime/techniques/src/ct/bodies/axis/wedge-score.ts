import { fftOf } from '@daisy-lab/compute';
import type { AngularSpectrum } from './angular-spectrum.js';

/** Radius of the sample as a share of the detector width; outside the wedge it gives a sample of this size has no amplitude. */
const sampleRadius = 0.25;
/** The slowest frequencies across the detector hold the leakage of its edges. */
const slowestColumnFrequency = 2;
/** Lagrange interpolation half way between columns; flat over the frequencies inside the wedge. */
const halfWay = [3, -25, 150, 150, -25, 3].map(weight => weight / 256);

/**
 * Scores candidate axes: mean magnitude of the composed sinogram's transform inside the double wedge, lower is better.
 *
 * Composed means: the half turn, then its mirror image about the candidate. Where the mirror image has no data (the axis is off the
 * middle) the half turn run backwards stands in, which joins smoothly.
 */
export function wedgeScore(spectrum: AngularSpectrum): (axisPx: number) => number {
  const { columns, binPx, frequencies } = spectrum;
  const between = betweenColumns(spectrum);
  const fft = fftOf(columns);
  const re = new Float64Array(columns);
  const im = new Float64Array(columns);
  return axisPx => {
    // column x lies opposite mirror - x; kept to half columns, where `between` has the values
    const doubled = Math.round(4 * ((axisPx - (binPx - 1) / 2) / binPx));
    const mirrored = doubled % 2 === 0 ? spectrum : between;
    const mirror = Math.floor(doubled / 2);
    let sum = 0;
    let weightSum = 0;
    frequencies.forEach((v, k) => {
      composeRow(spectrum, mirrored, k, mirror, re, im);
      fft.forward(re, im);
      const last = Math.min(Math.floor(v / (2 * Math.PI * sampleRadius)), (columns >> 1) - 1);
      let row = 0;
      for (let u = slowestColumnFrequency; u <= last; u++) {
        row += Math.hypot(re[u]!, im[u]!) + Math.hypot(re[columns - u]!, im[columns - u]!);
      }
      sum += spectrum.weights[k]! * row;
      weightSum += spectrum.weights[k]! * 2 * Math.max(0, last - slowestColumnFrequency + 1);
    });
    return sum / (weightSum * columns);
  };
}

/** Amplitude at one angular frequency of the composed sinogram, by column. */
function composeRow(
  spectrum: AngularSpectrum,
  mirrored: Pick<AngularSpectrum, 're' | 'im'>,
  k: number,
  mirror: number,
  re: Float64Array,
  im: Float64Array,
): void {
  const { columns, backwards } = spectrum;
  const row = k * columns;
  // the second half starts half a turn later
  const sign = spectrum.frequencies[k]! % 2 === 0 ? 1 : -1;
  const turnRe = backwards.re[k]!;
  const turnIm = backwards.im[k]!;
  for (let x = 0; x < columns; x++) {
    const a = spectrum.re[row + x]!;
    const b = spectrum.im[row + x]!;
    const opposite = mirror - x;
    const measured = opposite >= 0 && opposite < columns;
    re[x] = a + sign * (measured ? mirrored.re[row + opposite]! : turnRe * a + turnIm * b);
    im[x] = b + sign * (measured ? mirrored.im[row + opposite]! : turnIm * a - turnRe * b);
  }
}

/** The spectrum half a column further on: entry x is the value at x + 1/2. */
function betweenColumns({ re, im, columns, frequencies }: AngularSpectrum): Pick<AngularSpectrum, 're' | 'im'> {
  const shifted = { re: new Float64Array(re.length), im: new Float64Array(im.length) };
  for (let k = 0; k < frequencies.length; k++) {
    const row = k * columns;
    for (let x = 0; x < columns; x++) {
      halfWay.forEach((weight, tap) => {
        const source = row + Math.min(columns - 1, Math.max(0, x + tap - 2));
        shifted.re[row + x]! += weight * re[source]!;
        shifted.im[row + x]! += weight * im[source]!;
      });
    }
  }
  return shifted;
}
