import type { ComputeOptions } from '../pool/pool-job.js';
import type { Projector } from '../pool/projector.js';

export const iterativeMethods = ['sirt', 'cgls', 'tv'] as const;
export type IterativeMethod = (typeof iterativeMethods)[number];

/** How slices are found by iterations. */
export interface IterativeOptions {
  readonly method: IterativeMethod;
  readonly iterations: number;
  /** Negative attenuation is set to 0 after each iteration (CGLS: at the end). */
  readonly nonNegative: boolean;
  /** Weight of the total variation against the data for `tv`, 1/pixel: about a tenth of the contrast that should stay. */
  readonly smoothness: number;
  /** Pixels within this share of half the width are found, the others stay 0. */
  readonly circle: number;
  /** Stop when the residual falls by less than this share in an iteration; 0: never. */
  readonly stopBelow: number;
}

/** What the iterations work on; all arrays are [slice][...]. */
export interface Iteration {
  readonly projector: Projector;
  readonly sinograms: Float32Array;
  readonly images: Float32Array;
  readonly options: IterativeOptions;
  readonly compute: ComputeOptions;
  /** First and last + 1 pixel of each image row within the circle. */
  readonly circle: Int32Array;
  /** Called with the residuals of an iteration; tells whether to go on. */
  record(squares: readonly number[]): boolean;
}

/** Sum of the squares of a stretch of values. */
export function squareOf(values: Float32Array, first: number, end: number): number {
  // four sums: one alone would wait for each addition
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = first;
  for (; i + 3 < end; i += 4) {
    a += values[i]! * values[i]!;
    b += values[i + 1]! * values[i + 1]!;
    c += values[i + 2]! * values[i + 2]!;
    d += values[i + 3]! * values[i + 3]!;
  }
  for (; i < end; i++) a += values[i]! * values[i]!;
  return a + b + c + d;
}
