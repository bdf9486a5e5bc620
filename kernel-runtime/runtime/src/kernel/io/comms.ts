import { eventsTarget, type DaisyEvent } from '@daisy-lab/core';
import type { Message } from '../wire/codec.js';
import type { IopubPublisher } from './publisher.js';

const intervalMs = 100;

type Topic = DaisyEvent['topic'];

/**
 * The events comm: clients open it, the kernel pushes. The last value of each key goes out at most ten times a second, so that a
 * fast progress counter never fills the connection; a client sees gaps in `seq` only where the server dropped a message.
 */
export class EventComms {
  readonly #publisher: IopubPublisher;
  readonly #epoch: string;
  readonly #open = new Set<string>();
  readonly #waiting = new Map<string, { readonly topic: Topic; readonly key: string; value: unknown }>();
  readonly #lastMs = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #seq = 0;

  constructor(publisher: IopubPublisher, epoch: string) {
    this.#publisher = publisher;
    this.#epoch = epoch;
  }

  /** Handles comm_open, comm_msg and comm_close; a comm of another target is closed again, as Jupyter asks. */
  handle({ header, content }: Message): void {
    const id = String(content['comm_id']);
    if (header.msg_type === 'comm_close') this.#open.delete(id);
    if (header.msg_type !== 'comm_open') return;
    if (content['target_name'] === eventsTarget) this.#open.add(id);
    else this.#publisher.publish('comm_close', { comm_id: id, data: {} }, header);
  }

  /** Content of the `comm_info_reply`. */
  info(target: unknown): object {
    const listed = typeof target !== 'string' || target === '' || target === eventsTarget ? [...this.#open] : [];
    return { status: 'ok', comms: Object.fromEntries(listed.map(id => [id, { target_name: eventsTarget }])) };
  }

  emit(topic: Topic, key: string, value: unknown): void {
    const name = `${topic} ${key}`;
    const waiting = this.#waiting.get(name);
    if (waiting) waiting.value = value;
    else this.#waiting.set(name, { topic, key, value });
    this.#flush();
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
      this.#send({ v: 1, epoch: this.#epoch, seq: ++this.#seq, topic, key, value });
    }
    for (const [name, ms] of this.#lastMs)
      if (now - ms > intervalMs && !this.#waiting.has(name)) this.#lastMs.delete(name);
    clearTimeout(this.#timer);
    this.#timer = nextMs < Infinity ? setTimeout(() => this.#flush(), Math.max(1, nextMs)) : undefined;
  }

  #send(event: DaisyEvent): void {
    for (const id of this.#open) this.#publisher.publish('comm_msg', { comm_id: id, data: event });
  }
}
