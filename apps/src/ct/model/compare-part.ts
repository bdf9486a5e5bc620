import type { CtOperation, ViewerInfo } from '@daisy-lab/core';
import { newestWins } from '../../kit/link/newest-wins.js';
import type { CompareMode } from './ct-view.js';
import type { CtStore } from './ct-store.js';

/** A kept slice (A) beside the live one (B). */
export class ComparePart {
  private readonly ask = newestWins<void>(
    () => this.load(),
    error => this.store.fail('compare', error),
  );

  constructor(private readonly store: CtStore) {}

  /** Keeps the live slice as A; `label` says what it was made with. */
  async pin(label: string): Promise<void> {
    const { opened } = this.store.view;
    if (!opened) return;
    await this.store.attempt(
      'compare',
      () => this.store.link.request('ct.pin', { scan: this.store.scan }),
      ({ result }) => {
        this.store.set({ pin: { viewer: result.viewer, label }, difference: null });
        this.refresh();
      },
    );
  }

  /** Keeps the slice without one operation as A, beside the live one that has it. */
  async pinWithout(at: number, label: string): Promise<void> {
    const { state } = this.store.view;
    const { axisPx } = state;
    if (axisPx === null) return;
    const { liveRow } = this.store;
    const slice = (operations: readonly CtOperation[]) =>
      this.store.link.request('ct.slice', { ...liveRow, axisPx, operations, quality: 'exact' });
    let viewer: ViewerInfo | null = null;
    await this.store.attempt(
      'compare',
      async () => {
        await slice(liveRow.operations.map((one, index) => (index === at ? { ...one, off: true } : one)));
        viewer = (await this.store.link.request('ct.pin', { scan: liveRow.scan })).result.viewer;
        return slice(liveRow.operations);
      },
      ({ result }) =>
        this.store.set({ slice: result.viewer, pin: viewer && { viewer, label }, difference: null, compare: 'split' }),
    );
  }

  unpin(): void {
    this.store.set({ pin: null, difference: null });
  }

  setMode(compare: CompareMode): void {
    this.store.set({ compare });
    this.refresh();
  }

  /** The difference follows the exact slice. */
  refresh(): void {
    if (this.store.view.pin && this.store.view.compare === 'difference') void this.ask();
  }

  private async load(): Promise<void> {
    const { opened, pin, slice } = this.store.view;
    if (!opened || !pin || !slice) return;
    const wish = { scan: opened.scan, first: pin.viewer.handle, second: slice.handle };
    await this.store.attempt(
      'compare',
      () => this.store.link.request('ct.difference', wish),
      ({ result }) => this.store.set({ difference: result }),
    );
  }
}
