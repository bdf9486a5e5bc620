import { newestWins } from '../../kit/link/newest-wins.js';
import type { CtStore } from './ct-store.js';
import type { SlicePart } from './slice-part.js';

/** Slices of a sweep: a number that fills a grid of four by four. */
const sweepCount = 16;

const tiltOperation = 'ct.correctTilt';

/** The rotation axis: found, or picked among several. */
export class AxisPart {
  private readonly askMirror = newestWins<number>(
    axisPx => this.loadMirror(axisPx),
    error => this.store.fail('mirror', error),
  );
  private mirroredAt: number | null = null;

  constructor(
    private readonly store: CtStore,
    private readonly slice: SlicePart,
  ) {
    store.subscribe(() => this.followAxis());
  }

  /** Lets the kernel search the axis on the current row by the chosen method, and uses what it finds. */
  async find(use = true, searchPx?: number): Promise<void> {
    const { opened, state, busy } = this.store.view;
    if (!opened || busy.axis) return;
    const { method } = state.params;
    const params = { ...(method === undefined ? {} : { method }), ...(searchPx === undefined ? {} : { searchPx }) };
    const wish = { row: state.row, params };
    await this.store.attempt(
      'axis',
      () => this.store.link.request('ct.axis', { scan: this.store.scan, ...wish }),
      ({ result }) => {
        this.store.set({ evidence: result });
        if (use || this.store.view.state.axisPx === null) this.slice.setAxis(result.axisPx);
      },
    );
  }

  /** The method that the next search takes, here and in the run. */
  setMethod(method: string): void {
    this.store.setState({ params: { ...this.store.view.state.params, method } });
  }

  /** Columns that are seen from both sides in a full turn, px; the axis lies nearer to `side`. Null when no axis is known. */
  get overlap(): { readonly px: number; readonly side: 'left' | 'right' } | null {
    const { opened, state } = this.store.view;
    if (!opened || state.axisPx === null) return null;
    const right = opened.description.columns - 1 - state.axisPx;
    return { px: round(2 * Math.min(state.axisPx, right)), side: right < state.axisPx ? 'right' : 'left' };
  }

  /** Looks for the axis in several rows and joins them by a line. */
  async fitRows(rows: number): Promise<void> {
    const { opened, busy } = this.store.view;
    if (!opened || busy.axisLine) return;
    await this.store.attempt(
      'axisLine',
      () => this.store.link.request('ct.axisLine', { scan: this.store.scan, rows }),
      ({ result }) => this.store.set({ axisLine: result }),
    );
  }

  /** Where the line of several rows is at the row on the screen; null before it was looked for. */
  get fittedPx(): number | null {
    const { axisLine, state } = this.store.view;
    return axisLine && round(axisLine.axisPx + axisLine.slopePx * state.row);
  }

  /** The lean of the fitted line as an operation of the pipeline, with the axis of the middle row; one that is there already changes. */
  correctTilt(): void {
    const { axisLine, state, opened } = this.store.view;
    if (!axisLine || !opened) return;
    const { firstRow = 0, endRow = opened.description.rows } = state.params as { firstRow?: number; endRow?: number };
    const { tiltRad } = axisLine;
    const others = this.store.operations.filter(({ algorithm }) => algorithm !== tiltOperation);
    this.store.setState({ axisPx: round(axisLine.axisPx + (axisLine.slopePx * (firstRow + endRow - 1)) / 2) });
    this.slice.setOperations([...others, { algorithm: tiltOperation, params: { tiltRad } }]);
  }

  /** The tilt that the pipeline corrects already, radians; null when it corrects none. */
  get correctedTiltRad(): number | null {
    const found = this.store.operations.find(({ algorithm, off }) => algorithm === tiltOperation && !off);
    return found ? Number(found.params['tiltRad']) : null;
  }

  /** Shows two opposite projections over each other, instead of one or of a sweep. */
  showMirror(mirrored: boolean): void {
    this.mirroredAt = null;
    this.store.dismiss('mirror');
    this.store.set(mirrored ? { mirrored, sweep: null } : { mirrored });
  }

  /** The picture of opposite projections depends on the axis, and on nothing else. */
  private followAxis(): void {
    const { mirrored, opened, state } = this.store.view;
    const { axisPx } = state;
    if (!mirrored || !opened || axisPx === null || axisPx === this.mirroredAt) return;
    this.mirroredAt = axisPx;
    void this.askMirror(axisPx);
  }

  private async loadMirror(axisPx: number): Promise<void> {
    const { opened } = this.store.view;
    if (!opened) return;
    await this.store.attempt(
      'mirror',
      () => this.store.link.request('ct.mirror', { scan: this.store.scan, axisPx }),
      ({ result }) => this.store.set({ mirror: result }),
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
