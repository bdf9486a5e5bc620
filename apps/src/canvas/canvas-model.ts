import {
  checkDocument,
  documentEdits as edits,
  parseDocument,
  recordOf,
  type DaisyDocument,
  type DocumentProblem,
  type Edited,
  type KernelLink,
} from '@daisy-lab/core';
import { loadPalette } from './catalogue.js';
import type { CanvasView, GraphStatus, Refused, RunPart } from './canvas-view.js';
import type { DocumentText } from './document-text.js';
import { GraphEdits } from './graph-edits.js';
import { LiveCards } from './live-cards.js';
import { outermost, pathOf } from './nested-text.js';
import { openedParam } from './param-ports.js';
import { commentId, groupId, inputId, outputId, wireId } from './places.js';
import { RunFollower } from './run-follower.js';
import { staleSteps } from './stale-steps.js';
import { wiresOf } from './wires.js';

export type { CanvasView, GraphStatus } from './canvas-view.js';

type ReadFromText = 'document' | 'problems' | 'readOnly' | 'isWritable' | 'canUndo' | 'canRedo' | 'stale';

/** A text as data, and what is wrong with it. */
interface Understood {
  readonly text: string;
  readonly palette: CanvasView['palette'];
  readonly document: DaisyDocument | null;
  /** Of its form. */
  readonly problems: readonly DocumentProblem[];
  /** Of its form and of its steps. */
  readonly found: readonly DocumentProblem[];
}

/** A document on a canvas: edits as pure operations on its text, undo, selection, runs. */
export class CanvasModel extends GraphEdits {
  /** What a run and the plan say of each card. */
  readonly live = new LiveCards();
  readonly #link: KernelLink;
  readonly #text: DocumentText;
  readonly #listeners = new Set<() => void>();
  readonly #stopListening: readonly (() => void)[];
  readonly #runs: RunFollower;
  #history: ReturnType<typeof edits.startHistory>;
  #view: CanvasView;
  #planTimer: ReturnType<typeof setTimeout> | undefined;
  #part: RunPart = {};
  /** The document of the run that is shown. */
  #ran: { readonly text: string; readonly document: DaisyDocument | null } | null = null;
  #understood: Understood | null = null;
  #disposed = false;

  constructor(link: KernelLink, text: DocumentText, run?: string) {
    super();
    this.#link = link;
    this.#text = text;
    this.#history = edits.startHistory(text.get());
    this.#view = this.#read({
      link: link.state,
      palette: null,
      selected: [],
      opened: [],
      refused: null,
      status: null,
      runs: [],
      plan: new Map(),
      interrupted: null,
      error: null,
    });
    this.#runs = new RunFollower(link, {
      status: status => this.#update({ status: this.#inside(status) }),
      ended: () => void Promise.all([this.#plan(), this.#listRuns()]),
      failed: error => this.fail(error),
    });
    this.#stopListening = [text.onChange(() => this.#textChanged()), link.onState(() => this.#linkChanged())];
    void this.#start(run);
  }

  getView = (): CanvasView => this.#view;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get link(): KernelLink {
    return this.#link;
  }

  /** What requests about the document carry: its outermost text. */
  get asked(): { readonly path: string; readonly text: string } {
    return { path: this.#text.path, text: outermost(this.#text).get() };
  }

  /** Path of a step of this canvas in the whole document. */
  fullName(step: string): string {
    return [...pathOf(this.#text), step].join('/');
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#planTimer);
    for (const stop of this.#stopListening) stop();
    this.#runs.dispose();
    this.live.dispose();
    this.#listeners.clear();
  }

  override select(selected: readonly string[]): void {
    if (selected.join() !== this.#view.selected.join()) this.#update({ selected });
  }

  openParam(step: string, param: string, isOpen: boolean): void {
    const id = openedParam(step, param);
    const others = this.#view.opened.filter(one => one !== id);
    this.#update({ opened: isOpen ? [...others, id] : others });
  }

  undo(): void {
    this.#go(edits.undo(this.#history));
  }

  redo(): void {
    this.#go(edits.redo(this.#history));
  }

  /** Shows what has gone wrong. */
  fail(error: unknown): void {
    this.#update({ error: recordOf(error) });
  }

  dismiss(): void {
    this.#update({ refused: null, error: null });
  }

  /** Runs all, up to a step, from a step on, or a step alone. */
  run(part: RunPart = {}): void {
    const named = Object.entries(part).map(([how, step]) => [how, this.fullName(step)] as const);
    this.#part = part;
    this.#update({ error: null, interrupted: null });
    void this.#startRun(Object.fromEntries(named));
  }

  /** Goes on with what a kernel left when it went away; what it had finished is taken over. */
  resume(): void {
    this.run(this.#view.interrupted ?? {});
  }

  cancel(): void {
    void this.#runs.cancel();
  }

  /** Shows the states of an earlier run. */
  showRun(run: string): void {
    this.#follow(run);
  }

  protected override get text(): string {
    return this.#history.text;
  }

  protected override edit(change: (text: string) => Edited, about: Pick<Refused, 'wire' | 'converters'> = {}): boolean {
    if (this.#view.readOnly) return false;
    const edited = change(this.#history.text);
    if (edited.refused !== undefined) {
      const action = edited.action ? { action: edited.action } : {};
      this.#update({ refused: { message: edited.refused, ...action, ...about } });
      return false;
    }
    this.#go(edits.record(this.#history, edited));
    return true;
  }

  async #start(run: string | undefined): Promise<void> {
    try {
      const palette = await loadPalette(this.#link);
      if (this.#disposed) return;
      this.#update({ palette });
      this.#update(this.#read(this.#view));
      await this.#listRuns();
      const newest = run ?? this.#view.runs[0]?.run;
      if (newest !== undefined && !this.#disposed) this.#follow(newest);
      await this.#plan();
    } catch (error) {
      if (!this.#disposed) this.#update({ error: recordOf(error) });
    }
  }

  async #startRun(part: RunPart): Promise<void> {
    const asked = this.asked;
    const run = await this.#runs.start({ ...asked, ...part });
    if (run === null || this.#disposed) return;
    this.#ran = { text: asked.text, document: this.#innerOf(asked.text) };
    this.#update(this.#read(this.#view));
    await this.#listRuns();
  }

  #follow(run: string): void {
    const known = this.#view.runs.find(one => one.run === run);
    this.#ran = known ? { text: known.text, document: this.#innerOf(known.text) } : null;
    this.#update(this.#read(this.#view));
    this.#runs.follow(run);
  }

  async #listRuns(): Promise<void> {
    const { path } = this.#text;
    const runs = await this.#link.request('graph.runs', { path }).then(
      ({ result }) => result.runs,
      () => this.#view.runs, // an older kernel does not know them
    );
    if (!this.#disposed) this.#update({ runs });
  }

  #go(history: ReturnType<typeof edits.startHistory>): void {
    if (history.text === this.#history.text) return;
    this.#history = history;
    this.#text.set(history.text);
    this.#update({ ...this.#read(this.#view), refused: null });
    this.#planSoon();
  }

  #isWritable(): boolean {
    return outermost(this.#text).isWritable !== false;
  }

  /** Another view of the same document has changed it. */
  #textChanged(): void {
    const text = this.#text.get();
    const isWritable = this.#isWritable();
    if (isWritable !== this.#view.isWritable) this.#update({ isWritable });
    if (text === this.#history.text) return;
    this.#history = edits.record(this.#history, { text });
    this.#update(this.#read(this.#view));
    this.#planSoon();
  }

  /** A kernel that went away took its runs along; what it had finished is kept on disk. */
  #linkChanged(): void {
    const link = this.#link.state;
    const before = this.#view.link;
    if (link === before) return;
    const isGone = link === 'dead' || link === 'restarting';
    const wasRunning = ['queued', 'running'].includes(this.#view.status?.record.state ?? '');
    this.#update({ link });
    if (isGone && wasRunning) {
      this.#runs.dispose();
      this.#update({ status: null, runs: [], interrupted: this.#part });
    }
    if (link === 'ready' && (before === 'dead' || before === 'restarting')) {
      this.#update({ error: null, runs: [] });
      void this.#plan();
    }
  }

  #read(view: Omit<CanvasView, ReadFromText>): CanvasView {
    const { document, problems, found } = this.#understand(this.#history.text, view.palette);
    const items = new Set(document ? itemsOf(document) : []);
    const selected = view.selected.filter(item => items.has(item));
    return {
      ...view,
      document,
      problems: found,
      readOnly: this.#text.readOnly || problems.length > 0,
      isWritable: this.#isWritable(),
      canUndo: this.#history.past.length > 0,
      canRedo: this.#history.future.length > 0,
      selected: selected.length === view.selected.length ? view.selected : selected,
      stale: document && this.#ran?.document ? staleSteps(this.#ran.document, document) : new Map(),
    };
  }

  /** A text is parsed and checked once: the same text gives the same objects. */
  #understand(text: string, palette: CanvasView['palette']): Understood {
    const known = this.#understood;
    if (known?.text === text && known.palette === palette) return known;
    const { document, problems } = known?.text === text ? known : parseDocument(text);
    const found = document && palette ? checkDocument(document, palette.contracts) : problems;
    this.#understood = { text, palette, document, problems, found };
    return this.#understood;
  }

  #planSoon(): void {
    clearTimeout(this.#planTimer);
    this.#planTimer = setTimeout(() => void this.#plan(), 400);
  }

  /** What is cached or stale and why; a document that cannot run has no plan. */
  async #plan(): Promise<void> {
    const text = this.#history.text;
    const failed = this.#view.problems.some(({ severity }) => severity === 'error');
    const plan = failed
      ? []
      : await this.#link.request('graph.plan', this.asked).then(
          ({ result }) => result.steps,
          () => [],
        );
    if (this.#disposed || text !== this.#history.text) return;
    const prefix = this.fullName('');
    const own = plan.filter(({ node }) => node.startsWith(prefix));
    this.#update({ plan: new Map(own.map(step => [step.node.slice(prefix.length), step])) });
  }

  /** The part of a status that this canvas shows. Records that say the same stay the same objects. */
  #inside(status: GraphStatus): GraphStatus {
    const prefix = this.fullName('');
    const before = this.#view.status?.nodes ?? {};
    const nodes = Object.entries(status.nodes).flatMap(([path, record]) => {
      if (!path.startsWith(prefix)) return [];
      const name = path.slice(prefix.length);
      const old = before[name];
      return [[name, old && JSON.stringify(old) === JSON.stringify(record) ? old : record] as const];
    });
    return { ...status, nodes: Object.fromEntries(nodes), outputs: prefix === '' ? status.outputs : {} };
  }

  /** The document that this canvas shows of an outermost text. */
  #innerOf(text: string): DaisyDocument | null {
    if (text === this.#text.get()) return this.#view.document;
    let { document } = parseDocument(text);
    for (const step of pathOf(this.#text)) {
      const workflow = document?.workflow.nodes.find(({ name }) => name === step)?.workflow;
      document = document && workflow ? { daisy: document.daisy, workflow } : null;
    }
    return document;
  }

  #update(change: Partial<CanvasView>): void {
    this.#view = { ...this.#view, ...change };
    this.live.show(this.#view);
    for (const listener of this.#listeners) listener();
  }
}

function itemsOf(document: DaisyDocument): readonly string[] {
  const { workflow, view } = document;
  return [
    ...Object.keys(workflow.inputs ?? {}).map(inputId),
    ...workflow.nodes.map(({ name }) => name),
    ...Object.keys(workflow.outputs).map(outputId),
    ...(view?.comments ?? []).map(({ id }) => commentId(id)),
    ...(view?.groups ?? []).map(({ id }) => groupId(id)),
    ...wiresOf(document).map(({ id }) => wireId(id)),
  ];
}
