import { fillColumns } from './staged-lines.js';
import { stagedSinogram, type StagedSinogram } from './staged-sinogram.js';
import type { Sinogram, StripeOptions } from './stripe-options.js';

type Options = Extract<StripeOptions, { method: 'titarenko' }>;

/** Coefficients of the first and the second difference. */
export const differences = [
  [1, -1],
  [-1, 2, -1],
] as const;

/**
 * Titarenko's regularisation: for the first and the second difference D of neighbouring columns, the offsets q of the columns
 * solve `(D^T D + a) q = -D^T D m`, where m are the column means and a = 1 / (2 (max - min)) of the sums of the projections; the
 * result is the geometric mean of the two corrected sinograms.
 */
export function removeTitarenko({ data, angles, columns }: Sinogram<Float32Array>, options: Options): void {
  const lineAt = (angle: number): Float32Array => data.subarray(angle * columns, (angle + 1) * columns);
  titarenkoLines({ angles, columns, lineAt }, options, lineAt);
}

/** The lines of a sinogram, wherever they lie. */
export interface SinogramLines {
  readonly angles: number;
  readonly columns: number;
  lineAt(angle: number): Float32Array;
}

/**
 * The same from lines to lines, which may lie far from each other: each is copied twice.
 * @returns false, and nothing is written, when a value is not finite
 */
export function titarenkoLines(
  { angles, columns, lineAt }: SinogramLines,
  { offset }: Options,
  resultAt: (angle: number) => Float32Array,
): boolean {
  const staged = stagedSinogram(angles, columns);
  const { stages, values, stride, first, second } = staged;
  const { means, damping, isFinite } = meansAndDamping(staged, lineAt);
  if (!isFinite) return false;
  [first, second].forEach((into, order) => {
    fillColumns(into, offsetsOf(means, damping, differences[order]!));
  });
  const [firstAt, secondAt] = [first.byteOffset, second.byteOffset];
  const lines = Array.from({ length: angles }, (_, angle) => values.byteOffset + 4 * angle * stride);
  let smallest = Infinity;
  for (const line of lines) smallest = Math.min(smallest, stages.smallestProduct(line, columns, firstAt, secondAt));
  const raised = offset * Math.abs(smallest);
  lines.forEach((line, angle) => {
    stages.rootOfProducts(line, columns, firstAt, secondAt, raised);
    resultAt(angle).set(values.subarray(angle * stride, angle * stride + columns));
  });
  return true;
}

/** Mean of each column, and the damping `a`; Infinity when all projections have the same sum: then nothing is changed. */
interface MeansAndDamping {
  readonly means: Float64Array;
  readonly damping: number;
}

/** Puts the lines into the staged sinogram on the way. */
function meansAndDamping(
  { stages, angles, columns, stride, values, sums }: StagedSinogram,
  lineAt: SinogramLines['lineAt'],
): MeansAndDamping & { readonly isFinite: boolean } {
  sums.fill(0);
  let [least, most, none] = [Infinity, -Infinity, 0];
  for (let angle = 0; angle < angles; angle++) {
    const at = angle * stride;
    const line = lineAt(angle);
    values.set(line, at);
    // the last column stands behind itself, up to three times
    const last = line[columns - 1]!;
    if (stride > columns) values.fill(last, at + columns, at + stride);
    const sum = stages.sumLine(values.byteOffset + 4 * at, columns, sums.byteOffset) - (stride - columns) * last;
    least = Math.min(least, sum);
    most = Math.max(most, sum);
    none += sum * 0;
  }
  const means = sums.slice(0, columns).map(sum => sum / angles);
  return { means, damping: 1 / (2 * (most - least)), isFinite: none === 0 };
}

/** The same of any sinogram, plainly. */
export function columnsAndDamping({ data, angles, columns }: Sinogram<Float32Array | Float64Array>): MeansAndDamping {
  const means = new Float64Array(columns);
  let [least, most] = [Infinity, -Infinity];
  for (let angle = 0; angle < angles; angle++) {
    let sum = 0;
    for (let column = 0; column < columns; column++) {
      const value = data[angle * columns + column]!;
      sum += value;
      means[column]! += value / angles;
    }
    least = Math.min(least, sum);
    most = Math.max(most, sum);
  }
  return { means, damping: 1 / (2 * (most - least)) };
}

/** `D^T D x`, differences inside the detector only. */
export function squaredDifference(x: Float64Array, kernel: readonly number[]): Float64Array {
  const out = new Float64Array(x.length);
  for (let at = 0; at + kernel.length <= x.length; at++) {
    let sum = 0;
    for (let i = 0; i < kernel.length; i++) sum += kernel[i]! * x[at + i]!;
    for (let i = 0; i < kernel.length; i++) out[at + i]! += kernel[i]! * sum;
  }
  return out;
}

/** Solves the banded system by Cholesky factors. */
function offsetsOf(means: Float64Array, damping: number, kernel: readonly number[]): Float64Array {
  const size = means.length;
  if (!Number.isFinite(damping)) return new Float64Array(size);
  const width = kernel.length;
  // band[d][i] is the element (i, i - d) of the matrix, then of its factor
  const band = Array.from({ length: width }, () => new Float64Array(size));
  for (let at = 0; at + width <= size; at++) {
    for (let i = 0; i < width; i++) for (let j = 0; j <= i; j++) band[i - j]![at + i]! += kernel[i]! * kernel[j]!;
  }
  const solution = squaredDifference(means, kernel).map(value => -value);
  for (let i = 0; i < size; i++) {
    for (let d = Math.min(width - 1, i); d >= 0; d--) {
      let sum = band[d]![i]! + (d === 0 ? damping : 0);
      for (let k = Math.max(0, i - width + 1); k < i - d; k++) sum -= band[i - k]![i]! * band[i - d - k]![i - d]!;
      band[d]![i] = d === 0 ? Math.sqrt(sum) : sum / band[0]![i - d]!;
    }
    for (let d = 1; d < width && d <= i; d++) solution[i]! -= band[d]![i]! * solution[i - d]!;
    solution[i]! /= band[0]![i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let d = 1; d < width && i + d < size; d++) solution[i]! -= band[d]![i + d]! * solution[i + d]!;
    solution[i]! /= band[0]![i]!;
  }
  return solution;
}
