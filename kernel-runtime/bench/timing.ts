/** Milliseconds that some work takes. */
export async function timed(work: () => PromiseLike<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

/** Milliseconds of the fastest of several runs. */
export async function best(times: number, work: () => PromiseLike<unknown>): Promise<number> {
  let least = Infinity;
  for (let count = 0; count < times; count++) least = Math.min(least, await timed(work));
  return least;
}
