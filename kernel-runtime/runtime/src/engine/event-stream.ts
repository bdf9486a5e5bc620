import type { RunEvent } from '@daisy-lab/core';

/**
 * The events of a run for any number of listeners. Memory stays bounded however slow a listener is: of the progress events of a
 * node only the newest waits. A listener that comes late first gets the newest event of every node.
 */
export class EventStream implements AsyncIterable<RunEvent> {
  readonly #newest = new Map<string, RunEvent>();
  readonly #listeners = new Set<Listener>();
  #closed = false;

  publish(event: RunEvent): void {
    this.#newest.delete(event.node);
    this.#newest.set(event.node, event);
    for (const listener of this.#listeners) listener.offer(event);
  }

  close(): void {
    this.#closed = true;
    for (const listener of this.#listeners) listener.end();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RunEvent, void, undefined> {
    const listener = new Listener([...this.#newest.values()]);
    if (this.#closed) listener.end();
    this.#listeners.add(listener);
    try {
      for (let event = await listener.next(); event; event = await listener.next()) yield event;
    } finally {
      this.#listeners.delete(listener);
    }
  }
}

class Listener {
  readonly #waiting: RunEvent[];
  #wake: (() => void) | undefined;
  #ended = false;

  constructor(waiting: RunEvent[]) {
    this.#waiting = waiting;
  }

  offer(event: RunEvent): void {
    const stale = this.#waiting.findIndex(other => other.node === event.node && other.state === event.state);
    if (stale >= 0) this.#waiting.splice(stale, 1);
    this.#waiting.push(event);
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  async next(): Promise<RunEvent | undefined> {
    while (this.#waiting.length === 0 && !this.#ended) {
      await new Promise<void>(resolve => (this.#wake = resolve));
    }
    return this.#waiting.shift();
  }
}
