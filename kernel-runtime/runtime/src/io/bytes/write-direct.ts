import { constants, openSync, writeSync } from 'node:fs';
import { pagedMemory } from '@daisy-lab/compute';

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
 * Writes whole units of bytes past the cache, from a copy where they do not begin at a page; tells how many bytes were written, which may
 * be fewer or none. What fails is left to a plain write, which says why.
 */
export function writeDirect(fd: number, bytes: Uint8Array, at: number): number {
  const done = bytes.byteOffset % directUnit === 0 ? writeUnits(fd, bytes, at) : 0;
  return done > 0 ? done : writeUnits(fd, copyOnPages(bytes), at);
}

function writeUnits(fd: number, bytes: Uint8Array, at: number): number {
  let done = 0;
  const whole = bytes.length - (bytes.length % directUnit);
  try {
    while (done < whole && done % directUnit === 0) done += writeSync(fd, bytes, done, whole - done, at + done);
  } catch {
    return done - (done % directUnit);
  }
  return done;
}

let pages: Uint8Array = new Uint8Array(0);
/** Smaller memory does not begin at a page. */
const leastPages = 1 << 20;

function copyOnPages(bytes: Uint8Array): Uint8Array {
  if (pages.length < bytes.length) pages = new Uint8Array(pagedMemory(Math.max(leastPages, bytes.length)));
  pages.set(bytes);
  return pages.subarray(0, bytes.length);
}
