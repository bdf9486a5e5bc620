import {
  recordOf,
  type DataDescription,
  type DataSelection,
  type ErrorRecord,
  type KernelLink,
  type LinkState,
  type ServiceReply,
} from '@daisy-lab/core';
import { ancestorsOf, emptyHdf5State, type Hdf5State, type ViewKind } from '../hdf5-state.js';
import { CurvePart, type CurveState } from './curve-part.js';
import { ImagePart, noImage, type ImageState } from './image-part.js';
import { clampIndices, frameOf, indexOfFrame, selectionOf, viewsOf } from './shapes.js';
import { TreePart, type TreeView } from './tree-part.js';

/** Milliseconds between two looks at a growing file, and between two images of a movie. */
const followMs = 1000;
const movieMs = 120;

/** What is on the screen. */
export interface Hdf5View {
  readonly state: Hdf5State;
  readonly link: LinkState;
  readonly tree: TreeView;
  /** The chosen object. */
  readonly described: DataDescription | null;
  readonly views: readonly ViewKind[];
  readonly view: ViewKind | null;
  readonly index: readonly number[];
  readonly curveAxis: number;
  readonly image: ImageState;
  readonly curve: CurveState;
  readonly playing: boolean;
  readonly following: boolean;
  /** Grows with each refresh, so that tables and texts are read anew. */
  readonly edition: number;
  /** The chosen object cannot be shown. */
  readonly error: ErrorRecord | null;
}

/** The browser without its screens. */
export class Hdf5Model {
  readonly tree: TreePart;
  readonly image: ImagePart;
  private readonly curve: CurvePart;
  private view: Hdf5View;
  private visit = 0;
  private timer: ReturnType<typeof setInterval> | undefined;
  private movie: ReturnType<typeof setInterval> | undefined;
  private looking = false;
  private readonly listeners = new Set<() => void>();
  private readonly unsubscribe: () => void;

  constructor(
    private readonly link: KernelLink,
    state: Hdf5State,
    private readonly onState: (state: Hdf5State) => void = () => undefined,
  ) {
    this.tree = new TreePart(
      link,
      () => this.view.state.file,
      tree => this.set({ tree }),
    );
    this.image = new ImagePart(
      link,
      () => this.view.image,
      change => this.set({ image: { ...this.view.image, ...change } }),
    );
    this.curve = new CurvePart(link, change => this.set({ curve: { ...this.view.curve, ...change } }));
    this.view = {
      state: { ...emptyHdf5State, ...state },
      link: link.state,
      tree: this.tree.view,
      described: null,
      views: [],
      view: null,
      index: [],
      curveAxis: 0,
      image: noImage,
      curve: { curve: null, busy: false, error: null },
      playing: false,
      following: false,
      edition: 0,
      error: null,
    };
    this.unsubscribe = link.onState(now => this.linkChanged(now));
    if (link.state === 'ready') void this.restore();
  }

  readonly getView = (): Hdf5View => this.view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  dispose(): void {
    this.visit++;
    this.unsubscribe();
    this.play(false);
    this.follow(false);
    this.tree.dispose();
    this.image.close();
    this.listeners.clear();
  }

  /** Opens a file from its beginning. */
  async open(file: string): Promise<void> {
    this.setState({ ...emptyHdf5State, file });
    this.image.close();
    this.set({ described: null, views: [], view: null, error: null });
    await this.restore();
  }

  /** Shows an object of the file. */
  async select(object: string): Promise<void> {
    this.play(false);
    if (object !== this.view.state.object) {
      this.image.close();
      this.setState({ object, view: null, index: [], curveAxis: null });
      this.set({ curve: { curve: null, busy: false, error: null } });
    }
    await this.look();
  }

  toggle(group: string): void {
    this.tree.toggle(group);
    this.setState({ open: this.tree.openGroups });
  }

  /** Unfolds the tree down to the chosen object. */
  async reveal(object: string): Promise<void> {
    await this.tree.reveal(ancestorsOf(object));
    this.setState({ open: this.tree.openGroups });
  }

  choose(view: ViewKind): void {
    this.setState({ view });
    this.set({ view });
    this.show();
  }

  /** Chooses along one axis. */
  setIndex(axis: number, value: number): void {
    const { described, index } = this.view;
    if (!described) return;
    this.takeIndex(index.map((old, other) => (other === axis ? value : old)));
  }

  setFrame(frame: number): void {
    const { described, index } = this.view;
    if (described) this.takeIndex(indexOfFrame(frame, index, described.shape));
  }

  setCurveAxis(curveAxis: number): void {
    this.setState({ curveAxis });
    this.set({ curveAxis });
    this.show();
  }

  /** Goes through the images of the stack, over and over. */
  play(playing: boolean): void {
    clearInterval(this.movie);
    if (this.view.playing !== playing) this.set({ playing });
    if (!playing) return;
    this.movie = setInterval(() => {
      const frames = this.view.image.viewer?.frames ?? 0;
      if (frames > 1) this.setFrame((this.frame + 1) % frames);
    }, movieMs);
  }

  /** Looks for new data every second; at the last index, the view goes on to the newest. */
  follow(following: boolean): void {
    clearInterval(this.timer);
    if (this.view.following !== following) this.set({ following });
    if (following) this.timer = setInterval(() => void this.lookForGrowth(), followMs);
  }

  /** Reads everything anew; path, slice, zoom and contrast stay. */
  async refresh(): Promise<void> {
    this.set({ edition: this.view.edition + 1 });
    await Promise.all([this.tree.refresh(), this.view.state.object === null ? this.restore() : this.look(true)]);
  }

  /** Values of a part of the chosen dataset. */
  values(selection: DataSelection, signal?: AbortSignal): Promise<ServiceReply<'data.values'>> {
    const { file, object } = this.view.state;
    const params = { path: file ?? '', dataset: object ?? '', selection };
    return this.link.request('data.values', params, signal ? { signal } : {});
  }

  /** What the view in front shows of the dataset. */
  get selection(): DataSelection {
    const { described, view, index, curveAxis } = this.view;
    return described && view ? selectionOf(view, described.shape, index, curveAxis) : [];
  }

  get frame(): number {
    const { described, index } = this.view;
    return described ? frameOf(index, described.shape) : 0;
  }

  private takeIndex(wanted: readonly number[]): void {
    const index = clampIndices(wanted, this.view.described?.shape ?? []);
    this.setState({ index });
    this.set({ index });
    if (this.view.view === 'image') this.image.measure(this.frame);
    else this.show();
  }

  private async restore(): Promise<void> {
    const { file, object, open } = this.view.state;
    if (file === null) return;
    const visit = ++this.visit;
    await this.tree.start(object === null ? open : [...open, ...ancestorsOf(object)]);
    if (visit !== this.visit || this.view.tree.error) return;
    if (object !== null) return this.look(true);
    try {
      const { result } = await this.link.request('data.first', { path: file });
      if (visit !== this.visit || this.view.state.object !== null || result.dataset === null) return;
      await Promise.all([this.reveal(result.dataset), this.select(result.dataset)]);
    } catch (error) {
      if (visit === this.visit) this.set({ error: recordOf(error) });
    }
  }

  /** Asks what the chosen object is, and shows it. `anew` opens its pictures once more. */
  private async look(anew = false): Promise<void> {
    const { file, object } = this.view.state;
    if (file === null || object === null) return;
    const visit = ++this.visit;
    try {
      const { result } = await this.link.request('data.describe', { path: file, object });
      if (visit !== this.visit) return;
      this.take(result, anew);
    } catch (error) {
      if (visit === this.visit) this.set({ error: recordOf(error), ...(anew ? {} : { described: null, view: null }) });
    }
  }

  private take(described: DataDescription, anew: boolean): void {
    const { state } = this.view;
    const views = viewsOf(described);
    const view = views.find(kind => kind === state.view) ?? views[0] ?? null;
    const index = clampIndices(state.index, described.shape);
    const rank = described.shape.length;
    const curveAxis = state.curveAxis !== null && state.curveAxis < rank ? state.curveAxis : Math.max(0, rank - 1);
    this.set({ described, views, view, index, curveAxis, error: null });
    this.show(anew);
  }

  private show(anew = false): void {
    const { described, view, state, image, index, curveAxis } = this.view;
    if (!described || state.file === null) return;
    if (view === 'image' && (anew || !image.viewer)) {
      void this.image.open(`${state.file}::${described.path}`, this.frame);
    }
    if (view === 'curve') void this.curve.show({ file: state.file, described, axis: curveAxis, at: index });
  }

  private async lookForGrowth(): Promise<void> {
    const { state, described, index, link } = this.view;
    if (this.looking || link !== 'ready' || state.file === null || !described) return;
    this.looking = true;
    try {
      const { result } = await this.link.request('data.describe', { path: state.file, object: described.path });
      if (this.view.described !== described || String(result.shape) === String(described.shape)) return;
      const newest = described.shape.map((length, axis) => index[axis] === length - 1 && length > 1);
      const next = result.shape.map((length, axis) => (newest[axis] ? length - 1 : (index[axis] ?? 0)));
      this.setState({ index: next });
      this.take(result, true);
      this.set({ edition: this.view.edition + 1 });
      await this.tree.refresh();
    } catch {
      // the writer may be at work this very moment; the next look tells more
    } finally {
      this.looking = false;
    }
  }

  private linkChanged(link: LinkState): void {
    const back = link === 'ready' && this.view.link !== 'ready';
    this.set({ link });
    // handles of the earlier kernel mean nothing to the new one; the pictures stay until it has its own
    if (back) void this.restore();
  }

  private setState(change: Partial<Hdf5State>): void {
    const state = { ...this.view.state, ...change };
    this.set({ state });
    this.onState(state);
  }

  private set(change: Partial<Hdf5View>): void {
    this.view = { ...this.view, ...change };
    for (const listener of this.listeners) listener();
  }
}
