import { cellSignal, DaisyError } from '@daisy-lab/core';
import { checkJob, type FourierJob } from '../fourier/job.js';
import { defaultThreads } from './limits.js';
import { Pool } from './pool.js';
import { PoolJob, type ComputeOptions, type PoolWork } from './pool-job.js';
import { reconstructionWork } from './reconstruction-work.js';

let pool: Pool | undefined;

/**
 * Reconstruct slices in worker threads, eight at a time: Fourier gridding of all eight at once with WebAssembly SIMD.
 *
 * The calling thread is not blocked; samples outside shared memory are copied batch by batch. A few slices are split over all
 * threads, a volume gives each thread batches of its own; the result does not depend on the number of threads. Two slices that
 * share a lane exchange about 1e-7 of the larger by rounding.
 *
 * @returns [slice][y][x] in shared memory, unit 1/pixel; pixel (x, y) of a slice of side n lies (x - floor(n/2), y - floor(n/2))
 * from the axis, and x cos(angle) + y sin(angle) is its place on the detector, from the axis.
 * @throws DaisyError `Input` for a job that cannot be computed, `Data` for samples that are not finite, `Resource` without memory
 * or when a thread dies, `Cancelled` after the signal; without one, after an interrupt of the notebook cell.
 */
export async function reconstructFourier(job: FourierJob, options: ComputeOptions = {}): Promise<Float32Array> {
  checkJob(job);
  return inPool(reconstructionWork(job, options.into), options, 'The reconstruction');
}

/** Compute batches in the worker threads; `name` is what a cancelled job is called. */
export async function inPool(work: PoolWork, options: ComputeOptions, name: string): Promise<Float32Array> {
  const { signal = cellSignal() } = options;
  const cancelled = (): DaisyError => DaisyError.cancelled(name);
  if (signal?.aborted) throw cancelled();
  pool ??= new Pool();
  const running = pool;
  let stop: (() => void) | undefined;
  try {
    return await new Promise<Float32Array>((resolve, reject) => {
      const pooled = new PoolJob(work, options, defaultThreads(), resolve, reject);
      stop = () => running.abandon(pooled, cancelled());
      signal?.addEventListener('abort', stop);
      running.add(pooled);
    });
  } finally {
    if (stop) signal?.removeEventListener('abort', stop);
  }
}

/** End the worker threads and free their memory; running jobs are cancelled. The next job starts new threads. */
export async function closePool(): Promise<void> {
  const closing = pool;
  pool = undefined;
  await closing?.close();
}
