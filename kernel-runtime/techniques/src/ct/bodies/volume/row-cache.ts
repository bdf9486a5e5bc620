import { noteDropped } from '@daisy-lab/compute';
import type { NdArray } from '@daisy-lab/core';

type Band = NdArray<'float32'>;

/** Bands of slices by their first row; the longest unused go when all together exceed the budget. */
export class RowCache {
  private readonly bands = new Map<number, Band>();
  /** Requests for a band that is being made wait for the one that began. */
  private readonly making = new Map<number, Promise<Band>>();
  private bytes = 0;

  constructor(
    private readonly budgetBytes: number,
    private readonly make: (first: number, signal: AbortSignal | undefined) => Promise<Band>,
  ) {}

  async band(first: number, signal: AbortSignal | undefined): Promise<Band> {
    const known = this.bands.get(first);
    if (known) {
      this.bands.delete(first);
      this.bands.set(first, known);
      return known;
    }
    signal?.throwIfAborted();
    const running = this.making.get(first);
    if (running) {
      // the one that began may be cancelled by its own caller
      const made = await running.catch(() => undefined);
      return made ?? this.band(first, signal);
    }
    const begun = this.make(first, signal);
    this.making.set(first, begun);
    try {
      const made = await begun;
      this.keep(first, made);
      return made;
    } finally {
      this.making.delete(first);
    }
  }

  private keep(first: number, band: Band): void {
    this.bands.set(first, band);
    this.bytes += band.data.byteLength;
    for (const [oldest, { data }] of this.bands) {
      if (this.bytes <= this.budgetBytes || oldest === first) break;
      this.bands.delete(oldest);
      this.bytes -= data.byteLength;
      noteDropped(data.byteLength);
    }
  }
}
