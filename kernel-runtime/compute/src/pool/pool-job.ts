import { DaisyError } from '@daisy-lab/core';
import { batchesOf, type Batch } from '../fourier/batches.js';
import { axesOf, stridesOf, type FourierJob } from '../fourier/job.js';
import { layoutOf, sizesOf, type Geometry } from '../fourier/sizes.js';
import { inFlightLimitBytes } from './limits.js';

/** How a reconstruction in worker threads may be steered. */
export interface ComputeOptions {
  /** Threads to use; by default as many as the machine can run. */
  readonly threads?: number;
  /** Stops the job within a batch; the promise is rejected with DaisyError `Cancelled`. */
  readonly signal?: AbortSignal;
  /** Called on the calling thread after each batch with the finished fraction (0..1). */
  readonly onProgress?: (fraction: number) => void;
  /** Shared memory of slices x columns x columns to fill instead of new memory; new pages cost up to a third of the time. */
  readonly into?: Float32Array;
}

/** Samples of one batch in shared memory. */
export interface BatchInput {
  readonly sinograms: Float32Array;
  readonly angleStride: number;
  readonly sliceStride: number;
  /** Row of `sinograms` in each slot, or -1; differs from the slices when the samples were copied. */
  readonly sources: readonly number[];
}

/** A job in the pool: its batches, and how many of them may be in flight. */
export class PoolJob {
  readonly geometry: Geometry;
  readonly images: Float32Array;
  readonly batches: readonly Batch[];
  readonly threads: number;
  /** Batches that may be in flight at once, by threads and memory. */
  batchLimit: number;
  next = 0;
  finished = 0;
  inFlight = 0;
  threadsInUse = 0;
  settled = false;

  constructor(
    readonly request: FourierJob,
    readonly options: ComputeOptions,
    defaultThreads: number,
    private readonly onResolve: (images: Float32Array) => void,
    private readonly onReject: (error: unknown) => void,
  ) {
    const { slices, columns, anglesRad, axisPx, quality = 'standard' } = request;
    this.geometry = { columns, anglesRad: Float64Array.from(anglesRad), quality };
    this.threads = Math.max(1, Math.floor(options.threads ?? defaultThreads));
    this.batches = batchesOf(slices, typeof axisPx === 'number' ? axisPx : axesOf(request));
    const { bytes } = layoutOf(sizesOf(this.geometry), 1);
    const byMemory = Math.max(1, Math.floor(inFlightLimitBytes() / bytes));
    this.batchLimit = Math.min(this.threads, this.batches.length, byMemory);
    this.images = options.into
      ? checkOutput(options.into, slices * columns * columns)
      : sharedFloats(slices * columns * columns);
  }

  /** Threads that a workspace of this job should provide for. */
  get teamSize(): number {
    return Math.max(1, Math.floor(this.threads / this.batchLimit));
  }

  get canStart(): boolean {
    return (
      !this.settled &&
      this.next < this.batches.length &&
      this.inFlight < this.batchLimit &&
      this.threadsInUse < this.threads
    );
  }

  /** How many of the idle threads the next batch gets: all there are when it is the last, else a fair part. */
  membersOf(idleThreads: number): number {
    const free = Math.min(idleThreads, this.threads - this.threadsInUse);
    const waiting = Math.min(this.batches.length - this.next, this.batchLimit - this.inFlight);
    return Math.max(1, Math.min(this.teamSize, Math.floor(free / waiting)));
  }

  /** The samples of a batch: where they are when they lie in shared memory, else a shared copy of these slices. */
  inputOf(batch: Batch): BatchInput {
    const { sinograms, columns, anglesRad } = this.request;
    const strides = stridesOf(this.request);
    if (isShared(sinograms)) {
      return { sinograms, angleStride: strides.angle, sliceStride: strides.slice, sources: batch.slots };
    }
    const size = anglesRad.length * columns;
    const used = batch.slots.filter(slice => slice >= 0).length;
    const copy = sharedFloats(used * size);
    let row = 0;
    const sources = batch.slots.map(slice => {
      if (slice < 0) return -1;
      for (let p = 0; p < anglesRad.length; p++) {
        const from = slice * strides.slice + p * strides.angle;
        copy.set(sinograms.subarray(from, from + columns), row * size + p * columns);
      }
      return row++;
    });
    return { sinograms: copy, angleStride: columns, sliceStride: size, sources };
  }

  batchDone(): void {
    this.finished += 1;
    if (this.settled) return;
    this.options.onProgress?.(this.finished / this.batches.length);
    if (this.finished === this.batches.length) {
      this.settled = true;
      this.onResolve(this.images);
    }
  }

  fail(error: unknown): void {
    if (this.settled) return;
    this.settled = true;
    this.onReject(error);
  }
}

/** @throws DaisyError `Resource` when there is not enough memory. */
function sharedFloats(count: number): Float32Array {
  try {
    return new Float32Array(new SharedArrayBuffer(count * 4));
  } catch (cause) {
    throw new DaisyError('Resource', {
      message: `There is no memory for ${((count * 4) / 1e9).toFixed(2)} GB of slices.`,
      action: 'Reconstruct fewer slices at a time.',
      cause,
    });
  }
}

function checkOutput(images: Float32Array, count: number): Float32Array {
  if (images.length === count && isShared(images)) return images;
  throw new DaisyError('Input', {
    message: `The memory for the slices holds ${images.length} values${isShared(images) ? '' : ' and is not shared'}; ${count} shared values are needed.`,
    action: 'Give a Float32Array on a SharedArrayBuffer with one value per pixel, or none.',
    field: 'into',
  });
}

function isShared(array: Float32Array): boolean {
  // by name: the constructor of another realm (a test runner, a sandbox) is another one
  return Object.prototype.toString.call(array.buffer) === '[object SharedArrayBuffer]';
}
