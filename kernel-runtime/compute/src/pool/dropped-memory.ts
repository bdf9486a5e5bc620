import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/*
 * V8 does not count shared memory when it decides to collect garbage: arrays that nobody uses any more would stay, in this thread and in
 * every worker that was sent them, until something else fills its heap, gigabytes of them.
 */

/** Bytes of dropped arrays after which all garbage is collected, which takes tens of milliseconds. */
const collectBytes = 128e6;
/** So often at most a worker lets go of the arrays of its messages, which takes it some milliseconds. */
const forgetMs = 250;

type Collect = () => void;

let collect: Collect | null | undefined;
let dropped = 0;
let sent = 0;
let forgotMs = -Infinity;
let forgetting = false;

/** Tells that shared memory has lost its last use in this thread; when it is much, it is given back. */
export function noteDropped(bytes: number): void {
  dropped += bytes;
  if (dropped < collectBytes) return;
  dropped = 0;
  // when the work at hand is over: until then it may hold what was dropped
  setImmediate(() => collector()?.());
}

/** After a message to this worker with shared arrays of so many bytes: when it is much, lets go of those of all messages, now or soon. */
export function forgetMessages(bytes: number): void {
  sent += bytes;
  if (sent < collectBytes || forgetting) return;
  forgetting = true;
  const restMs = forgetMs - (performance.now() - forgotMs);
  if (restMs > 0) setTimeout(forget, restMs).unref();
  else setImmediate(forget);
}

function forget(): void {
  collector()?.();
  sent = 0;
  forgetting = false;
  forgotMs = performance.now();
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
