import { isAbort, recordOf, type CtOperation, type CtRecipe, type KernelLink, type ViewerInfo } from '@daisy-lab/core';
import type { Limits } from '../../kit/image-view/image-view.js';
import { emptyCtState, type CtState } from '../ct-state.js';
import { EditHistory } from './edit-history.js';
import { nothingOpen, type CtView, type Place } from './ct-view.js';

/** What is on the screen, and the one place where it changes. */
export class CtStore {
  view: CtView;
  /** Grows with each opened scan, so that answers about an earlier one are dropped. */
  visit = 0;
  /** A scan that is being opened, perhaps again by a new kernel. */
  opening: Promise<void> | null = null;
  readonly edits = new EditHistory();
  private readonly listeners = new Set<() => void>();

  constructor(
    readonly link: KernelLink,
    state: CtState,
    private readonly onState: (state: CtState) => void,
  ) {
    this.view = {
      ...nothingOpen,
      state: { ...emptyCtState, ...state },
      link: link.state,
      contract: null,
      operationKinds: [],
      jobs: [],
      lost: [],
      history: [],
    };
  }

  readonly getView = (): CtView => this.view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  dispose(): void {
    this.visit++;
    this.listeners.clear();
  }

  set(change: Partial<CtView>): void {
    this.view = { ...this.view, ...change };
    for (const listener of this.listeners) listener();
  }

  /** @param isEdit false: it is no edit that could be taken back */
  setState(change: Partial<CtState>, isEdit = true): void {
    const state = { ...this.view.state, ...change };
    if (isEdit) this.edits.note(this.view.state, state, this.view.dragging);
    this.replaceState(state);
  }

  /** Takes the last edit of the document back, or makes it again; false when there is none. */
  stepThroughEdits(direction: 'undo' | 'redo'): boolean {
    const { state } = this.view;
    const edited = this.edits[direction](state);
    if (edited) this.replaceState({ ...state, ...edited });
    return edited !== null;
  }

  private replaceState(state: CtState): void {
    this.set({ state, canUndo: this.edits.canUndo, canRedo: this.edits.canRedo });
    this.onState(state);
  }

  setLimits(of: string, limits: Limits): void {
    this.set({ limits: { ...this.view.limits, [of]: limits } });
  }

  fail(place: Place, error: unknown): void {
    this.set({ errors: { ...this.view.errors, [place]: recordOf(error) } });
  }

  dismiss(place: Place): void {
    if (!(place in this.view.errors)) return;
    const { [place]: _, ...errors } = this.view.errors;
    this.set({ errors });
  }

  /**
   * Work for the scan on the screen: shown as busy, its failure at its place; dropped when another scan was opened. While the scan is being
   * opened again it waits, because the handle of before means nothing to a new kernel.
   */
  async attempt<T>(place: Place, work: () => Promise<T>, take: (result: T) => void): Promise<void> {
    while (this.opening && this.view.opened) {
      this.setBusy(place, true);
      await this.opening;
      if (!this.view.opened) return;
    }
    const { visit } = this;
    this.setBusy(place, true);
    try {
      const result = await work();
      if (visit !== this.visit) return;
      this.dismiss(place);
      take(result);
    } catch (error) {
      if (visit === this.visit && !isAbort(error)) this.fail(place, error);
    } finally {
      if (visit === this.visit) this.setBusy(place, false);
    }
  }

  /** Handle of the scan on the screen. */
  get scan(): string {
    return this.view.opened?.scan ?? '';
  }

  get operations(): readonly CtOperation[] {
    return this.view.state.operations ?? [];
  }

  /** The row on the screen with all that its slice depends on, but the axis. */
  get liveRow(): {
    readonly scan: string;
    readonly row: number;
    readonly params: Readonly<Record<string, unknown>>;
    readonly operations: readonly CtOperation[];
  } {
    const { state } = this.view;
    const { axisPx: _, ...params } = state.params;
    return { scan: this.scan, row: state.row, params, operations: this.operations };
  }

  /** Everything that the volume depends on. */
  get recipe(): CtRecipe {
    const { scan, axisPx } = this.view.state;
    const { params, operations } = this.liveRow;
    return { path: scan ?? '', axisPx, params, operations };
  }

  /** Gives a viewer back; nobody waits for the answer. */
  closeViewer(viewer: ViewerInfo | null | undefined): void {
    if (viewer) this.link.request('viewer.close', { handle: viewer.handle }).catch(() => undefined);
  }

  private setBusy(place: Place, busy: boolean): void {
    this.set({ busy: { ...this.view.busy, [place]: busy } });
  }
}

export function clampIndex(index: number, length: number): number {
  return Math.min(Math.max(Math.round(index) || 0, 0), Math.max(length - 1, 0));
}
