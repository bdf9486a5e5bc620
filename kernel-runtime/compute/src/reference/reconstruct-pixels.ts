import { fftOf } from '../fft/fft.js';
import { angularWeights } from '../fourier/angular-weights.js';
import { filterResponse } from '../fourier/filters.js';
import { checkJob, filtersOf, type FourierJob } from '../fourier/job.js';
import { polarLengthOf } from '../fourier/sizes.js';

/**
 * Values of single pixels of the first slice by filtered backprojection without any interpolation, float64: each filtered projection is
 * summed as the trigonometric polynomial that it is. Good to 1e-12, and about a millisecond a pixel: what gridding is measured by.
 *
 * @param pixels (x, y), counted from the upper left corner of the slice
 * @throws DaisyError `Input` for a job that cannot be computed.
 */
export function reconstructPixels(job: FourierJob, pixels: readonly (readonly [number, number])[]): Float64Array {
  checkJob(job);
  const { columns, anglesRad, sinograms } = job;
  const length = polarLengthOf(columns);
  const half = length / 2;
  const { axisPx, filter, cutoff } = filtersOf(job)[0]!;
  const response = filterResponse(filter, length, cutoff);
  const weights = angularWeights(anglesRad);
  const fft = fftOf(length);
  const [re, im] = [new Float64Array(length), new Float64Array(length)];
  const values = new Float64Array(pixels.length);
  anglesRad.forEach((angle, p) => {
    re.fill(0).set(sinograms.subarray(p * columns, (p + 1) * columns));
    im.fill(0);
    fft.forward(re, im);
    for (let k = 0; k < half; k++) {
      const phase = (2 * Math.PI * k * axisPx) / length;
      const gain = (response[k]! * weights[p]! * (k === 0 ? 1 : 2)) / length;
      const [a, b] = [re[k]! * gain, im[k]! * gain];
      re[k] = a * Math.cos(phase) - b * Math.sin(phase);
      im[k] = a * Math.sin(phase) + b * Math.cos(phase);
    }
    pixels.forEach(([x, y], i) => {
      const t = (x - (columns >> 1)) * Math.cos(angle) + (y - (columns >> 1)) * Math.sin(angle);
      values[i]! += realSeries(re, im, half, (2 * Math.PI * t) / length);
    });
  });
  return values;
}

/** Re sum of c(k) exp(i k phase), by Horner's rule. */
function realSeries(re: Float64Array, im: Float64Array, count: number, phase: number): number {
  const [cos, sin] = [Math.cos(phase), Math.sin(phase)];
  let [a, b] = [0, 0];
  for (let k = count - 1; k >= 0; k--) {
    const next = a * cos - b * sin + re[k]!;
    b = a * sin + b * cos + im[k]!;
    a = next;
  }
  return a;
}
