import { closeSync } from 'node:fs';
import { openDirect } from '../../bytes/write-direct.js';
import { writeFully } from '../../bytes/write-fully.js';

/** The end of a file that several threads lengthen, in shared memory. */
export type SharedEnd = BigInt64Array;

/** Takes a stretch at the end of a file; of all threads each gets another one. */
export function allocateAt(end: SharedEnd, bytes: number): number {
  return Number(Atomics.add(end, 0, BigInt(Math.ceil(bytes / 8) * 8)));
}

/** The same, beginning at a multiple of `unit` bytes. */
export function allocateAligned(end: SharedEnd, bytes: number, unit: number): number {
  for (;;) {
    const before = Atomics.load(end, 0);
    const at = Math.ceil(Number(before) / unit) * unit;
    const after = BigInt(Math.ceil((at + bytes) / 8) * 8);
    if (Atomics.compareExchange(end, 0, before, after) === before) return at;
  }
}

/** A file that only grows: what was written stays as it is, but for its first bytes. */
export class FileRoom {
  readonly end: SharedEnd = new BigInt64Array(new SharedArrayBuffer(8));
  #directFd: number | null | undefined;

  constructor(
    readonly fd: number,
    private readonly path: string,
    reservedBytes: number,
  ) {
    this.end[0] = BigInt(reservedBytes);
  }

  /** The file opened past the cache of the system; null where that cannot be done. */
  get directFd(): number | null {
    if (this.#directFd === undefined) this.#directFd = openDirect(this.path);
    return this.#directFd;
  }

  close(): void {
    closeSync(this.fd);
    if (typeof this.#directFd === 'number') closeSync(this.#directFd);
    this.#directFd = null;
  }

  get size(): number {
    return Number(Atomics.load(this.end, 0));
  }

  allocate(bytes: number): number {
    return allocateAt(this.end, bytes);
  }

  write(at: number, bytes: Uint8Array): void {
    writeFully(this.fd, bytes, at);
  }

  /** Writes at the end and returns the place. */
  append(bytes: Uint8Array): number {
    const at = this.allocate(bytes.length);
    this.write(at, bytes);
    return at;
  }
}
