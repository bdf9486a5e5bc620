import type { Header } from '../wire/codec.js';
import type { IopubPublisher } from './publisher.js';

const reminderMs = 30_000;

/**
 * The states that the kernel publishes. A server takes the last one for the state of the kernel: it must not read `idle` while a cell
 * computes, only because another request was answered meanwhile, and it culls a kernel that says nothing for long. So `busy` is
 * said again for the cell after each such answer, and every half minute.
 */
export class KernelActivity {
  readonly #publisher: IopubPublisher;
  readonly #computing: () => Header | undefined;

  /** @param computing header of the execute request at work */
  constructor(publisher: IopubPublisher, computing: () => Header | undefined, intervalMs: number = reminderMs) {
    this.#publisher = publisher;
    this.#computing = computing;
    setInterval(() => this.#remind(undefined), intervalMs).unref();
  }

  /** Publishes `busy`, does the work, publishes `idle`. */
  async during(request: Header, work: () => Promise<void>): Promise<void> {
    this.#say('busy', request);
    try {
      await work();
    } finally {
      this.#say('idle', request);
      this.#remind(request);
    }
  }

  #remind(but: Header | undefined): void {
    const computing = this.#computing();
    if (computing && computing !== but) this.#say('busy', computing);
  }

  #say(state: 'busy' | 'idle', request: Header): void {
    this.#publisher.publish('status', { execution_state: state }, request);
  }
}
