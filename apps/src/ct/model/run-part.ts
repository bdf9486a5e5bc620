import { DaisyError, recordOf, type CtJob, type MethodParams, type RunRecord } from '@daisy-lab/core';
import { newestWins, under } from '../../kit/link/newest-wins.js';
import { followRun, isGoingOn } from '../../kit/run/run-tracker.js';
import { fileName } from '../ct-state.js';
import type { CtStore } from './ct-store.js';

const queueLookMs = 1000;

/** Runs that the history shows: live slices and cells have others. */
const wholeScans: readonly string[] = ['ct.full', 'ct.pipeline'];

/** Whole volumes: checks before a run, the run, the queue and the history. */
export class RunPart {
  private unfollow: () => void = () => undefined;
  private timer: ReturnType<typeof setInterval> | undefined;
  private checking = new AbortController();
  /** What the run is going to need. */
  readonly check = newestWins<void>(
    (_, superseded) => this.look(superseded),
    error => this.store.fail('preflight', error),
  );

  constructor(
    private readonly store: CtStore,
    /** A new run begins: what is shown of an earlier one is closed. */
    private readonly onStart: () => void,
  ) {}

  dispose(): void {
    this.unfollow();
    clearInterval(this.timer);
  }

  setOut(out: string): void {
    this.store.setState({ out });
  }

  setOverwrite(overwrite: boolean): void {
    this.store.set({ overwrite });
  }

  /** What keeps the volume from being reconstructed, as a key for a sentence; null when nothing does. */
  get missing(): 'scan' | 'axis' | 'out' | 'running' | null {
    const { opened, state, run } = this.store.view;
    if (!opened) return 'scan';
    if (state.axisPx === null) return 'axis';
    if (!state.out?.trim()) return 'out';
    return run && isGoingOn(run) ? 'running' : null;
  }

  private async look(superseded: AbortSignal): Promise<void> {
    const { opened, state, busy } = this.store.view;
    if (!opened || !state.out || busy.run) return;
    const { out } = state;
    const { signal } = (this.checking = under(superseded));
    await this.store.attempt(
      'preflight',
      () =>
        this.store.link.request('ct.preflight', { scan: this.store.scan, recipe: this.store.recipe, out }, { signal }),
      ({ result }) => this.store.set({ preflight: result }),
    );
  }

  async start(): Promise<void> {
    const { state, overwrite } = this.store.view;
    if (!state.out || this.missing) return;
    const wish = { recipe: this.store.recipe, out: state.out, overwrite };
    this.store.dismiss('run');
    // the run itself tells soon how long it takes, and need not wait for a measurement
    this.checking.abort();
    this.onStart();
    await this.store.attempt(
      'run',
      () => this.store.link.request('ct.start', wish),
      ({ result }) => this.begun(result),
    );
  }

  /** Goes on with a run that was stopped. */
  async resume(run: string): Promise<void> {
    this.onStart();
    await this.store.attempt(
      'run',
      () => this.store.link.request('run.resume', { run }),
      ({ result }) => this.begun(result),
    );
  }

  async cancel(): Promise<void> {
    const { run } = this.store.view;
    if (!run) return;
    try {
      const { result } = await this.store.link.request('run.cancel', { run: run.run });
      this.show(result);
    } catch (error) {
      this.store.fail('run', error);
    }
  }

  /** Adds scans to the queue; each gets its own axis, or has it found. */
  async enqueue(
    scans: readonly { readonly path: string; readonly axisPx: number | null; readonly out: string }[],
  ): Promise<void> {
    const { overwrite } = this.store.view;
    const jobs = scans.map(({ path, axisPx, out }) => ({
      recipe: { ...this.store.recipe, path, axisPx },
      out,
      overwrite,
    }));
    await this.put(jobs);
  }

  /** Queues scans again that waited in a kernel which has stopped. */
  async enqueueLost(): Promise<void> {
    const { lost } = this.store.view;
    this.store.set({ lost: [] });
    await this.put(lost.map(({ recipe, out, overwrite }) => ({ recipe, out, overwrite })));
  }

  /** Lets go of what waited in a kernel that has stopped. */
  forgetLost(): void {
    this.store.set({ lost: [] });
  }

  private async put(jobs: MethodParams<'ct.enqueue'>['jobs']): Promise<void> {
    await this.store.attempt(
      'queue',
      () => this.store.link.request('ct.enqueue', { jobs }),
      ({ result }) => {
        this.store.set({ jobs: result.jobs });
        this.watchQueue();
      },
    );
  }

  /** Gives a scan that waits another axis; null: it is found by the run. */
  async setJobAxis(job: CtJob, axisPx: number | null): Promise<void> {
    const { recipe, out, overwrite } = job;
    await this.store.attempt(
      'queue',
      () =>
        this.store.link.request('ct.enqueue', {
          jobs: [{ job: job.job, recipe: { ...recipe, axisPx }, out, overwrite }],
        }),
      ({ result }) => this.store.set({ jobs: result.jobs }),
    );
  }

  async dequeue(job: string): Promise<void> {
    await this.store.attempt(
      'queue',
      () => this.store.link.request('ct.dequeue', { job }),
      ({ result }) => this.store.set({ jobs: result.jobs }),
    );
  }

  /** The queue of this kernel and the runs of earlier ones. */
  async refresh(): Promise<void> {
    await this.store.attempt(
      'queue',
      async () => ({
        jobs: (await this.store.link.request('ct.queue', {})).result.jobs,
        runs: (await this.store.link.request('run.list', { history: true })).result.runs,
      }),
      ({ jobs, runs }) => {
        const history = runs.filter(({ algorithm }) => wholeScans.includes(algorithm)).slice(0, 20);
        this.store.set({ jobs, history });
        this.watchQueue();
      },
    );
  }

  /** Follows the run of a state that has come back. */
  comeBack(): void {
    const { state, run } = this.store.view;
    if (state.run && (!run || isGoingOn(run))) this.follow(state.run);
  }

  stopFollowing(): void {
    this.unfollow();
  }

  /** A run ends with its kernel, and the file that it was writing never gets its name. Scans that wait are kept here. */
  lose(): void {
    const { run, state, jobs, lost } = this.store.view;
    this.store.set({ jobs: [], lost: [...lost, ...jobs.filter(job => job.state === 'waiting')] });
    if (!run || !isGoingOn(run)) return;
    this.unfollow();
    const error = new DaisyError('Resource', {
      message: `The kernel stopped before ${fileName(state.out ?? '')} was complete. No file of that name was written.`,
      action: 'Press Reconstruct again when the kernel is ready.',
    });
    this.show({ ...run, state: 'failed', remainingMs: null, error: error.toRecord() });
  }

  private begun(record: RunRecord): void {
    this.store.setState({ run: record.run });
    this.show(record);
    this.follow(record.run);
  }

  private follow(run: string): void {
    this.unfollow();
    this.unfollow = followRun(
      this.store.link,
      run,
      record => this.show(record),
      error => {
        // A run of an earlier kernel is not known any more; its file, if any, can still be opened.
        const { run } = this.store.view;
        if (run) this.show({ ...run, state: 'failed', remainingMs: null, error: recordOf(error) });
      },
    );
  }

  private show(run: RunRecord): void {
    const before = this.store.view.run;
    this.store.set({ run });
    // what has ended is in the list now, to be opened or resumed
    if (before && isGoingOn(before) && !isGoingOn(run) && this.store.view.link === 'ready') {
      void this.refresh();
      // they were given up for this run
      if (!this.store.view.preflight && this.store.view.state.step === 'run') void this.check();
    }
    if (run.state !== 'failed') return;
    const error = run.error ?? new DaisyError('Internal', { message: 'The run ended without a result.' }).toRecord();
    this.store.set({ errors: { ...this.store.view.errors, run: error } });
  }

  private watchQueue(): void {
    const going = () => this.store.view.jobs.some(({ state, run }) => state === 'waiting' || (run && isGoingOn(run)));
    clearInterval(this.timer);
    if (!going()) return;
    this.timer = setInterval(() => {
      if (!going()) clearInterval(this.timer);
      else void this.lookAtQueue();
    }, queueLookMs);
  }

  private async lookAtQueue(): Promise<void> {
    try {
      const { result } = await this.store.link.request('ct.queue', {});
      this.store.set({ jobs: result.jobs });
    } catch (error) {
      clearInterval(this.timer);
      this.store.fail('queue', error);
    }
  }
}
