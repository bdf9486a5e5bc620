import type { CtStore } from './ct-store.js';
import type { SlicePart } from './slice-part.js';

/** Slices of a sweep: a number that fills a grid of four by four. */
const sweepCount = 16;

/** The rotation axis: found, or picked among several. */
export class AxisPart {
  constructor(
    private readonly store: CtStore,
    private readonly slice: SlicePart,
  ) {}

  /** Lets the kernel search the axis on the current row and uses what it finds. */
  async find(use = true): Promise<void> {
    const { opened, state, busy } = this.store.view;
    if (!opened || busy.axis) return;
    const wish = { scan: opened.scan, row: state.row, params: {} };
    await this.store.attempt(
      'axis',
      () => this.store.link.request('ct.axis', wish),
      ({ result }) => {
        this.store.set({ evidence: result });
        if (use || this.store.view.state.axisPx === null) this.slice.setAxis(result.axisPx);
      },
    );
  }

  /** Slices at axes around the present one. */
  async sweep(stepPx: number): Promise<void> {
    const { opened, state } = this.store.view;
    const { axisPx } = state;
    if (!opened || axisPx === null) return;
    const last = opened.description.columns - 1;
    const first = Math.min(Math.max(axisPx - (sweepCount / 2) * stepPx, 0), Math.max(0, last - sweepCount * stepPx));
    const axesPx = Array.from({ length: sweepCount }, (_, at) => round(first + at * stepPx)).filter(at => at <= last);
    await this.store.attempt(
      'sweep',
      () => this.store.link.request('ct.sweep', { ...this.store.liveRow, axesPx }),
      ({ result }) => this.store.set({ sweep: result }),
    );
  }

  closeSweep(): void {
    this.store.set({ sweep: null });
  }
}

const round = (px: number): number => Math.round(px * 100) / 100;
