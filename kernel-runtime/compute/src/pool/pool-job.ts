import type { Batch } from '../fourier/batches.js';
import type { BatchTask } from '../fourier/batch-task.js';
import { layoutOf, sizesOf, type Geometry } from '../fourier/sizes.js';
import type { Workspace } from '../fourier/workspace.js';
import { inFlightLimitBytes } from './limits.js';

/** How a reconstruction in worker threads may be steered. */
export interface ComputeOptions {
  /** Threads to use; by default as many as the machine can run. */
  readonly threads?: number;
  /** Stops the job within a batch; the promise is rejected with DaisyError `Cancelled`. */
  readonly signal?: AbortSignal;
  /** Called on the calling thread after each batch with the finished fraction (0..1). */
  readonly onProgress?: (fraction: number) => void;
  /** Shared memory for the result to fill instead of new memory; new pages cost up to a third of the time. */
  readonly into?: Float32Array;
}

/** What the pool is to compute: batches of one geometry, and the array that they fill. */
export interface PoolWork {
  readonly geometry: Geometry;
  readonly batches: readonly Batch[];
  readonly result: Float32Array;
  /** Prepares a workspace for a batch. */
  taskOf(workspace: Workspace, batch: Batch): BatchTask;
}

/** Work in the pool, and how many of its batches may be in flight. */
export class PoolJob {
  readonly threads: number;
  /** Batches that may be in flight at once, by threads and memory. */
  batchLimit: number;
  next = 0;
  finished = 0;
  inFlight = 0;
  threadsInUse = 0;
  settled = false;

  constructor(
    readonly work: PoolWork,
    readonly options: ComputeOptions,
    defaultThreads: number,
    private readonly onResolve: (result: Float32Array) => void,
    private readonly onReject: (error: unknown) => void,
  ) {
    this.threads = Math.max(1, Math.floor(options.threads ?? defaultThreads));
    const { bytes } = layoutOf(sizesOf(work.geometry), 1);
    const byMemory = Math.max(1, Math.floor(inFlightLimitBytes() / bytes));
    this.batchLimit = Math.min(this.threads, work.batches.length, byMemory);
  }

  get batches(): readonly Batch[] {
    return this.work.batches;
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

  batchDone(): void {
    this.finished += 1;
    if (this.settled) return;
    this.options.onProgress?.(this.finished / this.batches.length);
    if (this.finished === this.batches.length) {
      this.settled = true;
      this.onResolve(this.work.result);
    }
  }

  fail(error: unknown): void {
    if (this.settled) return;
    this.settled = true;
    this.onReject(error);
  }
}
