import { randomUUID } from 'node:crypto';
import {
  cellSignal,
  completeParams,
  DaisyError,
  recordOf,
  type AnyAlgorithm,
  type ErrorRecord,
  type Ports,
  type Provenance,
  type ResultStore,
  type Run,
  type RunEvent,
  type RunOptions,
  type RunRecord,
  type RunState,
  type Values,
} from '@daisy-lab/core';
import { displaySymbol, type MimeBundle } from '../display/bundle.js';
import { displayRun, runText } from '../display/run.js';
import type { Choice } from './choose-implementation.js';
import { EventStream } from './event-stream.js';
import { ProgressMeter } from './progress-meter.js';
import { saveCrate, type CrateOptions } from '../provenance/crate.js';
import { noteAlgorithm } from '../provenance/origin.js';
import { RunFacts } from '../provenance/run-facts.js';
import { filesOf } from './provenance.js';
import { savedFiles } from './saved-files.js';
import { stepError } from './call-body.js';
import { MemoryBudget } from './memory-budget.js';
import { runGraph } from './run-graph.js';
import type { RunScope, StepReport, ValueRecord } from './scope.js';
import type { ScratchResults } from './scratch-results.js';
import { processGate } from './turn-gate.js';

/** What a run is started with. */
export interface RunRequest {
  readonly algorithm: AnyAlgorithm;
  readonly inputs: ValueRecord;
  readonly params: ValueRecord;
  readonly signal: AbortSignal | undefined;
  readonly threads: number;
  readonly memoryBytes: number;
  readonly priority: 'preview' | 'batch';
  readonly results: ResultStore | null;
  readonly reuse: boolean;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly only: string | undefined;
  /** Is shown what the steps give. */
  readonly watch?: RunOptions<never>['watch'] | undefined;
  /** Takes outputs piece by piece. */
  readonly take?: RunOptions<never>['take'] | undefined;
  readonly scratch: ScratchResults;
  /** Pinned bodies, as they were asked for. */
  readonly use?: Readonly<Record<string, string>>;
  choose(algorithm: AnyAlgorithm): Choice;
}

/** A run on this machine. It starts with the next turn of the event loop, so that listeners miss nothing. */
export class LocalRun<O extends Ports> implements Run<O> {
  readonly id: string = randomUUID();
  readonly #params: ValueRecord;
  readonly #files: Readonly<Record<string, string>>;
  readonly #facts: RunFacts;
  readonly #given: Pick<RunRequest, 'inputs' | 'use'>;
  readonly #algorithm: AnyAlgorithm;
  readonly #events = new EventStream();
  readonly #meter = new ProgressMeter();
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
    this.#facts = new RunFacts(request.algorithm);
    this.#given = { inputs: request.inputs, use: request.use };
    this.#result = this.#start(request) as Promise<Values<O>>;
    // The record tells a failure even when nobody awaits the run.
    this.#result.catch(() => undefined);
  }

  get provenance(): Provenance {
    const { id, version, params } = this.#algorithm;
    // One object per run: what is saved with it is known to come from this run.
    if (!this.#provenance) {
      this.#provenance = {
        algorithm: id,
        version,
        params: completeParams(id, params, this.#params),
        inputs: this.#files,
        ...this.#facts.facts(this.#files, this.#given.inputs, this.#given.use ?? {}),
      };
      noteAlgorithm(this.#provenance, this.#algorithm);
    }
    return this.#provenance;
  }

  then<A = Values<O>, B = never>(
    onDone?: ((outputs: Values<O>) => A | PromiseLike<A>) | null,
    onFailed?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    // In a notebook: an interrupt of the cell that waits for the run cancels it.
    const signal = cellSignal();
    const cancel = (): void => this.cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    const ended = (): void => signal?.removeEventListener('abort', cancel);
    this.#result.then(ended, ended);
    return this.#result.then(onDone, onFailed);
  }

  [Symbol.asyncIterator](): AsyncIterator<RunEvent> {
    return this.#events[Symbol.asyncIterator]();
  }

  /** The last expression of a cell, drawn in place until the run ends, then one line. */
  async [displaySymbol](): Promise<MimeBundle> {
    await displayRun(this as unknown as Run<Ports>);
    return { 'text/plain': runText(this.record()) };
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return runText(this.record());
  }

  /** Waits for the run and describes it in a folder as a Workflow Run RO-Crate; save the outputs first. Returns the path of the metadata. */
  async toCrate(folder: string, options?: CrateOptions): Promise<string> {
    await this.#result;
    return saveCrate(folder, this as unknown as Run<Ports>, options);
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

  async #start(request: RunRequest): Promise<ValueRecord> {
    await new Promise(resolve => setImmediate(resolve));
    const { algorithm, inputs, params, signal, priority } = request;
    const cancel = (): void => this.cancel();
    if (signal?.aborted) cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    const leave = processGate.enter(priority);
    const own = { path: '', title: algorithm.title } as const;
    try {
      if (this.#abort.signal.aborted) throw DaisyError.cancelled();
      if (algorithm.graph) this.#report({ ...own, state: 'running', progress: 0 });
      const outputs = await runGraph(this.#scope(request), '', algorithm, inputs, params);
      this.#report({ ...own, state: 'done', progress: 1 });
      return outputs;
    } catch (thrown) {
      const error = stepError({ signal: this.#abort.signal }, algorithm, thrown);
      this.#report({ ...own, state: error.tag === 'Cancelled' ? 'cancelled' : 'failed', progress: 0, error });
      throw error;
    } finally {
      leave();
      request.scratch.close();
      signal?.removeEventListener('abort', cancel);
      this.#endedMs = performance.now();
      this.#facts.end();
      this.#events.close();
    }
  }

  #scope(request: RunRequest): RunScope {
    return {
      ...request,
      watch: request.watch,
      take: request.take,
      signal: this.#abort.signal,
      budget: new MemoryBudget(request.memoryBytes),
      gate: processGate,
      scratch: () => request.scratch.open(),
      choose: algorithm => request.choose(algorithm),
      report: report => this.#report(report),
      expect: steps => this.#meter.expect(steps),
    };
  }

  #remainingMs(elapsedMs: number): number | null {
    if (this.#state === 'done') return 0;
    return this.#state === 'running' ? this.#meter.remainingMs(elapsedMs) : null;
  }

  #report(report: StepReport): void {
    const { path, title, state, progress, error, ...choice } = report;
    this.#facts.note(report);
    const failure = error === undefined ? {} : { error: recordOf(error) };
    const total = progress > 0 ? this.#meter.report(path, progress) : this.#meter.total;
    if (state === 'running') this.#step = title;
    if (path === '' && state !== 'cached' && state !== 'skipped') {
      this.#state = state;
      this.#error = failure.error ?? null;
    } else if (this.#state === 'queued') this.#state = 'running';
    this.#events.publish({ run: this.id, node: path, title, state, progress, total, ...choice, ...failure });
  }
}
