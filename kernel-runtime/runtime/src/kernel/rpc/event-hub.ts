import type { DaisyEvent, EventMark } from '@daisy-lab/core';

const intervalMs = 100;
const leaseMs = 5 * 60_000;
const marksAfterMs = [1000, 4000, 16_000];
const mostKeys = 1000;

type Topic = DaisyEvent['topic'];

/** The state of a client: which events it has seen. */
interface Seen {
  readonly comm?: string;
  readonly epoch?: string;
  readonly seq?: number;
}

/**
 * Push events for any number of comms. The last value of each key goes out at most ten times a second, so that a fast progress
 * counter never fills the connection. The way to the client may lose messages: `seq` shows a gap, marks show that the last event
 * was lost, `snapshot` holds the last value of every key.
 */
export class EventHub {
  readonly epoch: string;
  readonly #send: (comm: string, event: DaisyEvent | EventMark) => void;
  /** Comms with the time of their last renewal: a page that was reloaded never says goodbye. */
  readonly #comms = new Map<string, number>();
  readonly #waiting = new Map<string, { readonly topic: Topic; readonly key: string; value: unknown }>();
  readonly #last = new Map<string, DaisyEvent>();
  readonly #lastMs = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #marks: NodeJS.Timeout[] = [];
  #seq = 0;

  constructor(epoch: string, send: (comm: string, event: DaisyEvent | EventMark) => void) {
    this.epoch = epoch;
    this.#send = send;
  }

  get comms(): readonly string[] {
    return [...this.#comms.keys()];
  }

  open(comm: string): void {
    this.#comms.set(comm, performance.now());
  }

  close(comm: string): void {
    this.#comms.delete(comm);
  }

  emit(topic: Topic, key: string, value: unknown): void {
    const name = `${topic} ${key}`;
    const waiting = this.#waiting.get(name);
    if (waiting) waiting.value = value;
    else this.#waiting.set(name, { topic, key, value });
    this.#flush();
  }

  /** What a client has missed; it also renews the client's comm. */
  snapshot({ comm, epoch, seq }: Seen): { epoch: string; seq: number; events: readonly DaisyEvent[] } {
    if (comm !== undefined) this.open(comm);
    const missedNothing = epoch === this.epoch && seq === this.#seq;
    return { epoch: this.epoch, seq: this.#seq, events: missedNothing ? [] : [...this.#last.values()] };
  }

  #flush(): void {
    const now = performance.now();
    let nextMs = Infinity;
    for (const [name, { topic, key, value }] of this.#waiting) {
      const dueMs = (this.#lastMs.get(name) ?? -Infinity) + intervalMs;
      if (dueMs > now) {
        nextMs = Math.min(nextMs, dueMs - now);
        continue;
      }
      this.#waiting.delete(name);
      this.#lastMs.set(name, now);
      this.#publish(name, { v: 1, epoch: this.epoch, seq: ++this.#seq, topic, key, value });
    }
    for (const [name, ms] of this.#lastMs)
      if (now - ms > intervalMs && !this.#waiting.has(name)) this.#lastMs.delete(name);
    clearTimeout(this.#timer);
    this.#timer = nextMs < Infinity ? setTimeout(() => this.#flush(), Math.max(1, nextMs)) : undefined;
  }

  #publish(name: string, event: DaisyEvent): void {
    this.#last.delete(name);
    this.#last.set(name, event);
    if (this.#last.size > mostKeys) this.#last.delete(this.#last.keys().next().value!);
    this.#broadcast(event);
    for (const timer of this.#marks) clearTimeout(timer);
    const mark: EventMark = { v: 1, epoch: this.epoch, seq: this.#seq, topic: 'mark' };
    this.#marks = marksAfterMs.map(ms => setTimeout(() => this.#broadcast(mark), ms).unref());
  }

  #broadcast(event: DaisyEvent | EventMark): void {
    const oldest = performance.now() - leaseMs;
    for (const [comm, renewedMs] of this.#comms) {
      if (renewedMs < oldest) this.#comms.delete(comm);
      else this.#send(comm, event);
    }
  }
}
