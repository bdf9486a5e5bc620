import { DaisyError } from '@daisy-lab/core';
import type { ComputeOptions } from '../pool/pool-job.js';
import type { Projector } from '../pool/projector.js';
import { shared } from '../pool/shared-floats.js';
import { conjugateGradients } from './cgls.js';
import { circlePixels } from './circle.js';
import type { Iteration, IterativeOptions } from './iteration.js';
import { KeptFloats } from './kept-floats.js';
import { simultaneousIterations } from './sirt.js';
import { squareOf } from './vectors.js';

/** Slices and how they were approached. */
export interface IterativeResult {
  /** [slice][y][x], unit 1/pixel */
  readonly images: Float32Array;
  /** |A x - y| / |y| of each slice before each iteration, [iteration][slice]. */
  readonly residuals: readonly (readonly number[])[];
}

/**
 * Solve A x = y for slices from their sinograms [slice][angle][column], with any matched pair of projectors. All slices of a call
 * advance together, each with step sizes of its own.
 *
 * @param memory the arrays of the last call, to be used again: its images are gone then
 * @throws DaisyError `Data` for sinograms that are not finite, `Cancelled` after the signal.
 */
export async function reconstructIteratively(
  projector: Projector,
  sinograms: Float32Array,
  options: IterativeOptions,
  compute: ComputeOptions = {},
  memory = new KeptFloats(),
): Promise<IterativeResult> {
  const { slices, columns, anglesRad } = projector.geometry;
  const size = anglesRad.length * columns;
  const norms = Array.from({ length: slices }, (_, slice) => squareOf(sinograms, slice * size, (slice + 1) * size));
  refuseNotFinite(norms);
  const residuals: number[][] = [];
  const images = memory.take(slices * columns * columns);
  const iteration: Iteration = {
    ...{ projector, sinograms: shared(sinograms), images, options, memory },
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
