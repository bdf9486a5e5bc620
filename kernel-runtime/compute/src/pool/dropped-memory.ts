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

/**
 * Follows the shared memory of arrays that are sent to workers: when much of it is gone in this thread they are told, so that they let go
 * of it too. Memory that is sent again and again costs nothing.
 */
export class SentMemory {
  readonly #known = new WeakSet<object>();
  readonly #registry: FinalizationRegistry<number>;
  #gone = 0;

  /** @param tell workers to let go of what they were sent */
  constructor(tell: () => void) {
    this.#registry = new FinalizationRegistry(bytes => {
      this.#gone += bytes;
      if (this.#gone < collectBytes) return;
      this.#gone = 0;
      tell();
    });
  }

  /** The arrays among the values of a record are sent. */
  sent(record: object): void {
    for (const value of Object.values(record)) {
      if (!ArrayBuffer.isView(value) || this.#known.has(value.buffer)) continue;
      this.#known.add(value.buffer);
      this.#registry.register(value.buffer, value.buffer.byteLength);
    }
  }
}

/** A worker lets go of the arrays of its messages. */
export function forgetAll(): void {
  setImmediate(forget);
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
