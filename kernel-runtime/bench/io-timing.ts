/** Seconds of wall clock and of processors. */
export type Timing = readonly [seconds: number, cpuSeconds: number];

/** The fastest of some runs after one that is not counted. */
export async function best(repeats: number, run: () => Promise<unknown>): Promise<Timing> {
  if (repeats > 1) await run();
  let fastest: Timing = [Infinity, Infinity];
  for (let i = 0; i < repeats; i++) {
    const cpu = process.cpuUsage();
    const start = performance.now();
    await run();
    const seconds = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    if (seconds < fastest[0]) fastest = [seconds, (user + system) / 1e6];
  }
  return fastest;
}
