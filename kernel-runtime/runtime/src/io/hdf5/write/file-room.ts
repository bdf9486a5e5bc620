import { writeFully } from '../../bytes/write-fully.js';

/** The end of a file that several threads lengthen, in shared memory. */
export type SharedEnd = BigInt64Array;

/** Takes a stretch at the end of a file; of all threads each gets another one. */
export function allocateAt(end: SharedEnd, bytes: number): number {
  return Number(Atomics.add(end, 0, BigInt(Math.ceil(bytes / 8) * 8)));
}

/** A file that only grows: what was written stays as it is, but for its first bytes. */
export class FileRoom {
  readonly end: SharedEnd = new BigInt64Array(new SharedArrayBuffer(8));

  constructor(
    readonly fd: number,
    reservedBytes: number,
  ) {
    this.end[0] = BigInt(reservedBytes);
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
