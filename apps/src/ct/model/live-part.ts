import type { CtStore } from './ct-store.js';

const lookMs = 2000;

/** A scan that is still being taken: opened again when its files have grown. */
export class LivePart {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly store: CtStore,
    private readonly reopen: () => Promise<void>,
  ) {}

  dispose(): void {
    clearTimeout(this.timer);
  }

  follow(following: boolean): void {
    clearTimeout(this.timer);
    this.store.set({ following });
    if (following) this.timer = setTimeout(() => void this.look(), lookMs);
  }

  /** Looks once; pictures stay until there are newer ones. */
  async look(): Promise<void> {
    const { opened, busy } = this.store.view;
    if (opened && !busy.open) {
      let changed = false;
      await this.store.attempt(
        'live',
        () => this.store.link.request('ct.changed', { scan: this.store.scan }),
        ({ result }) => (changed = result.changed),
      );
      if (changed && this.store.view.following) await this.reopen();
    }
    if (this.store.view.following) this.follow(true);
  }
}
