import { entryStates, isNdArray, type EntriesRecord, type GraphNodeRecord, type MethodResult } from '@daisy-lab/core';
import type { BatchRow, GraphRun, RunEvent, RunRecord, SeenValue } from '@daisy-lab/core';
import { inWords, numbersOf, wordsFor } from '../../jobs/value-words.js';
import type { Emit } from '../emit.js';
import { previewOf, type StepPreview } from './step-preview.js';

/** Least time between two events about one run. */
const emitMs = 100;
/** Parts of a strip of entries. */
const stripLength = 100;
/** The gravest first. */
const letters = ['failed', 'running', 'waiting', 'done'] as const;

type Outputs = Readonly<Record<string, unknown>>;

/** A run of the engine, or one that writes its outputs to files too. */
export interface Followable extends AsyncIterable<RunEvent> {
  readonly id: string;
  /** Settles at the end with the outputs. */
  then(onDone: (outputs: Outputs) => void, onFailed: () => void): PromiseLike<void>;
  record(): RunRecord;
  cancel(): void;
}

/** The output of a step that stands for it. */
interface SeenPort {
  readonly port: string;
  readonly rank: number;
  preview: StepPreview | null;
}

/** A run whose events are gathered step by step, with a small picture of what each step gave. */
export class FollowedRun {
  readonly startedMs = Date.now();
  readonly #nodes = new Map<string, GraphNodeRecord>();
  readonly #startedAt = new Map<string, number>();
  readonly #entries = new Map<string, Uint8Array>();
  readonly #seen = new Map<string, SeenPort>();
  readonly #looking = new Set<Promise<void>>();
  readonly #keepsOutputs: boolean;
  #run: Followable | undefined;
  #ended: RunRecord | undefined;
  #outputs: Outputs = {};
  #words: Readonly<Record<string, string>> = {};
  #numbers: Readonly<Record<string, number>> = {};
  /** Settles when the run is over and all pictures are there; never rejects. */
  finished: Promise<void> = Promise.resolve();

  /** @param keepsOutputs false when only words and pictures of the outputs are wanted, as of many runs */
  constructor(
    readonly path: string,
    readonly text: string,
    keepsOutputs = true,
  ) {
    this.#keepsOutputs = keepsOutputs;
  }

  /** For `watch` of the run: takes a picture while the value is there. */
  readonly watch = (seen: SeenValue): void => {
    const { node, port, value, planeOf } = seen;
    if (node.includes('[')) return;
    const known = this.#seen.get(node);
    const rank = rankOf(value, planeOf);
    // An array that comes in pieces is seen more than once, and until its middle has come there is nothing to see of it.
    const isSame = known?.port === port && known.preview === null;
    if (known && !isSame && known.rank >= rank) return;
    const entry: SeenPort = isSame ? known : { port, rank, preview: null };
    this.#seen.set(node, entry);
    this.#change(node, { value: wordsFor(value, planeOf) });
    const looking = previewOf(seen).then(
      preview => {
        entry.preview = preview;
        if (preview) this.#change(node, { preview: preview.kind });
      },
      () => undefined, // a value that cannot be read any more has no picture
    );
    this.#looking.add(looking);
    void looking.then(() => this.#looking.delete(looking));
  };

  follow(run: Followable, emit: Emit): void {
    this.#run = run;
    this.finished = this.#follow(run, emit);
  }

  get id(): string {
    return this.record().run;
  }

  record(): RunRecord {
    return this.#ended ?? this.#run!.record();
  }

  graphRun(): GraphRun {
    return { ...this.record(), startedMs: this.startedMs, text: this.text };
  }

  status(): MethodResult<'graph.status'> {
    const now = performance.now();
    const nodes = [...this.#nodes].map(([path, node]) => {
      const startedAt = this.#startedAt.get(path);
      const entries = this.#entries.get(path);
      const milliseconds =
        node.state === 'running' && startedAt !== undefined ? Math.round(now - startedAt) : node.milliseconds;
      return [path, { ...node, milliseconds, ...(entries ? { entries: stripOf(entries) } : {}) }] as const;
    });
    return { record: this.record(), nodes: Object.fromEntries(nodes), outputs: this.#words };
  }

  /** The outputs of the workflow, by name; empty before the end, and when they are not kept. */
  get outputs(): Outputs {
    return this.#outputs;
  }

  /** As a line of a table of many runs. */
  row(): Omit<BatchRow, 'file'> {
    const { record, nodes, outputs } = this.status();
    const preview = pictureOf(nodes);
    return {
      ...{ state: record.state, run: record.run, progress: record.progress, milliseconds: record.elapsedMs },
      ...{ outputs, numbers: this.#numbers, written: record.outputs },
      ...(preview === undefined ? {} : { preview }),
      ...(record.error ? { error: record.error } : {}),
    };
  }

  preview(node: string): StepPreview | null {
    return this.#seen.get(node)?.preview ?? null;
  }

  async cancel(): Promise<RunRecord> {
    this.#run?.cancel();
    await this.finished;
    return this.record();
  }

  async #follow(run: Followable, emit: Emit): Promise<void> {
    let toldMs = -Infinity;
    for await (const event of run) {
      this.#note(event);
      const now = performance.now();
      if (now - toldMs < emitMs) continue;
      toldMs = now;
      emit('run', run.id, run.record());
    }
    await run.then(
      outputs => {
        this.#words = inWords(outputs);
        this.#numbers = numbersOf(outputs);
        if (this.#keepsOutputs) this.#outputs = outputs;
      },
      () => undefined,
    );
    await Promise.all(this.#looking);
    this.#ended = run.record();
    if (!this.#keepsOutputs) this.#leaveOnePicture();
    emit('run', run.id, this.#ended);
  }

  /** One of many runs holds no more than its line of the table shows. */
  #leaveOnePicture(): void {
    const shown = pictureOf(this.status().nodes);
    for (const node of [...this.#seen.keys()]) if (node !== shown) this.#seen.delete(node);
    this.#run = undefined;
  }

  #note({ node, state, progress, implementation, reason, error, log, entries }: RunEvent): void {
    if (node === '' || node.endsWith(']')) return;
    const now = performance.now();
    if (state === 'running' && !this.#startedAt.has(node)) this.#startedAt.set(node, now);
    if (entries) this.#entries.set(node, entries);
    this.#change(node, {
      state,
      progress,
      milliseconds: now - (this.#startedAt.get(node) ?? now),
      ...(implementation === undefined ? {} : { implementation }),
      ...(reason === undefined ? {} : { reason }),
      ...(error === undefined ? {} : { error }),
      ...(log === undefined ? {} : { log }),
    });
  }

  #change(node: string, change: Partial<GraphNodeRecord>): void {
    const before = this.#nodes.get(node) ?? { state: 'queued', progress: 0, milliseconds: 0 };
    this.#nodes.set(node, { ...before, ...change });
  }
}

/** Of several outputs that which came in pieces stands for the step, else an image, else a curve, else a value. */
function rankOf(value: unknown, planeOf: readonly number[] | undefined): number {
  if (!isNdArray(value)) return 0;
  const isImage = (planeOf ?? value.shape).filter(length => length > 1).length >= 2;
  return isImage ? (planeOf ? 3 : 2) : 1;
}

/** The last step that has given an image, else a curve. */
function pictureOf(nodes: Readonly<Record<string, GraphNodeRecord>>): string | undefined {
  const shown = Object.entries(nodes).filter(([, node]) => node.preview !== undefined);
  return (shown.findLast(([, node]) => node.preview === 'image') ?? shown.at(-1))?.[0];
}

/** Letters for the gravest state in each part of a list of entries. */
function stripOf(entries: Uint8Array): EntriesRecord {
  const count = entries.length;
  const parts = Math.min(stripLength, count);
  const strip = Array.from({ length: parts }, (_, part) => {
    const slice = entries.subarray(Math.floor((part * count) / parts), Math.floor(((part + 1) * count) / parts));
    return letters.find(state => slice.includes(entryStates.indexOf(state)))![0];
  });
  const of = (state: (typeof entryStates)[number]): number =>
    entries.reduce((sum, entry) => sum + Number(entry === entryStates.indexOf(state)), 0);
  return { count, done: of('done'), failed: of('failed'), strip: strip.join('') };
}
