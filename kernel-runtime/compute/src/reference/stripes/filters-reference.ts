import { linePadding, reflected } from '../../rings/smooth-lines.js';
import { orthogonalPolynomials } from '../../rings/fitting.js';
import type { Sinogram } from '../../rings/stripe-options.js';
import { sortingReference } from './vo-reference.js';

export function filteringReference(sinogram: Sinogram, sigma: number, sizePx: number): Float64Array {
  const slow = smoothAlongAngle(sinogram, sigma);
  const corrected = sortingReference({ ...sinogram, data: slow }, sizePx);
  return sinogram.data.map((value, i) => value - slow[i]! + corrected[i]!);
}

export function fittingReference(
  sinogram: Sinogram,
  { order, sigmaColumn, sigmaAngle }: { order: number; sigmaColumn: number; sigmaAngle: number },
): Float64Array {
  const { data, angles, columns } = sinogram;
  const basis = orthogonalPolynomials(angles, Math.min(order, angles - 1));
  const fit = new Float64Array(data.length);
  for (let column = 0; column < columns; column++) {
    for (const polynomial of basis) {
      const weight = polynomial.reduce((sum, value, angle) => sum + value * data[angle * columns + column]!, 0);
      polynomial.forEach((value, angle) => (fit[angle * columns + column]! += weight * value));
    }
  }
  const along = smoothAlongAngle({ data: fit, angles, columns }, sigmaAngle);
  const turned = turn({ data: along, angles, columns });
  const smooth = turn({
    data: smoothAlongAngle({ data: turned, angles: columns, columns: angles }, sigmaColumn),
    angles: columns,
    columns: angles,
  });
  return data.map((value, i) => value - fit[i]! + smooth[i]!);
}

function turn({ data, angles, columns }: Sinogram): Float64Array {
  return data.map((_, i) => data[(i % angles) * columns + Math.floor(i / angles)]!);
}

/** The convolution of each column with the Gaussian's own transform, summed frequency by frequency. */
function smoothAlongAngle({ data, angles, columns }: Sinogram, sigma: number): Float64Array {
  const { before, total } = linePadding(angles);
  const kernel = Float64Array.from({ length: total }, (_, n) => {
    let sum = 0;
    for (let k = 0; k < total; k++) {
      const frequency = Math.min(k, total - k);
      sum += Math.exp(-(frequency ** 2) / (2 * sigma * sigma)) * Math.cos((2 * Math.PI * ((k * n) % total)) / total);
    }
    return sum / total;
  });
  return data.map((_, i) => {
    const [angle, column] = [Math.floor(i / columns) + before, i % columns];
    let sum = 0;
    for (let n = 0; n < total; n++) {
      sum += kernel[(angle - n + total) % total]! * data[reflected(n - before, angles) * columns + column]!;
    }
    return sum;
  });
}
