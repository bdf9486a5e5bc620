import type { KernelLink, LinkState, SessionStatus } from '@daisy-lab/core';
import { Signal, type ISignal } from '@lumino/signaling';

/** State and memory of a kernel, told by the kernel itself. It never wakes a kernel: `absent` until somebody has connected. */
export class SessionWatch {
  readonly #link: KernelLink;
  readonly #changed = new Signal<this, void>(this);
  #state: LinkState | 'absent' = 'absent';
  #status: SessionStatus | undefined;

  constructor(link: KernelLink) {
    this.#link = link;
    link.onState(state => this.#follow(state));
    link.onEvent(({ topic, value }) => {
      if (topic === 'session') this.#set(value as SessionStatus);
    });
    if (link.state !== 'connecting') this.#follow(link.state);
  }

  get state(): LinkState | 'absent' {
    return this.#state;
  }

  /** What the kernel uses; undefined while it is not ready. */
  get status(): SessionStatus | undefined {
    return this.#status;
  }

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  #follow(state: LinkState): void {
    this.#state = state;
    this.#set(undefined);
    if (state !== 'ready') return;
    this.#link.request('session.status', {}).then(
      ({ result }) => this.#state === 'ready' && this.#set(result),
      () => undefined,
    );
  }

  #set(status: SessionStatus | undefined): void {
    this.#status = status;
    this.#changed.emit();
  }
}
