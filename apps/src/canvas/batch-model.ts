import {
  DaisyError,
  recordOf,
  type BatchPlanRow,
  type BatchRecord,
  type BatchWrite,
  type ErrorRecord,
  type KernelLink,
  type LinkState,
} from '@daisy-lab/core';

/** A batch as it is written down: the document as it is now, the input, its files, and what they become. */
export interface BatchWish {
  readonly path: string;
  readonly text: string;
  readonly input: string;
  readonly files: readonly string[];
  readonly write?: BatchWrite;
}

export interface BatchView {
  readonly link: LinkState;
  readonly batch: BatchRecord | null;
  /** What the batch that is written down would write; null as long as nobody knows. */
  readonly plan: readonly BatchPlanRow[] | null;
  /** Why there is no plan. */
  readonly refused: ErrorRecord | null;
  /** The table that was saved last. */
  readonly table: string | null;
  readonly error: ErrorRecord | null;
}

const pollMs = 1000;
const restMs = 200;
/** As long as somebody types. */
const typingMs = 300;

/** The batch of a document in its kernel: planned, started, followed while it is looked at, found again later. */
export class BatchModel {
  readonly #link: KernelLink;
  readonly #path: string;
  readonly #listeners = new Set<() => void>();
  readonly #stopListening: readonly (() => void)[];
  #view: BatchView;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #planTimer: ReturnType<typeof setTimeout> | undefined;
  #planned: BatchWish | null = null;
  #disposed = false;

  constructor(link: KernelLink, path: string) {
    this.#link = link;
    this.#path = path;
    this.#view = { link: link.state, batch: null, plan: null, refused: null, table: null, error: null };
    this.#stopListening = [
      link.onEvent(({ topic }) => topic === 'run' && this.#askIn(this.#isRunning ? restMs : pollMs)),
      link.onState(() => this.#linkChanged()),
    ];
    void this.#find();
  }

  getView = (): BatchView => this.#view;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#planTimer);
    for (const stop of this.#stopListening) stop();
  }

  /** Asks, once nothing changes any more, what the batch would write; null: nothing is written down. */
  plan(wish: BatchWish | null): void {
    clearTimeout(this.#planTimer);
    this.#planned = wish;
    if (!wish) return this.#update({ plan: null, refused: null });
    this.#planTimer = setTimeout(() => void this.#askPlan(wish), typingMs);
  }

  start(wish: BatchWish): void {
    // What it writes is there soon; that is no news to be told.
    this.plan(null);
    this.#update({ table: null });
    void this.#take(this.#link.request('graph.batch', wish));
  }

  cancel(): void {
    const { batch } = this.#view;
    if (batch) void this.#take(this.#link.request('graph.batchCancel', { batch: batch.batch }));
  }

  /** Goes on with all that is not done. */
  resume(): void {
    const { batch } = this.#view;
    if (batch) void this.#take(this.#link.request('graph.batchResume', { batch: batch.batch }));
  }

  saveTable(): void {
    const { batch } = this.#view;
    if (!batch) return;
    this.#link.request('graph.batchTable', { batch: batch.batch }).then(
      ({ result }) => this.#update({ table: result.file, error: null }),
      (error: unknown) => this.#update({ error: recordOf(error) }),
    );
  }

  get #isRunning(): boolean {
    return this.#view.batch?.state === 'running';
  }

  async #askPlan(wish: BatchWish): Promise<void> {
    const told = await this.#link.request('graph.batchPlan', wish).then(
      ({ result }) => ({ plan: result.rows, refused: null }),
      (error: unknown) => ({ plan: null, refused: recordOf(error) }),
    );
    if (this.#planned === wish) this.#update(told);
  }

  /** What ran went with its kernel; a new one finds in its journal what was done. */
  #linkChanged(): void {
    const link = this.#link.state;
    const { batch } = this.#view;
    if (link === this.#view.link) return;
    const isGone = link === 'dead' || link === 'restarting';
    this.#update({ link, ...(isGone && batch?.state === 'running' ? { batch: interrupted(batch) } : {}) });
    if (link !== 'ready') return;
    this.#update({ error: null });
    void this.#find();
    if (this.#planned) this.plan(this.#planned);
  }

  async #find(): Promise<void> {
    const known = await this.#link.request('graph.runs', { path: this.#path }).then(
      ({ result }) => result.batch,
      () => null, // an older kernel knows none
    );
    if (known !== null) await this.#take(this.#link.request('graph.batchStatus', { batch: known }));
  }

  /** Another window may have started one. */
  #askIn(ms: number): void {
    if (this.#disposed || (this.#timer !== undefined && !this.#isRunning)) return;
    clearTimeout(this.#timer);
    const { batch } = this.#view;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (batch && this.#isRunning) void this.#take(this.#link.request('graph.batchStatus', { batch: batch.batch }));
      else void this.#find();
    }, ms);
  }

  async #take(answer: Promise<{ readonly result: BatchRecord }>): Promise<void> {
    try {
      const { result } = await answer;
      this.#update({ batch: result, error: null });
      if (result.state === 'running') this.#askIn(pollMs);
    } catch (thrown) {
      // that the kernel is gone is said by the banner
      if (this.#link.state !== 'ready' && !(thrown instanceof DaisyError && thrown.tag === 'Input')) return;
      this.#update({ error: recordOf(thrown) });
    }
  }

  #update(change: Partial<BatchView>): void {
    if (this.#disposed) return;
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }
}

/** What is known of a batch whose kernel has ended. */
function interrupted(batch: BatchRecord): BatchRecord {
  const rows = batch.rows.map(({ run: _run, preview: _preview, ...row }) =>
    ['queued', 'running'].includes(row.state) ? { ...row, state: 'interrupted' as const } : row,
  );
  return { ...batch, state: 'interrupted', rows };
}
