import { constants, openSync, writeSync } from 'node:fs';

/** Places in the file and in memory, and lengths, are multiples of this. */
export const directUnit = 4096;

/** Opens a file so that writing goes past the cache of the system; null where the system or the disk cannot. */
export function openDirect(path: string): number | null {
  const flag = (constants as { readonly O_DIRECT?: number }).O_DIRECT;
  if (process.platform !== 'linux' || flag === undefined) return null;
  try {
    return openSync(path, constants.O_WRONLY | flag);
  } catch {
    return null;
  }
}

/**
 * Writes whole units of bytes past the cache; tells how many bytes were written: fewer, or none, where the memory does not begin where
 * the disk wants it. What fails otherwise is left to a plain write, which says why.
 */
export function writeDirect(fd: number, bytes: Uint8Array, at: number): number {
  let done = 0;
  const whole = bytes.length - (bytes.length % directUnit);
  try {
    while (done < whole && done % directUnit === 0) done += writeSync(fd, bytes, done, whole - done, at + done);
  } catch {
    return done;
  }
  return done;
}
