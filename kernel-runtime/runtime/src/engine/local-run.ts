import { randomUUID } from 'node:crypto';
import {
  completeParams,
  DaisyError,
  recordOf,
  type AnyAlgorithm,
  type ErrorRecord,
  type Ports,
  type Provenance,
  type Run,
  type RunEvent,
  type RunRecord,
  type RunState,
  type Values,
} from '@daisy-lab/core';
import { displaySymbol } from '../display/bundle.js';
import { displayRun, runText } from '../display/run.js';
import type { Resources } from './choose-implementation.js';
import { EventStream } from './event-stream.js';
import { ProgressMeter } from './progress-meter.js';
import { filesOf } from './provenance.js';
import { savedFiles } from './saved-files.js';
import { runStep, type StepReport, type ValueRecord } from './run-step.js';

/** What a run is started with. */
export interface RunRequest {
  readonly algorithm: AnyAlgorithm;
  readonly inputs: ValueRecord;
  readonly params: ValueRecord;
  readonly use: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
  readonly threads: number;
  readonly resources: Resources;
}

/** A run on this machine. It starts with the next turn of the event loop, so that listeners miss nothing. */
export class LocalRun<O extends Ports> implements Run<O> {
  readonly id: string = randomUUID();
  readonly #params: ValueRecord;
  readonly #files: Readonly<Record<string, string>>;
  readonly #algorithm: AnyAlgorithm;
  readonly #events = new EventStream();
  readonly #meter: ProgressMeter;
  readonly #abort = new AbortController();
  readonly #result: Promise<Values<O>>;
  readonly #startedMs = performance.now();
  #endedMs: number | undefined;
  #state: RunState = 'queued';
  #step = '';
  #error: ErrorRecord | null = null;
  #provenance: Provenance | undefined;

  constructor(request: RunRequest) {
    this.#algorithm = request.algorithm;
    this.#params = request.params;
    this.#files = filesOf(request.inputs);
    this.#meter = new ProgressMeter(request.algorithm);
    this.#result = this.#start(request) as Promise<Values<O>>;
    // The record tells a failure even when nobody awaits the run.
    this.#result.catch(() => undefined);
  }

  get provenance(): Provenance {
    const { id, version, params } = this.#algorithm;
    // One object per run: what is saved with it is known to come from this run.
    this.#provenance ??= {
      algorithm: id,
      version,
      params: completeParams(id, params, this.#params),
      inputs: this.#files,
    };
    return this.#provenance;
  }

  then<A = Values<O>, B = never>(
    onDone?: ((outputs: Values<O>) => A | PromiseLike<A>) | null,
    onFailed?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#result.then(onDone, onFailed);
  }

  [Symbol.asyncIterator](): AsyncIterator<RunEvent> {
    return this.#events[Symbol.asyncIterator]();
  }

  /** The last expression of a cell, or the argument of the kernel's own `display`: drawn in place until the run ends. */
  async [displaySymbol](): Promise<undefined> {
    await displayRun(this as unknown as Run<Ports>);
    return undefined;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return runText(this.record());
  }

  cancel(): void {
    this.#abort.abort(DaisyError.cancelled());
  }

  record(): RunRecord {
    const elapsedMs = (this.#endedMs ?? performance.now()) - this.#startedMs;
    return {
      run: this.id,
      algorithm: this.#algorithm.id,
      title: this.#algorithm.title,
      state: this.#state,
      progress: this.#state === 'done' ? 1 : this.#meter.total,
      step: this.#step,
      elapsedMs,
      remainingMs: this.#remainingMs(elapsedMs),
      outputs: this.#provenance ? savedFiles(this.#provenance) : {},
      error: this.#error,
    };
  }

  async #start({ algorithm, inputs, params, use, signal, threads, resources }: RunRequest): Promise<ValueRecord> {
    await new Promise(resolve => setImmediate(resolve));
    const cancel = (): void => this.cancel();
    if (signal?.aborted) cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    const scope = {
      use,
      threads,
      resources,
      signal: this.#abort.signal,
      report: (report: StepReport) => this.#report(report),
    };
    try {
      return await runStep(scope, '', algorithm, inputs, params);
    } finally {
      signal?.removeEventListener('abort', cancel);
      this.#endedMs = performance.now();
      this.#events.close();
    }
  }

  #remainingMs(elapsedMs: number): number | null {
    if (this.#state === 'done') return 0;
    return this.#state === 'running' ? this.#meter.remainingMs(elapsedMs) : null;
  }

  #report({ path, title, state, progress, error, ...choice }: StepReport): void {
    const failure = error === undefined ? {} : { error: recordOf(error) };
    const total = state === 'running' || state === 'done' ? this.#meter.report(path, progress) : this.#meter.total;
    if (state === 'running') this.#step = title;
    if (path === '') {
      this.#state = state;
      this.#error = failure.error ?? null;
    } else if (this.#state === 'queued') this.#state = 'running';
    this.#events.publish({ run: this.id, node: path, title, state, progress, total, ...choice, ...failure });
  }
}
