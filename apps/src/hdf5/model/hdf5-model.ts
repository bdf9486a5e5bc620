import {
  recordOf,
  type DataDescription,
  type DataSelection,
  type KernelLink,
  type LinkState,
  type ServiceReply,
} from '@daisy-lab/core';
import type { DraggedSource } from '../../kit/drag/source-drag.js';
import {
  addressOf,
  ancestorsOf,
  emptyHdf5State,
  fileName,
  type Hdf5State,
  type ImageAxes,
  type Treatment,
  type ViewKind,
} from '../hdf5-state.js';
import { ComparePart, nothingKept } from './compare-part.js';
import { CurvePart } from './curve-part.js';
import type { Hdf5View } from './hdf5-view.js';
import { ImagePart, noImage, type ImageWish } from './image-part.js';
import { noRechunk, RechunkPart } from './rechunk-part.js';
import { clampIndices, frameOf, imageAxesOf, indexOfFrame, isColourImage, selectionOf, viewsOf } from './shapes.js';
import { TreePart } from './tree-part.js';

/** Milliseconds between two looks at a growing file, and between two images of a movie. */
const followMs = 1000;
const movieMs = 120;

/** The browser without its screens. */
export class Hdf5Model {
  readonly tree: TreePart;
  readonly image: ImagePart;
  readonly compare: ComparePart;
  readonly rechunk: RechunkPart;
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
      change => {
        this.set({ image: { ...this.view.image, ...change } });
        if ('viewer' in change || 'projection' in change) this.compare.follow();
      },
    );
    this.compare = new ComparePart(
      link,
      () => ({ ...this.view.compare, shown: this.view.image.projection ?? this.view.image.viewer }),
      change => this.set({ compare: { ...this.view.compare, ...change } }),
    );
    this.rechunk = new RechunkPart(
      link,
      () => this.view.rechunk,
      change => this.set({ rechunk: { ...this.view.rechunk, ...change } }),
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
      imageAxes: [0, 1],
      compare: nothingKept,
      rechunk: noRechunk,
      keptCurve: null,
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
    this.compare.close();
    this.rechunk.forget();
    this.listeners.clear();
  }

  /** Opens a file from its beginning, or at an object. What was kept to compare with stays. */
  async open(file: string, object: string | null = null): Promise<void> {
    this.setState({ ...emptyHdf5State, file, object });
    this.image.close();
    this.rechunk.forget();
    this.set({ described: null, views: [], view: null, error: null });
    await this.restore();
  }

  /** Goes to an object by its path, or to one of another file as `file::/path`; false where the text is neither. */
  goTo(text: string): boolean {
    const { file } = this.view.state;
    const address = addressOf(text, file ?? '');
    if (!address) return false;
    if (address.file !== file) void this.open(address.file, address.object);
    else void Promise.all([this.reveal(address.object), this.select(address.object)]);
    return true;
  }

  /** Shows an object of the file. */
  async select(object: string): Promise<void> {
    this.play(false);
    if (object !== this.view.state.object) {
      this.image.close();
      const view = this.view.view === 'h5web' ? 'h5web' : null;
      this.setState({ object, view, index: [], curveAxis: null, image: null, treatment: 'stored' });
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
    if (described) this.takeIndex(indexOfFrame(frame, index, described.shape, this.view.imageAxes));
  }

  /** Chooses which two axes are the image; the others get sliders. */
  setImageAxes(imageAxes: ImageAxes): void {
    this.play(false);
    this.setState({ image: imageAxes });
    this.set({ imageAxes });
    this.show(true);
  }

  /** Shows images as they are stored, or corrected by the flat fields of the scan. */
  treat(treatment: Treatment): void {
    this.setState({ treatment });
    this.show(true);
  }

  /** Keeps the image in front, to compare others with it. */
  keepImage(): void {
    const { described, state } = this.view;
    const wish = this.imageWish;
    if (!described || !wish) return;
    const label = `${fileName(state.file ?? '')} ${described.path}`;
    void this.compare.keep({ wish, frame: this.frame, label, treatment: state.treatment });
  }

  /** Compares the image in front with a dataset of any file, at the image that was chosen of it. */
  compareWith({ file, dataset, selection }: DraggedSource): void {
    const chosen = selection.filter(range => range !== null);
    const frame = chosen.length === 1 ? chosen[0]![0] : 0;
    const label = `${fileName(file)} ${dataset}`;
    void this.compare.keep({ wish: { source: `${file}::${dataset}` }, frame, label, treatment: 'stored' });
  }

  /** Keeps the curve in front, to draw others beside it; null lets it go. */
  keepCurve(keep: boolean): void {
    const { curve } = this.view.curve;
    const { described, index, curveAxis } = this.view;
    const place = described?.shape.map((_, axis) => (axis === curveAxis ? ':' : index[axis])).join(', ');
    const label = described?.shape.length === 1 ? described.path : `${described?.path} [${place}]`;
    const file = this.view.state.file ?? '';
    this.set({ keptCurve: keep && curve ? { ...curve, label, file } : null });
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
    const { described, view, index, curveAxis, imageAxes } = this.view;
    return described && view ? selectionOf(view, described.shape, index, curveAxis, imageAxes) : [];
  }

  get frame(): number {
    const { described, index, imageAxes } = this.view;
    return described ? frameOf(index, described.shape, imageAxes) : 0;
  }

  /** The images in front as the kernel is asked for them. */
  private get imageWish(): ImageWish | null {
    const { described, state, imageAxes } = this.view;
    if (!described || state.file === null) return null;
    const { treatment } = state;
    return {
      source: `${state.file}::${described.path}`,
      ...(state.image ? { image: imageAxes } : {}),
      ...(treatment === 'stored' ? {} : { flat: true, log: treatment === 'log' }),
    };
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
    const asked = object === null ? this.link.request('data.first', { path: file }) : undefined;
    // what is wrong with the file, the tree says first
    asked?.catch(() => undefined);
    await this.tree.start(object === null ? open : [...open, ...ancestorsOf(object)]);
    if (visit !== this.visit || this.view.tree.error) return;
    if (!asked) return this.look(true);
    try {
      const { result } = await asked;
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
    const own = viewsOf(described);
    const views: readonly ViewKind[] = described.kind === 'link' ? own : [...own, 'h5web'];
    const best = isColourImage(described) ? 'h5web' : (own[0] ?? null);
    const view = views.find(kind => kind === state.view) ?? best;
    const index = clampIndices(state.index, described.shape);
    const rank = described.shape.length;
    const curveAxis = state.curveAxis !== null && state.curveAxis < rank ? state.curveAxis : Math.max(0, rank - 1);
    const imageAxes = imageAxesOf(described.shape, state.image);
    this.set({ described, views, view, index, curveAxis, imageAxes, error: null });
    this.show(anew);
  }

  private show(anew = false): void {
    const { described, view, state, image, index, curveAxis } = this.view;
    if (!described || state.file === null) return;
    const wish = this.imageWish;
    if (view === 'image' && wish && (anew || !image.viewer)) void this.image.open(wish, this.frame);
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
    if (back) {
      void this.restore();
      void this.compare.comeBack();
    }
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
