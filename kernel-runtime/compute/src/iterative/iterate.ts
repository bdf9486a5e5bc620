import { DaisyError } from '@daisy-lab/core';
import type { ComputeOptions } from '../pool/pool-job.js';
import type { Projector } from '../pool/projector.js';
import { sharedFloats } from '../pool/shared-floats.js';
import { conjugateGradients } from './cgls.js';
import { circlePixels } from './circle.js';
import { simultaneousIterations } from './sirt.js';

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

/** Slices and how they were approached. */
export interface IterativeResult {
  /** [slice][y][x], unit 1/pixel */
  readonly images: Float32Array;
  /** |A x - y| / |y| of each slice before each iteration, [iteration][slice]. */
  readonly residuals: readonly (readonly number[])[];
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

/**
 * Solve A x = y for slices from their sinograms [slice][angle][column], with any matched pair of projectors. All slices of a call
 * advance together, each with step sizes of its own.
 *
 * @throws DaisyError `Data` for sinograms that are not finite, `Cancelled` after the signal.
 */
export async function reconstructIteratively(
  projector: Projector,
  sinograms: Float32Array,
  options: IterativeOptions,
  compute: ComputeOptions = {},
): Promise<IterativeResult> {
  const { slices, columns, anglesRad } = projector.geometry;
  const size = anglesRad.length * columns;
  const norms = Array.from({ length: slices }, (_, slice) => squareOf(sinograms, slice * size, (slice + 1) * size));
  refuseNotFinite(norms);
  const residuals: number[][] = [];
  const images = sharedFloats(slices * columns * columns);
  const iteration: Iteration = {
    ...{ projector, sinograms, images, options },
    compute: withoutProgress(compute),
    circle: circlePixels(columns, options.circle),
    record: squares => {
      residuals.push(squares.map((square, slice) => (norms[slice]! > 0 ? Math.sqrt(square / norms[slice]!) : 0)));
      compute.onProgress?.(Math.min(1, residuals.length / options.iterations));
      return !hasSettled(residuals, options.stopBelow);
    },
  };
  await (options.method === 'cgls' ? conjugateGradients(iteration) : simultaneousIterations(iteration));
  return { images, residuals };
}

export function squareOf(values: Float32Array, first: number, end: number): number {
  let sum = 0;
  for (let i = first; i < end; i++) sum += values[i]! * values[i]!;
  return sum;
}

function hasSettled(residuals: readonly (readonly number[])[], stopBelow: number): boolean {
  const [before, now] = [residuals.at(-2), residuals.at(-1)];
  if (!before || !now || stopBelow <= 0) return false;
  return now.every((value, slice) => before[slice]! - value < stopBelow * before[slice]!);
}

function withoutProgress({ threads, signal }: ComputeOptions): ComputeOptions {
  return { ...(threads === undefined ? {} : { threads }), ...(signal ? { signal } : {}) };
}

function refuseNotFinite(norms: readonly number[]): void {
  const bad = norms.flatMap((norm, slice) => (Number.isFinite(norm) ? [] : [slice]));
  if (bad.length === 0) return;
  throw new DaisyError('Data', {
    message: `Slice ${bad.join(', ')} has values that are not numbers (NaN or infinite).`,
    action: 'Check the dark and flat fields: a transmission of zero or less has no logarithm.',
    slices: bad,
  });
}
