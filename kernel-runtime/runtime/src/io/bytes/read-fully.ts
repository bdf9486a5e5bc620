import { readSync } from 'node:fs';

/** One call of the operating system moves at most so many bytes. */
const mostAtOnce = 1 << 30;

/**
 * Fills `into` with the bytes of an open file from `at` on.
 * @throws what `ended` makes of the place where the file has ended
 */
export function readFully(handle: number, into: Uint8Array, at: number, ended: (at: number) => Error): void {
  for (let done = 0; done < into.length;) {
    const bytes = readSync(handle, into, done, Math.min(mostAtOnce, into.length - done), at + done);
    if (bytes === 0) throw ended(at + done);
    done += bytes;
  }
}
