import { writeSync } from 'node:fs';

/** Writes all bytes at a place of an open file. */
export function writeFully(fd: number, bytes: Uint8Array, at: number): void {
  for (let done = 0; done < bytes.length;) {
    done += writeSync(fd, bytes, done, Math.min(1 << 30, bytes.length - done), at + done);
  }
}
