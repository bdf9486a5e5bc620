import {
  checkDocument,
  contractOfNode,
  documentEdits as edits,
  parseDocument,
  recordOf,
  type Contract,
  type DaisyDocument,
  type DocumentProblem,
  type Edited,
  type ErrorRecord,
  type Fragment,
  type KernelLink,
  type MethodResult,
  type PlannedStep,
  type PortType,
} from '@daisy-lab/core';
import { fittingInput, loadPalette, type Palette } from './catalogue.js';
import type { DocumentText } from './document-text.js';
import { inputId, outputId, type Place } from './places.js';
import { RunFollower } from './run-follower.js';
import { sourceFrom, type Wire } from './wires.js';

export type GraphStatus = MethodResult<'graph.status'>;

/** Everything that the canvas shows. */
export interface CanvasView {
  readonly document: DaisyDocument | null;
  readonly problems: readonly DocumentProblem[];
  readonly readOnly: boolean;
  readonly palette: Palette | null;
  readonly selected: readonly string[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Why the last edit was refused. */
  readonly refused: { readonly message: string; readonly action?: string } | null;
  readonly status: GraphStatus | null;
  readonly plan: ReadonlyMap<string, PlannedStep>;
  readonly error: ErrorRecord | null;
}

/** A document on a canvas: edits as pure operations on its text, undo, selection, runs. */
export class CanvasModel {
  readonly #link: KernelLink;
  readonly #text: DocumentText;
  readonly #listeners = new Set<() => void>();
  readonly #stopListening: () => void;
  readonly #runs: RunFollower;
  #history: ReturnType<typeof edits.startHistory>;
  #view: CanvasView;
  #planTimer: ReturnType<typeof setTimeout> | undefined;
  #disposed = false;

  constructor(link: KernelLink, text: DocumentText, run?: string) {
    this.#link = link;
    this.#text = text;
    this.#history = edits.startHistory(text.get());
    this.#view = this.#read({
      palette: null,
      selected: [],
      refused: null,
      status: null,
      plan: new Map(),
      error: null,
    });
    this.#stopListening = text.onChange(() => this.#textChanged());
    this.#runs = new RunFollower(link, {
      status: status => this.#update({ status }),
      ended: () => void this.#plan(),
      failed: error => this.#update({ error: recordOf(error) }),
    });
    void this.#start(run);
  }

  getView = (): CanvasView => this.#view;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#planTimer);
    this.#stopListening();
    this.#runs.dispose();
    this.#listeners.clear();
  }

  /** The contract of what a step runs; undefined when it is not known here. */
  contractOf(step: string): Contract | undefined {
    const node = this.#view.document?.workflow.nodes.find(({ name }) => name === step);
    return (node && this.#view.palette && contractOfNode(node, this.#view.palette.contracts)) ?? undefined;
  }

  /** The type that comes out of a port. */
  typeOf({ item, port }: Wire['from']): PortType | undefined {
    if (item.startsWith('input:')) return this.#view.document?.workflow.inputs?.[item.slice('input:'.length)]?.type;
    return this.contractOf(item)?.outputs[port]?.type;
  }

  select(selected: readonly string[]): void {
    if (selected.join() !== this.#view.selected.join()) this.#update({ selected });
  }

  add(algorithm: string, at: Place, from?: Wire['from']): void {
    const { palette } = this.#view;
    if (!palette) return;
    const before = new Set(this.#names());
    this.#edit(text => edits.addNode(text, palette.contracts, { algorithm, at: rounded(at) }));
    const added = this.#names().find(name => !before.has(name));
    if (added === undefined) return;
    const type = from && this.typeOf(from);
    const contract = palette.entries.find(({ id }) => id === algorithm);
    const input = type && contract ? fittingInput(contract, type) : undefined;
    if (from && input !== undefined) this.connect(from, { item: added, port: input });
    this.select([added]);
  }

  connect(from: Wire['from'], to: Wire['to']): void {
    const { palette } = this.#view;
    if (!palette) return;
    const source = sourceFrom(from);
    this.#edit(text => {
      if (to.item.startsWith('output:'))
        return edits.setOutput(text, to.item.slice('output:'.length), { from: source });
      if (to.port.startsWith('param:')) {
        const param = to.port.slice('param:'.length);
        return edits.setParam(text, palette.contracts, { node: to.item, param }, source);
      }
      return edits.connect(text, palette.contracts, source, { node: to.item, input: to.port });
    });
  }

  disconnect({ to }: Wire): void {
    const { palette } = this.#view;
    this.#edit(text => {
      if (to.item.startsWith('output:')) return edits.setOutput(text, to.item.slice('output:'.length), undefined);
      if (to.port === 'when') return edits.setRules(text, to.item, { when: undefined });
      if (to.port.startsWith('param:') && palette) {
        return edits.setParam(text, palette.contracts, { node: to.item, param: to.port.slice(6) }, undefined);
      }
      return edits.disconnect(text, { node: to.item, input: to.port });
    });
  }

  /** Makes an output of a step an output of the workflow. */
  publish(from: Wire['from']): void {
    const taken = Object.keys(this.#view.document?.workflow.outputs ?? {});
    let name = from.port;
    for (let count = 2; taken.includes(name); count++) name = `${from.port}${count}`;
    this.#edit(text => edits.setOutput(text, name, { from: sourceFrom(from) }));
  }

  /** Makes an input of the workflow that feeds an input of a step. */
  feed(to: Wire['to']): void {
    const port = this.contractOf(to.item)?.inputs[to.port];
    const { palette, document } = this.#view;
    if (!port || !palette || !document) return;
    const taken = Object.keys(document.workflow.inputs ?? {});
    let name = to.port;
    for (let count = 2; taken.includes(name); count++) name = `${to.port}${count}`;
    const type = port.type.kind === 'optional' ? port.type.of : port.type;
    this.#edit(text => {
      const made = edits.setInput(text, name, { type, title: port.title });
      if (made.refused !== undefined) return made;
      return edits.connect(made.text, palette.contracts, { input: name }, { node: to.item, input: to.port });
    });
  }

  setParam(node: string, param: string, value: unknown): void {
    const { palette } = this.#view;
    if (!palette) return;
    const source = value === undefined ? undefined : { value: value as never };
    this.#edit(text => edits.setParam(text, palette.contracts, { node, param }, source));
  }

  /** A value that the workflow is run with. */
  setValue(kind: 'inputs' | 'params' | 'use', name: string, value: unknown): void {
    this.#edit(text => edits.setValue(text, kind, name, (value === '' ? undefined : value) as never));
  }

  move(moved: Readonly<Record<string, Place>>): void {
    const steps = new Set(this.#names());
    this.#edit(text =>
      Object.entries(moved).reduce<Edited>(
        (edited, [item, at]) => (steps.has(item) ? edits.setPosition(edited.text, item, rounded(at)) : edited),
        { text },
      ),
    );
  }

  rename(step: string, to: string): void {
    this.#edit(text => edits.renameNode(text, step, to));
    if (!this.#view.refused) this.select([to]);
  }

  removeSelected(): void {
    const { selected } = this.#view;
    this.#edit(text =>
      selected.reduce<Edited>(
        (edited, item) => {
          if (item.startsWith('output:')) return edits.setOutput(edited.text, item.slice('output:'.length), undefined);
          if (item.startsWith('input:')) return edits.setInput(edited.text, item.slice('input:'.length), undefined);
          return edits.removeNode(edited.text, item);
        },
        { text },
      ),
    );
    this.select([]);
  }

  copySelected(): Fragment {
    return edits.copyNodes(this.#history.text, this.#view.selected);
  }

  paste(fragment: Fragment): void {
    const before = new Set(this.#names());
    this.#edit(text => edits.pasteNodes(text, fragment));
    this.select(this.#names().filter(name => !before.has(name)));
  }

  undo(): void {
    this.#go(edits.undo(this.#history));
  }

  redo(): void {
    this.#go(edits.redo(this.#history));
  }

  dismiss(): void {
    this.#update({ refused: null, error: null });
  }

  /** Runs all, up to a step, from a step on, or a step alone. */
  run(part: { readonly from?: string; readonly to?: string; readonly only?: string } = {}): void {
    this.#update({ error: null });
    void this.#runs.start({ path: this.#text.path, text: this.#history.text, ...part });
  }

  cancel(): void {
    void this.#runs.cancel();
  }

  async #start(run: string | undefined): Promise<void> {
    try {
      const palette = await loadPalette(this.#link);
      if (this.#disposed) return;
      this.#update({ palette });
      this.#update(this.#read(this.#view));
      if (run !== undefined) this.#runs.follow(run);
      await this.#plan();
    } catch (error) {
      if (!this.#disposed) this.#update({ error: recordOf(error) });
    }
  }

  #edit(change: (text: string) => Edited): void {
    if (this.#view.readOnly) return;
    const edited = change(this.#history.text);
    if (edited.refused !== undefined) {
      this.#update({ refused: { message: edited.refused, ...(edited.action ? { action: edited.action } : {}) } });
      return;
    }
    this.#go(edits.record(this.#history, edited));
  }

  #go(history: ReturnType<typeof edits.startHistory>): void {
    if (history.text === this.#history.text) return;
    this.#history = history;
    this.#text.set(history.text);
    this.#update({ ...this.#read(this.#view), refused: null });
    this.#planSoon();
  }

  /** Another view of the same document has changed it. */
  #textChanged(): void {
    const text = this.#text.get();
    if (text === this.#history.text) return;
    this.#history = edits.record(this.#history, { text });
    this.#update(this.#read(this.#view));
    this.#planSoon();
  }

  #read(view: Omit<CanvasView, 'document' | 'problems' | 'readOnly' | 'canUndo' | 'canRedo'>): CanvasView {
    const { document, problems } = parseDocument(this.#history.text);
    const found = document && view.palette ? checkDocument(document, view.palette.contracts) : problems;
    const items = new Set(document ? itemsOf(document) : []);
    return {
      ...view,
      document,
      problems: found,
      readOnly: this.#text.readOnly || problems.length > 0,
      canUndo: this.#history.past.length > 0,
      canRedo: this.#history.future.length > 0,
      selected: view.selected.filter(item => items.has(item)),
    };
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
      : await this.#link.request('graph.plan', { path: this.#text.path, text }).then(
          ({ result }) => result.steps,
          () => [],
        );
    if (this.#disposed || text !== this.#history.text) return;
    this.#update({ plan: new Map(plan.map(step => [step.node, step])) });
  }

  #names(): readonly string[] {
    return (this.#view.document?.workflow.nodes ?? []).map(({ name }) => name);
  }

  #update(change: Partial<CanvasView>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }
}

const rounded = ([x, y]: Place): Place => [Math.round(x), Math.round(y)];

function itemsOf({ workflow }: DaisyDocument): readonly string[] {
  return [
    ...Object.keys(workflow.inputs ?? {}).map(inputId),
    ...workflow.nodes.map(({ name }) => name),
    ...Object.keys(workflow.outputs).map(outputId),
  ];
}
