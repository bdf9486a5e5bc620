import { smoothLines } from './smooth-lines.js';
import type { Sinogram, StripeOptions } from './stripe-options.js';

type Options = Extract<StripeOptions, { method: 'fitting' }>;

/**
 * Vo's algorithm 1: a polynomial in the angle is fitted to each column, and the fit is exchanged for its smoothed version, a
 * Gaussian in Fourier space of `sigmaColumn` x `sigmaAngle` frequencies. By difference: a ratio would fail where nothing absorbs.
 */
export function removeFitting(sinogram: Sinogram<Float32Array>, { order, sigmaColumn, sigmaAngle }: Options): void {
  const { data, angles, columns } = sinogram;
  const fit = fitColumns(sinogram, Math.min(order, angles - 1));
  const smooth = fit.slice();
  smoothLines(smooth, { lines: columns, lineStride: 1, length: angles, stride: columns }, sigmaAngle);
  smoothLines(smooth, { lines: angles, lineStride: columns, length: columns, stride: 1 }, sigmaColumn);
  for (let i = 0; i < data.length; i++) data[i]! += smooth[i]! - fit[i]!;
}

/** Least squares by polynomials that are orthogonal on the angles. */
function fitColumns({ data, angles, columns }: Sinogram<Float32Array>, order: number): Float64Array {
  const fit = new Float64Array(data.length);
  for (const basis of orthogonalPolynomials(angles, order)) {
    const weights = new Float64Array(columns);
    for (let angle = 0; angle < angles; angle++) {
      for (let x = 0; x < columns; x++) weights[x]! += basis[angle]! * data[angle * columns + x]!;
    }
    for (let angle = 0; angle < angles; angle++) {
      for (let x = 0; x < columns; x++) fit[angle * columns + x]! += basis[angle]! * weights[x]!;
    }
  }
  return fit;
}

/** Orthonormal on 0 .. length - 1, degrees 0 .. order, by Gram and Schmidt, twice for accuracy. */
export function orthogonalPolynomials(length: number, order: number): readonly Float64Array[] {
  const basis: Float64Array[] = [];
  for (let degree = 0; degree <= order; degree++) {
    const next = Float64Array.from({ length }, (_, i) =>
      degree === 0 ? 1 : basis[degree - 1]![i]! * (length > 1 ? (2 * i) / (length - 1) - 1 : 0),
    );
    for (let turn = 0; turn < 2; turn++) {
      for (const other of basis) {
        const overlap = next.reduce((sum, value, i) => sum + value * other[i]!, 0);
        for (let i = 0; i < length; i++) next[i]! -= overlap * other[i]!;
      }
    }
    const norm = Math.sqrt(next.reduce((sum, value) => sum + value * value, 0));
    basis.push(next.map(value => value / norm));
  }
  return basis;
}
