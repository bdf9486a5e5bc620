import {
  DaisyError,
  recordOf,
  type AxisEvidence,
  type ContractDescription,
  type ErrorRecord,
  type KernelLink,
  type LinkState,
  type MethodResult,
  type RunRecord,
  type ViewerInfo,
} from '@daisy-lab/core';
import { newestWins } from '../kit/link/newest-wins.js';
import { followRun, isGoingOn } from '../kit/run/run-tracker.js';
import { emptyCtState, fileName, volumePath, type CtState, type Step } from './ct-state.js';

/** Where a failure is shown. */
export type Place = 'open' | 'axis' | 'slice' | 'run' | 'result';

/** All that the screen draws: the saved state, and what the kernel said about it. */
export interface CtView {
  readonly state: CtState;
  readonly link: LinkState;
  readonly opening: boolean;
  readonly opened: MethodResult<'ct.open'> | null;
  readonly contract: ContractDescription | null;
  readonly evidence: AxisEvidence | null;
  readonly findingAxis: boolean;
  readonly slice: ViewerInfo | null;
  readonly slicing: boolean;
  /** Something is being dragged: draft pictures will do. */
  readonly dragging: boolean;
  readonly run: RunRecord | null;
  readonly result: ViewerInfo | null;
  readonly resultRow: number;
  readonly overwrite: boolean;
  readonly errors: Readonly<Partial<Record<Place, ErrorRecord>>>;
}

const nothingOpen = {
  opened: null,
  evidence: null,
  findingAxis: false,
  slice: null,
  slicing: false,
  dragging: false,
  run: null,
  result: null,
  resultRow: 0,
  overwrite: false,
  errors: {},
};

/** The CT app without its screen: every user action is a method, every answer of the kernel a new view. */
export class CtModel {
  private view: CtView;
  private readonly listeners = new Set<() => void>();
  private readonly unsubscribe: () => void;
  private unfollow: () => void = () => undefined;
  private readonly askSlice = newestWins<'draft' | 'exact'>(
    quality => this.loadSlice(quality),
    error => this.fail('slice', error),
  );
  /** Grows with each opened scan, so that answers about an earlier one are dropped. */
  private visit = 0;

  constructor(
    private readonly link: KernelLink,
    state: CtState,
    private readonly onState: (state: CtState) => void = () => undefined,
  ) {
    this.view = {
      ...nothingOpen,
      state: { ...emptyCtState, ...state },
      link: link.state,
      opening: false,
      contract: null,
    };
    this.unsubscribe = link.onState(now => this.linkChanged(now));
    if (link.state === 'ready') void this.restore();
  }

  dispose(): void {
    this.visit++;
    this.unsubscribe();
    this.unfollow();
    this.release();
    this.listeners.clear();
  }

  readonly getView = (): CtView => this.view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Opens a scan from its beginning: middle row, automatic axis. */
  async open(path: string): Promise<void> {
    this.release();
    this.unfollow();
    this.set(nothingOpen);
    this.setState({
      ...emptyCtState,
      params: this.view.state.params,
      scan: path,
      step: 'centre',
    });
    await this.load(true);
  }

  close(): void {
    this.visit++;
    this.unfollow();
    this.release();
    this.set({ ...nothingOpen, opening: false });
    this.setState({ ...emptyCtState, params: this.view.state.params });
  }

  go(step: Step): void {
    this.setState({ step });
  }

  setAngle(angle: number): void {
    const frames = this.view.opened?.projections.frames ?? 1;
    this.setState({ angle: clampIndex(angle, frames) });
  }

  setRow(row: number, done = true): void {
    const frames = this.view.opened?.sinograms.frames ?? 1;
    this.setState({ row: clampIndex(row, frames) });
    this.drag(done);
  }

  setAxis(axisPx: number, done = true): void {
    if (!Number.isFinite(axisPx)) return;
    const columns = this.view.opened?.description.columns ?? Infinity;
    this.setState({ axisPx: Math.round(Math.min(Math.max(axisPx, 0), columns - 1) * 100) / 100 });
    this.drag(done);
  }

  setParams(params: Record<string, unknown>): void {
    this.setState({ params });
    this.drag(true);
  }

  setOut(out: string): void {
    this.setState({ out });
  }

  setOverwrite(overwrite: boolean): void {
    this.set({ overwrite });
  }

  setResultRow(row: number): void {
    this.set({ resultRow: clampIndex(row, this.view.result?.frames ?? 1) });
  }

  dismiss(place: Place): void {
    const { [place]: _, ...errors } = this.view.errors;
    this.set({ errors });
  }

  /** Lets the kernel search the axis on the current row and uses what it finds. */
  async findAxis(use = true): Promise<void> {
    const { opened, state } = this.view;
    if (!opened || this.view.findingAxis) return;
    const { visit } = this;
    this.set({ findingAxis: true });
    this.dismiss('axis');
    try {
      const { result } = await this.link.request('ct.axis', { scan: opened.scan, row: state.row, params: {} });
      if (visit !== this.visit) return;
      this.set({ evidence: result });
      if (use || this.view.state.axisPx === null) this.setAxis(result.axisPx);
    } catch (error) {
      if (visit === this.visit) this.fail('axis', error);
    } finally {
      if (visit === this.visit) this.set({ findingAxis: false });
    }
  }

  /** What keeps the volume from being reconstructed, as a key for a sentence; null when nothing does. */
  get missing(): 'scan' | 'axis' | 'out' | 'running' | null {
    const { opened, state, run } = this.view;
    if (!opened) return 'scan';
    if (state.axisPx === null) return 'axis';
    if (!state.out?.trim()) return 'out';
    return run && isGoingOn(run) ? 'running' : null;
  }

  async reconstruct(): Promise<void> {
    const { opened, state, overwrite } = this.view;
    if (!opened || !state.scan || !state.out || this.missing) return;
    const { visit } = this;
    this.dismiss('run');
    this.closeResult();
    this.set({ result: null, resultRow: 0 });
    try {
      const { result } = await this.link.request('run.start', {
        algorithm: 'ct.full',
        inputs: { scan: state.scan },
        params: { ...state.params, axisPx: state.axisPx },
        outputs: { volume: state.out },
        overwrite,
      });
      if (visit !== this.visit) return;
      this.setState({ run: result.run });
      this.setRun(result);
      this.follow(result.run);
    } catch (error) {
      if (visit === this.visit) this.fail('run', error);
    }
  }

  async cancel(): Promise<void> {
    const { run } = this.view;
    if (!run) return;
    try {
      const { result } = await this.link.request('run.cancel', { run: run.run });
      this.setRun(result);
    } catch (error) {
      this.fail('run', error);
    }
  }

  /** Opens the written volume in the View step. */
  async openResult(): Promise<void> {
    this.closeResult();
    this.set({ result: null, resultRow: this.view.state.row });
    this.setState({ step: 'view' });
    await this.loadResult();
  }

  private async loadResult(): Promise<void> {
    const { run, state } = this.view;
    const file = run?.outputs['volume'] ?? state.out;
    if (!file) return;
    const { visit } = this;
    this.dismiss('result');
    try {
      const { result } = await this.link.request('viewer.open', { source: file });
      if (visit !== this.visit) return;
      this.set({ result, resultRow: clampIndex(this.view.resultRow, result.frames) });
    } catch (error) {
      if (visit === this.visit) this.fail('result', error);
    }
  }

  /** Gives back what the kernel holds open; nobody waits for the answer. */
  private release(): void {
    const { opened } = this.view;
    if (opened) this.link.request('ct.close', { scan: opened.scan }).catch(() => undefined);
    this.closeResult();
  }

  private closeResult(): void {
    const { result } = this.view;
    if (result) this.link.request('viewer.close', { handle: result.handle }).catch(() => undefined);
  }

  private async restore(): Promise<void> {
    this.link.request('algorithms.describe', { id: 'ct.full' }).then(
      ({ result }) => this.set({ contract: result }),
      error => this.fail('run', error),
    );
    if (this.view.state.scan) await this.load(false);
  }

  private async load(fresh: boolean): Promise<void> {
    const path = this.view.state.scan;
    if (!path) return;
    const visit = ++this.visit;
    this.set({ opening: true });
    this.dismiss('open');
    try {
      const { result } = await this.link.request('ct.open', { path });
      if (visit !== this.visit) {
        this.link.request('ct.close', { scan: result.scan }).catch(() => undefined);
        return;
      }
      const { rows, angleCount } = result.description;
      // A state that names a scan only, as "Open With" gives it, has never been looked at.
      const unseen = fresh || (this.view.state.out === undefined && this.view.state.axisPx === null);
      this.set({ opened: result, opening: false });
      this.setState({
        row: unseen ? Math.floor(rows / 2) : clampIndex(this.view.state.row, rows),
        angle: clampIndex(this.view.state.angle, angleCount),
        out: this.view.state.out ?? volumePath(path),
      });
      const { run } = this.view;
      if (!fresh && this.view.state.run && (!run || isGoingOn(run))) this.follow(this.view.state.run);
      if (this.view.state.axisPx !== null) void this.askSlice('exact');
      await this.findAxis(false);
    } catch (error) {
      if (visit !== this.visit) return;
      // A kernel that died meanwhile says nothing about the scan.
      this.set({ opening: false, opened: this.view.link === 'ready' ? null : this.view.opened });
      this.fail('open', error);
    }
  }

  private async loadSlice(quality: 'draft' | 'exact'): Promise<void> {
    const { opened, state } = this.view;
    if (!opened || state.axisPx === null) return;
    const { visit } = this;
    this.set({ slicing: true });
    try {
      const { axisPx: _, ...params } = state.params;
      const wish = { scan: opened.scan, row: state.row, axisPx: state.axisPx, params, quality };
      const { result } = await this.link.request('ct.slice', wish);
      if (visit !== this.visit) return;
      const { slice: _error, ...errors } = this.view.errors;
      this.set({ slice: result.viewer, errors });
    } finally {
      if (visit === this.visit) this.set({ slicing: false });
    }
  }

  private drag(done: boolean): void {
    this.set({ dragging: !done });
    void this.askSlice(done ? 'exact' : 'draft');
  }

  private follow(run: string): void {
    this.unfollow();
    this.unfollow = followRun(
      this.link,
      run,
      record => this.setRun(record),
      error => {
        // A run of an earlier kernel is not known any more; its file, if any, can still be opened.
        const { run } = this.view;
        if (run) this.setRun({ ...run, state: 'failed', remainingMs: null, error: recordOf(error) });
      },
    );
  }

  private setRun(run: RunRecord): void {
    this.set({ run });
    if (run.state === 'failed') {
      const error = run.error ?? new DaisyError('Internal', { message: 'The run ended without a result.' }).toRecord();
      this.set({ errors: { ...this.view.errors, run: error } });
    }
  }

  private linkChanged(link: LinkState): void {
    const back = link === 'ready' && this.view.link !== 'ready';
    this.set({ link });
    if (link === 'dead' || link === 'restarting') this.loseRun();
    if (!back) return;
    this.unfollow();
    // Handles of the earlier kernel mean nothing to the new one; the pictures stay until it has its own.
    const { run } = this.view.errors;
    this.set({ findingAxis: false, slicing: false, errors: run ? { run } : {} });
    const shown = this.view.result;
    void this.restore().then(() => {
      const wanted = shown !== null || (this.view.state.step === 'view' && this.view.run?.state === 'done');
      if (wanted && this.view.result === shown) void this.loadResult();
    });
  }

  /** A run ends with its kernel, and the file that it was writing never gets its name. */
  private loseRun(): void {
    const { run, state } = this.view;
    if (!run || !isGoingOn(run)) return;
    this.unfollow();
    const error = new DaisyError('Resource', {
      message: `The kernel stopped before ${fileName(state.out ?? '')} was complete. No file of that name was written.`,
      action: 'Press Reconstruct again when the kernel is ready.',
    });
    this.setRun({ ...run, state: 'failed', remainingMs: null, error: error.toRecord() });
  }

  private fail(place: Place, error: unknown): void {
    this.set({ errors: { ...this.view.errors, [place]: recordOf(error) } });
  }

  private setState(change: Partial<CtState>): void {
    const state = { ...this.view.state, ...change };
    this.set({ state });
    this.onState(state);
  }

  private set(change: Partial<CtView>): void {
    this.view = { ...this.view, ...change };
    for (const listener of this.listeners) listener();
  }
}

function clampIndex(index: number, length: number): number {
  return Math.min(Math.max(Math.round(index) || 0, 0), Math.max(length - 1, 0));
}
