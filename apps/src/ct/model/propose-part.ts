import type { CtStore } from './ct-store.js';
import type { SlicePart } from './slice-part.js';

/** A reconstruction that the kernel proposes after a look at the scan. */
export class ProposePart {
  constructor(
    private readonly store: CtStore,
    private readonly slice: SlicePart,
  ) {}

  /** @param params those of `ct.auto`: energy, distance and pixel size where they are known */
  async ask(params: Readonly<Record<string, number>> = {}): Promise<void> {
    const { opened } = this.store.view;
    if (!opened) return;
    await this.store.attempt(
      'proposal',
      () => this.store.link.request('ct.propose', { scan: this.store.scan, params }),
      ({ result }) => this.store.set({ proposal: result }),
    );
  }

  /** Takes axis and operations of the proposal; other parameters stay. One edit, so that it can be taken back. */
  take(): void {
    const { proposal } = this.store.view;
    if (!proposal) return;
    const { axisPx, operations } = proposal.recipe;
    this.store.setState({ axisPx, operations });
    this.slice.refresh();
  }

  dismiss(): void {
    this.store.set({ proposal: null });
  }
}
