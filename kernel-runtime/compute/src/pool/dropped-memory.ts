import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/*
 * V8 does not count shared memory when it decides to collect garbage: arrays that nobody uses any more would stay, in this thread and in
 * every worker that was sent them, until something else fills its heap, gigabytes of them.
 */

/** Bytes of dropped arrays after which all garbage is collected, which takes tens of milliseconds. */
const collectBytes = 256e6;
/** Bytes of arrays of a message after which a worker looks for those of the messages before it, within a millisecond. */
const noticeableBytes = 8e6;

/** Without options everything is collected. */
type Collect = (options?: { readonly type: 'minor' }) => void;

let collect: Collect | null | undefined;
let dropped = 0;

/** Tells that shared memory has lost its last use in this thread; when it is much, it is given back. */
export function noteDropped(bytes: number): void {
  dropped += bytes;
  if (dropped < collectBytes) return;
  dropped = 0;
  collector()?.();
}

/** After a message with shared arrays of so many bytes: lets go of the arrays of earlier ones. */
export function forgetMessages(bytes: number): void {
  if (bytes >= noticeableBytes) collector()?.({ type: 'minor' });
}

/** Bytes of all arrays among the values of a record. */
export function arrayBytes(record: object): number {
  return Object.values(record).reduce<number>(
    (sum, value) => (ArrayBuffer.isView(value) ? sum + value.byteLength : sum),
    0,
  );
}

/** The collector of V8, where it can be had. */
function collector(): Collect | null {
  if (collect === undefined) {
    setFlagsFromString('--expose-gc');
    const found: unknown = runInNewContext('typeof gc === "function" ? gc : null');
    collect = found as Collect | null;
    setFlagsFromString('--no-expose-gc');
  }
  return collect;
}
