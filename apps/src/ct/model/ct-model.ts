import type { KernelLink, LinkState } from '@daisy-lab/core';
import { emptyCtState, volumePath, type CtState, type Step } from '../ct-state.js';
import { AxisPart } from './axis-part.js';
import { ComparePart } from './compare-part.js';
import { clampIndex, CtStore } from './ct-store.js';
import { nothingOpen } from './ct-view.js';
import { DocumentPart } from './document-part.js';
import { InspectPart } from './inspect-part.js';
import { IterationPart } from './iteration-part.js';
import { LivePart } from './live-part.js';
import { MappingPart } from './mapping-part.js';
import { MeasurePart } from './measure-part.js';
import { ProposePart } from './propose-part.js';
import { ResultPart } from './result-part.js';
import { RunPart } from './run-part.js';
import { SlicePart } from './slice-part.js';
import { TunePart } from './tune-part.js';

/** The CT app without its screens: every user action is a method, every answer of the kernel a new view. */
export class CtModel {
  readonly store: CtStore;
  readonly slice: SlicePart;
  readonly axis: AxisPart;
  readonly compare: ComparePart;
  readonly measure: MeasurePart;
  readonly tune: TunePart;
  readonly inspect: InspectPart;
  readonly runs: RunPart;
  readonly result: ResultPart;
  readonly document: DocumentPart;
  readonly mapping: MappingPart;
  readonly propose: ProposePart;
  readonly iteration: IterationPart;
  readonly live: LivePart;
  private readonly unsubscribe: () => void;

  constructor(
    private readonly link: KernelLink,
    state: CtState,
    onState: (state: CtState) => void = () => undefined,
  ) {
    this.store = new CtStore(link, state, onState);
    const { store } = this;
    this.compare = new ComparePart(store);
    this.measure = new MeasurePart(store);
    this.slice = new SlicePart(store, () => this.sliceShown());
    this.axis = new AxisPart(store, this.slice);
    this.tune = new TunePart(store, this.slice);
    this.inspect = new InspectPart(store, this.slice);
    this.result = new ResultPart(store, () => this.measure.refresh());
    this.runs = new RunPart(store, () => this.result.close());
    this.document = new DocumentPart(store);
    this.live = new LivePart(store, () => this.grow());
    this.mapping = new MappingPart(store, () => this.reopen());
    this.propose = new ProposePart(store, this.slice);
    this.iteration = new IterationPart(store, this.slice);
    this.unsubscribe = link.onState(now => this.linkChanged(now));
    if (link.state === 'ready') void this.restore();
  }

  get getView(): CtStore['getView'] {
    return this.store.getView;
  }

  get subscribe(): CtStore['subscribe'] {
    return this.store.subscribe;
  }

  dispose(): void {
    this.unsubscribe();
    this.runs.dispose();
    this.inspect.dispose();
    this.live.dispose();
    this.release();
    this.store.dispose();
  }

  /** Opens a scan from its beginning: middle row, automatic axis. */
  async open(path: string): Promise<void> {
    this.release();
    this.runs.stopFollowing();
    this.live.follow(false);
    this.store.set(nothingOpen);
    this.store.edits.forget();
    const { params, operations } = this.store.view.state;
    this.store.setState({ ...emptyCtState, params, ...(operations ? { operations } : {}), scan: path, step: 'centre' });
    await this.openScan(true);
  }

  /** Opens the same scan again, e.g. with another mapping, or after its file has changed: axis and operations stay. */
  async reopen(): Promise<void> {
    const { state } = this.store.view;
    this.release();
    this.store.set({ ...nothingOpen, mapping: this.store.view.mapping });
    await this.openScan(state.axisPx === null);
  }

  /** Opens a scan that has grown: what is on the screen stays until it is there. */
  private async grow(): Promise<void> {
    const { opened } = this.store.view;
    await this.openScan(false, true);
    if (opened && this.store.view.opened !== opened) {
      this.link.request('ct.close', { scan: opened.scan }).catch(() => undefined);
      this.store.set({ findings: null, evidence: this.store.view.evidence, sweep: null, grid: null, pin: null });
    }
  }

  close(): void {
    this.live.follow(false);
    this.store.visit++;
    this.runs.stopFollowing();
    this.inspect.play(false);
    this.release();
    this.store.set(nothingOpen);
    const { params, operations } = this.store.view.state;
    this.store.setState({ ...emptyCtState, params, ...(operations ? { operations } : {}) });
  }

  /** Takes everything from a document; opens its scan where that is another. */
  async load(document: string): Promise<void> {
    const recipe = await this.document.read(document);
    if (!recipe) return;
    const { path, axisPx, params, operations } = recipe;
    if (this.store.view.opened?.description.path !== path) await this.open(path);
    this.store.setState({ axisPx, params: { ...params }, operations, step: 'provenance' });
    this.slice.refresh();
    void this.document.refresh();
  }

  /** Takes the last edit of axis, parameters or operations back, or makes it again. */
  stepThroughEdits(direction: 'undo' | 'redo'): void {
    if (!this.store.stepThroughEdits(direction)) return;
    this.slice.refresh();
    if (this.store.view.state.step === 'provenance') void this.document.refresh();
  }

  /** Opens a step; what it shows is asked for when it is needed. */
  go(step: Step): void {
    if (step !== 'inspect') this.inspect.play(false);
    // what was drawn on projections means nothing on slices
    if ((step === 'inspect') !== (this.store.view.state.step === 'inspect')) {
      this.measure.setTool(null);
      this.measure.clear();
    }
    this.store.setState({ step });
    this.arrive(step);
  }

  private arrive(step: string): void {
    const { run, result } = this.store.view;
    if (step === 'data' && this.store.view.state.scan) void this.mapping.look(this.store.view.state.scan);
    if (step === 'inspect') void this.inspect.look();
    if (step === 'pipeline' || step === 'tune') this.slice.refreshChange();
    // what this tab has written is shown without being asked for
    if (step === 'view' && run?.state === 'done' && !result) void this.result.open();
    if (step === 'provenance') void this.document.refresh();
    if (step === 'run') {
      void this.runs.check();
      void this.runs.refresh();
      void this.result.loadRecipe();
    }
  }

  private sliceShown(): void {
    this.compare.refresh();
    this.measure.refresh();
    const { step } = this.store.view.state;
    if (step === 'run' || step === 'provenance') this.arrive(step);
  }

  /** Gives back what the kernel holds open; nobody waits for the answer. */
  private release(): void {
    const { opened } = this.store.view;
    if (opened) this.link.request('ct.close', { scan: opened.scan }).catch(() => undefined);
    this.slice.forget();
    this.result.close();
  }

  private async restore(): Promise<void> {
    this.link.request('algorithms.describe', { id: 'ct.full' }).then(
      ({ result }) => this.store.set({ contract: result }),
      error => this.store.fail('run', error),
    );
    this.link.request('ct.operations', {}).then(
      ({ result }) => this.store.set({ operationKinds: result.operations }),
      error => this.store.fail('sinogram', error),
    );
    if (this.store.view.state.scan) await this.openScan(false);
  }

  /** @param grown what is on the screen stays when it cannot be opened again yet */
  private async openScan(fresh: boolean, grown = false): Promise<void> {
    const { store } = this;
    const path = store.view.state.scan;
    if (!path) return;
    const visit = ++store.visit;
    store.set({ busy: { open: true } });
    store.dismiss('open');
    let opened: () => void = () => undefined;
    const opening = new Promise<void>(resolve => (opened = resolve));
    store.opening = opening;
    const over = (): void => {
      if (store.opening === opening) store.opening = null;
      opened();
    };
    try {
      const { result } = await this.link.request('ct.open', { path });
      if (visit !== store.visit) {
        this.link.request('ct.close', { scan: result.scan }).catch(() => undefined);
        return;
      }
      const { state } = store.view;
      const { rows, angleCount } = result.description;
      // A state that names a scan only, as "Open With" gives it, has never been looked at.
      const unseen = fresh || (state.out === undefined && state.axisPx === null);
      store.set({ opened: result, busy: {} });
      over();
      store.setState({
        row: unseen ? Math.floor(rows / 2) : clampIndex(state.row, rows),
        angle: clampIndex(state.angle, angleCount),
        out: state.out ?? volumePath(path),
        // what is missing has to be said first
        ...(unseen && !result.description.flats ? { step: 'data' } : {}),
      });
      if (!fresh) this.runs.comeBack();
      if (store.view.state.axisPx !== null) this.slice.refresh();
      this.arrive(store.view.state.step);
      await this.axis.find(false);
    } catch (error) {
      if (visit !== store.visit) return;
      // A kernel that died meanwhile says nothing about the scan.
      const keep = grown || store.view.link !== 'ready';
      store.set({ busy: {}, opened: keep ? store.view.opened : null });
      store.fail(grown ? 'live' : 'open', error);
      // a scan that is not recognised can be mapped by hand
      if (store.view.errors.open?.tag === 'ScanLayout') void this.mapping.look(path);
    } finally {
      over();
    }
  }

  private linkChanged(link: LinkState): void {
    const { store } = this;
    const back = link === 'ready' && store.view.link !== 'ready';
    store.set({ link });
    if (link === 'dead' || link === 'restarting') this.runs.lose();
    if (!back) return;
    this.runs.stopFollowing();
    // Handles of the earlier kernel mean nothing to the new one; the pictures stay until it has its own.
    const { run, errors } = store.view;
    store.set({
      busy: {},
      // what became of a run is still worth knowing; what else the earlier kernel did not answer is not
      errors: run?.error && errors.run ? { run: errors.run } : {},
      pin: null,
      difference: null,
      mirrored: false,
      mirror: null,
      sweep: null,
      grid: null,
      sinogram: null,
      findings: null,
    });
    const shown = store.view.result;
    void this.restore().then(() => {
      const wanted = shown !== null || (store.view.state.step === 'view' && store.view.run?.state === 'done');
      if (wanted && store.view.result === shown) void this.result.load();
    });
  }
}
