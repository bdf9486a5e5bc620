/**
 * Console output between the main thread and the I/O thread: a ring of bytes in shared memory. The main thread need not return to its
 * event loop for its output to be seen, and it waits when the ring is full, so that a cell that prints for ever takes no memory.
 *
 * A record is a 32-bit head (`kind | length << 2`) and its bytes. Positions count bytes written and read, modulo 2^32.
 */
export interface OutputRing {
  readonly control: Int32Array;
  readonly bytes: Uint8Array;
}

/** Words of `control`. */
export const word = { written: 0, read: 1, awake: 2, sent: 3, taken: 4 } as const;

/** Kinds of records: text; what the texts that follow belong to (the id of a cell); the place of a message that is sent beside the ring. */
export const record = { text: 0, stdout: 1, stderr: 2, message: 3 } as const;

export const ringBytes: number = 1 << 20;
export const headBytes = 4;
const controlBytes = 64;

export function ringMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(controlBytes + ringBytes);
}

export function outputRing(memory: SharedArrayBuffer): OutputRing {
  return { control: new Int32Array(memory, 0, controlBytes / 4), bytes: new Uint8Array(memory, controlBytes) };
}

/** Copies into the ring at a position, around its end. */
export function putBytes({ bytes }: OutputRing, position: number, from: Uint8Array): void {
  const at = position & (ringBytes - 1);
  const first = from.subarray(0, ringBytes - at);
  bytes.set(first, at);
  bytes.set(from.subarray(first.length), 0);
}

/** A copy of `length` bytes at a position. */
export function takeBytes({ bytes }: OutputRing, position: number, length: number): Buffer {
  const at = position & (ringBytes - 1);
  const taken = Buffer.allocUnsafe(length);
  const first = bytes.subarray(at, Math.min(ringBytes, at + length));
  taken.set(first, 0);
  taken.set(bytes.subarray(0, length - first.length), first.length);
  return taken;
}
