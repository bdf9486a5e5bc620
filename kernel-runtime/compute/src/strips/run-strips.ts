import { defaultThreads } from '../pool/limits.js';
import type { KernelName } from './kernels.js';
import { runInThread } from './strip-threads.js';

export interface StripOptions {
  /** Threads to use; by default as many as the machine can run. */
  readonly threads?: number;
  /** Items that a thread takes at once. Default: an eighth of its share, at least 1. */
  readonly stripItems?: number;
  readonly signal?: AbortSignal;
  progress?(fraction: number): void;
}

/**
 * Runs a kernel on items 0 .. count - 1 in worker threads, strip by strip; gives what the kernel returned, in the order of strips.
 * @throws the signal's reason when it is aborted, after the strips at work have ended; else the first error of a strip.
 */
export async function runStrips<R = void>(
  kernel: KernelName,
  task: object,
  count: number,
  { threads = defaultThreads(), stripItems, signal, progress }: StripOptions = {},
): Promise<R[]> {
  const items = Math.max(1, stripItems ?? Math.ceil(count / threads / 8));
  const strips = Math.ceil(count / items);
  const results = new Array<R>(strips);
  let taken = 0;
  let done = 0;
  let failed = false;
  const takeStrips = async (): Promise<void> => {
    while (taken < strips && !failed) {
      if (signal?.aborted) return;
      const strip = taken++;
      const first = strip * items;
      try {
        const result = await runInThread({ kernel, task, first, end: Math.min(count, first + items) });
        results[strip] = result as R;
      } catch (error) {
        failed = true;
        throw error;
      }
      progress?.(++done / strips);
    }
  };
  const members = Array.from({ length: Math.min(threads, strips) }, takeStrips);
  const outcomes = await Promise.allSettled(members);
  signal?.throwIfAborted();
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  return results;
}
