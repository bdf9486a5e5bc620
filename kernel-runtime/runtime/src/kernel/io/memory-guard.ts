const pollMs = 100;
const mebibyte = 2 ** 20;
/** Part of the limit that must be taken again before the guard acts again: a kernel that stays above must still let its user tidy up. */
const regrowth = 0.15;

/**
 * Watches the memory of the whole process, arrays outside the JavaScript heap included, and calls `reached` when it passes the limit.
 * @param limitMb MiB that the process may take
 */
export function guardMemory(limitMb: number, reached: (usedMb: number) => void): void {
  let thresholdMb = limitMb;
  setInterval(() => {
    const usedMb = process.memoryUsage.rss() / mebibyte;
    if (usedMb < limitMb) thresholdMb = limitMb;
    if (usedMb < thresholdMb) return;
    thresholdMb = usedMb + regrowth * limitMb;
    reached(Math.round(usedMb));
  }, pollMs).unref();
}
