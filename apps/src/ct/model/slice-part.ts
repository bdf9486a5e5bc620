import type { CtOperation } from '@daisy-lab/core';
import { newestWins } from '../../kit/link/newest-wins.js';
import { clampIndex, type CtStore } from './ct-store.js';

/** Row, angle, axis and parameters, and the slice that follows them. */
export class SlicePart {
  private readonly ask = newestWins<'draft' | 'exact'>(
    quality => this.load(quality),
    error => this.store.fail('slice', error),
  );
  private readonly askChange = newestWins<void>(
    () => this.loadChange(),
    error => this.store.fail('sinogram', error),
  );

  constructor(
    private readonly store: CtStore,
    /** The exact slice is on the screen. */
    private readonly onExact: () => void,
  ) {}

  setAngle(angle: number): void {
    const frames = this.store.view.opened?.projections.frames ?? 1;
    this.store.setState({ angle: clampIndex(angle, frames) });
  }

  setRow(row: number, done = true): void {
    const frames = this.store.view.opened?.sinograms.frames ?? 1;
    const next = clampIndex(row, frames);
    if (next !== this.store.view.state.row) this.store.set({ sweep: null, grid: null });
    this.store.setState({ row: next });
    this.drag(done);
  }

  setAxis(axisPx: number, done = true): void {
    if (!Number.isFinite(axisPx)) return;
    const columns = this.store.view.opened?.description.columns ?? Infinity;
    this.store.setState({ axisPx: Math.round(Math.min(Math.max(axisPx, 0), columns - 1) * 100) / 100 });
    this.drag(done);
  }

  setParams(params: Record<string, unknown>): void {
    this.store.setState({ params });
    this.drag(true);
  }

  /** Changes the operations of the pipeline. */
  setOperations(operations: readonly CtOperation[]): void {
    this.store.setState({ operations });
    this.drag(true);
  }

  /** Asks for the slice as the state has it. */
  refresh(quality: 'draft' | 'exact' = 'exact'): void {
    void this.ask(quality);
    if (quality === 'exact') this.refreshChange();
  }

  /** The sinogram before and after the operations, where there are some. */
  refreshChange(): void {
    if (this.store.operations.some(({ off }) => !off)) void this.askChange();
    else if (this.store.view.sinogram) this.store.set({ sinogram: null });
  }

  private drag(done: boolean): void {
    this.store.set({ dragging: !done });
    this.refresh(done ? 'exact' : 'draft');
  }

  private async load(quality: 'draft' | 'exact'): Promise<void> {
    const { opened, state } = this.store.view;
    const { axisPx } = state;
    if (!opened || axisPx === null) return;
    await this.store.attempt(
      'slice',
      () => this.store.link.request('ct.slice', { ...this.store.liveRow, axisPx, quality }),
      ({ result }) => {
        this.store.set({ slice: result.viewer, sliceMs: result.milliseconds });
        if (quality === 'exact') this.onExact();
      },
    );
  }

  private async loadChange(): Promise<void> {
    if (!this.store.view.opened) return;
    await this.store.attempt(
      'sinogram',
      () => this.store.link.request('ct.sinogram', this.store.liveRow),
      ({ result }) => this.store.set({ sinogram: result }),
    );
  }
}
