import type { CtOperation } from '@daisy-lab/core';
import { newestWins, under } from '../../kit/link/newest-wins.js';
import { clampIndex, type CtStore } from './ct-store.js';

/** Whoever changes nothing for so long looks at the slice. */
const restMs = 250;

/** Row, angle, axis and parameters, and the slice that follows them. */
export class SlicePart {
  private rest: ReturnType<typeof setTimeout> | undefined;
  /** The whole slice that is on its way. */
  private whole = new AbortController();
  private readonly ask = newestWins<'draft' | 'exact'>(
    (quality, superseded) => this.load(quality, superseded),
    error => this.store.fail('slice', error),
  );
  private readonly askChange = newestWins<void>(
    (_, superseded) => this.loadChange(superseded),
    error => this.store.fail('sinogram', error),
  );

  constructor(
    private readonly store: CtStore,
    /** The exact slice is on the screen. */
    private readonly onExact: () => void,
  ) {}

  /** No slice follows any more. */
  forget(): void {
    clearTimeout(this.rest);
  }

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
    // a form that opens leaves out what is the default; nobody has edited anything
    const same = this.withoutDefaults(params) === this.withoutDefaults(this.store.view.state.params);
    this.store.setState({ params }, !same);
    if (same) return;
    this.drag(true);
  }

  private withoutDefaults(params: Readonly<Record<string, unknown>>): string {
    const fields = this.store.view.contract?.params.properties ?? {};
    const said = Object.entries(params).filter(
      ([name, value]) => value !== undefined && value !== fields[name]?.default,
    );
    return JSON.stringify(said.sort(([a], [b]) => a.localeCompare(b)));
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

  /** Shows what one operation changes, or what all do. */
  showStep(step: number | null): void {
    this.store.set({ step });
    this.refreshChange();
  }

  /** The sinogram before and after the operations on it, where there are some. */
  refreshChange(): void {
    if (this.onSinogram.length > 0) void this.askChange();
    else if (this.store.view.sinogram) this.store.set({ sinogram: null });
  }

  /** Operations that change the sinogram. */
  private get onSinogram(): readonly CtOperation[] {
    const { operationKinds } = this.store.view;
    return this.store.operations.filter(({ algorithm, off }) => {
      const kind = operationKinds.find(({ contract }) => contract.id === algorithm);
      return !off && kind?.stage !== 'slices' && kind?.replaces !== 'ct.recon';
    });
  }

  /** A slice of a wide detector is a draft first: who steps on at once need not wait for the whole one. */
  private drag(done: boolean): void {
    clearTimeout(this.rest);
    this.store.set({ dragging: !done });
    const isWide = (this.store.view.opened?.draftBin ?? 1) > 1;
    if (isWide) this.whole.abort();
    if (!done || isWide) this.refresh('draft');
    if (done && isWide) this.rest = setTimeout(() => this.refresh(), restMs);
    else if (done) this.refresh();
  }

  private async load(quality: 'draft' | 'exact', superseded: AbortSignal): Promise<void> {
    const { opened, state } = this.store.view;
    const { axisPx } = state;
    if (!opened || axisPx === null) return;
    const { signal } = quality === 'exact' ? (this.whole = under(superseded)) : { signal: superseded };
    await this.store.attempt(
      'slice',
      () => this.store.link.request('ct.slice', { ...this.store.liveRow, axisPx, quality }, { signal }),
      ({ result }) => {
        this.store.set({ slice: result.viewer, sliceMs: result.milliseconds, sliceBin: result.bin });
        if (quality === 'exact') this.store.set({ residuals: result.residuals ?? null });
        if (quality === 'exact') this.onExact();
      },
    );
  }

  private async loadChange(signal: AbortSignal): Promise<void> {
    const { opened, step } = this.store.view;
    if (!opened) return;
    const { liveRow } = this.store;
    const shown = step === null ? [] : liveRow.operations.slice(0, step);
    const wish =
      step === null || step >= liveRow.operations.length
        ? liveRow
        : { ...liveRow, before: shown, operations: liveRow.operations.slice(0, step + 1) };
    await this.store.attempt(
      'sinogram',
      () => this.store.link.request('ct.sinogram', wish, { signal }),
      ({ result }) => this.store.set({ sinogram: result }),
    );
  }
}
