import { durationText } from './duration-text.js';

/** What `timeit` measured. */
export interface Timing {
  readonly meanMs: number;
  /** Standard deviation between the runs. */
  readonly deviationMs: number;
  readonly fastestMs: number;
  readonly runs: number;
  /** Calls of each run. */
  readonly calls: number;
}

export interface TimeitOptions {
  /** Runs whose means are compared; default 7. */
  readonly runs?: number;
  /** Least duration of a run, which decides how many calls it has; default 50 ms. */
  readonly runMs?: number;
}

/**
 * Does the work once, prints how long it took, and returns its value: `const image = time(() => reconstruct(scan))`. Work that returns a
 * promise is timed until that is fulfilled. The processor time counts all threads.
 */
export function time<T>(work: () => T): T {
  const processor = process.cpuUsage();
  const begunMs = performance.now();
  const told = <V>(value: V): V => {
    const wallMs = performance.now() - begunMs;
    const { user, system } = process.cpuUsage(processor);
    process.stdout.write(`${durationText(wallMs)} (processor time ${durationText((user + system) / 1000)})\n`);
    return value;
  };
  const result = work();
  return isThenable(result) ? (result.then(told) as T) : told(result);
}

/**
 * Does the work again and again, prints and returns how long a call takes: `await timeit(() => fft(signal))`. One call beforehand is
 * not counted: it compiles and allocates.
 * @throws what the work throws
 */
export async function timeit(work: () => unknown, { runs = 7, runMs = 50 }: TimeitOptions = {}): Promise<Timing> {
  await runOf(work, 1);
  let calls = 1;
  while (calls < 1e9) {
    const takenMs = await runOf(work, calls);
    if (takenMs >= runMs) break;
    calls = Math.max(calls + 1, Math.ceil(calls * Math.min(10, runMs / Math.max(takenMs, 1e-3))));
  }
  const means: number[] = [];
  for (let run = 0; run < runs; run++) means.push((await runOf(work, calls)) / calls);
  const meanMs = means.reduce((sum, ms) => sum + ms, 0) / runs;
  const deviationMs = Math.sqrt(means.reduce((sum, ms) => sum + (ms - meanMs) ** 2, 0) / runs);
  const timing = { meanMs, deviationMs, fastestMs: Math.min(...means), runs, calls };
  process.stdout.write(
    `${durationText(meanMs)} ± ${durationText(deviationMs)} a call, fastest ${durationText(timing.fastestMs)} ` +
      `(${runs} runs of ${calls} call${calls === 1 ? '' : 's'})\n`,
  );
  return timing;
}

async function runOf(work: () => unknown, calls: number): Promise<number> {
  const begunMs = performance.now();
  for (let i = 0; i < calls; i++) {
    const result = work();
    if (isThenable(result)) await result;
  }
  return performance.now() - begunMs;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function';
}
