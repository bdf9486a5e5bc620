import { recordOf, type ErrorRecord, type KernelLink, type RunRecord } from '@daisy-lab/core';
import { newestWins } from '../../kit/link/newest-wins.js';
import { isGoingOn } from '../../kit/run/run-tracker.js';
import { ViewModel } from '../view-model.js';

export interface ShownRecord extends RunRecord {
  /** Whether this kernel has the run: only then it can be cancelled here. */
  readonly own: boolean;
}

export interface RunsView {
  /** The newest first; null until the kernel has answered. */
  readonly runs: readonly ShownRecord[] | null;
  readonly error: ErrorRecord | null;
}

/** How often runs of other kernels are looked at while one of them goes on; this kernel tells of its own. */
const othersMs = 10_000;

/** The runs of a kernel, and those of all kernels and commands of its machine. */
export class RunsModel extends ViewModel<RunsView> {
  readonly #link: KernelLink;
  readonly #isVisible: () => boolean;
  readonly #refresh: (wish: null) => Promise<void>;
  /** What events have told: runs of a canvas are in no list. */
  readonly #told = new Map<string, RunRecord>();
  #listed: ReadonlySet<string> = new Set();

  constructor(link: KernelLink, isVisible: () => boolean = () => true) {
    super({ runs: null, error: null });
    this.#link = link;
    this.#isVisible = isVisible;
    this.#refresh = newestWins(
      () => this.#ask(),
      error => this.update({ error: recordOf(error) }),
    );
  }

  start(): void {
    this.onStop(
      this.#link.onEvent(({ topic, value }) => {
        if (topic === 'run') this.#take(value as RunRecord);
      }),
    );
    this.onStop(
      this.#link.onState(state => {
        if (state === 'restarting' || state === 'dead') this.#told.clear();
        if (state === 'ready') void this.#refresh(null);
      }),
    );
    const timer = setInterval(() => {
      const others = this.getView().runs?.some(run => !run.own && isGoingOn(run)) ?? false;
      if (others && this.#isVisible()) void this.#refresh(null);
    }, othersMs);
    this.onStop(() => clearInterval(timer));
    void this.#refresh(null);
  }

  async cancel(run: string): Promise<void> {
    await this.#change(async () => {
      try {
        await this.#link.request('run.cancel', { run });
      } catch (error) {
        if (this.#listed.has(run) || !this.#told.has(run)) throw error;
        await this.#link.request('graph.cancel', { run });
      }
    });
  }

  /** Goes on with a run that did not end well; what it had finished is not computed again. */
  async resume(run: string): Promise<void> {
    await this.#change(() => this.#link.request('run.resume', { run }));
  }

  refresh(): void {
    void this.#refresh(null);
  }

  dismiss(): void {
    this.update({ error: null });
  }

  async #change(work: () => Promise<unknown>): Promise<void> {
    this.update({ error: null });
    try {
      await work();
    } catch (error) {
      this.update({ error: recordOf(error) });
    }
    await this.#refresh(null);
  }

  /** An event carries the record; what is new or over is asked for with all that the lists know. */
  #take(record: RunRecord): void {
    const { runs } = this.getView();
    this.#told.set(record.run, record);
    const known = runs?.some(({ run }) => run === record.run) ?? false;
    if (!known || !isGoingOn(record)) void this.#refresh(null);
    if (!runs) return;
    const own = { ...record, own: true };
    this.update({
      runs: known ? runs.map(shown => (shown.run === record.run ? { ...shown, ...own } : shown)) : [own, ...runs],
    });
  }

  async #ask(): Promise<void> {
    const [history, own] = await Promise.all([
      this.#link.request('run.list', { history: true }),
      this.#link.request('run.list', {}),
    ]);
    this.#listed = new Set(own.result.runs.map(({ run }) => run));
    const here = new Map([...this.#told, ...own.result.runs.map(record => [record.run, record] as const)]);
    const known = new Set(history.result.runs.map(({ run }) => run));
    const runs = [
      ...[...here.values()].filter(({ run }) => !known.has(run)),
      ...history.result.runs.map(record => ({ ...record, ...here.get(record.run) })),
    ].map(record => ({ ...record, own: here.has(record.run) }));
    this.update({ runs: runs.sort((a, b) => Number(isGoingOn(b)) - Number(isGoingOn(a)) || startOf(b) - startOf(a)) });
  }
}

/** Runs of this session that the history does not know yet are the newest. */
const startOf = ({ startedMs }: RunRecord): number => startedMs ?? Number.MAX_SAFE_INTEGER;
