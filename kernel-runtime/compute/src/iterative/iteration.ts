import type { ComputeOptions } from '../pool/pool-job.js';
import type { Projector } from '../pool/projector.js';
import type { KeptFloats } from './kept-floats.js';

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
  /** Where the arrays of the method come from. */
  readonly memory: KeptFloats;
  /** Called with the residuals of an iteration; tells whether to go on. */
  record(squares: readonly number[]): boolean;
}
