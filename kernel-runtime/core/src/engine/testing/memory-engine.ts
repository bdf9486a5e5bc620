import type { Algorithm, AnyAlgorithm, Implementation, Ports, Values } from '../../algorithm/algorithm.js';
import { completeParams } from '../../algorithm/check-params.js';
import { plainContext } from '../../algorithm/output-arrays.js';
import type { Params } from '../../algorithm/param.js';
import { DaisyError, isAbort, recordOf } from '../../errors/daisy-error.js';
import type { Engine, Run, RunOptions } from '../engine.js';
import type { Plan } from '../plan.js';
import { flatten, providersOf, type FlatSource, type FlatStep } from '../planning/flatten.js';
import type { NodeState, RunEvent, RunRecord, RunState } from '../run.js';

type ValueRecord = Readonly<Record<string, unknown>>;

export interface MemoryEngineOptions {
  /** Makes a step fail: called before each attempt, counted from 0. */
  readonly fault?: (path: string, attempt: number) => Error | undefined;
  /** The clock of the runs; by default it stands at the number of steps that have ended. */
  readonly nowMs?: () => number;
}

/**
 * The plainest engine: one step after the other, on whole values, in this thread. Runs are deterministic and their time is virtual, so
 * that tests can look at every event. It is also what other engines are compared with.
 */
export function memoryEngine(options: MemoryEngineOptions = {}): Engine {
  let runs = 0;
  return {
    run<I extends Ports, O extends Ports, P extends Params>(
      algorithm: Algorithm<I, O, P>,
      inputs: Values<I>,
      run: RunOptions<P> = {},
    ): Run<O> {
      return new MemoryRun<O>(`run-${++runs}`, algorithm, inputs as ValueRecord, run as RunOptions<Params>, options);
    },
    plan: async (algorithm, _, run = {}) => planOf(algorithm, run.params ?? {}),
  };
}

function planOf(algorithm: AnyAlgorithm, params: object): Plan {
  const { steps } = flatten(algorithm, completeParams(algorithm.id, algorithm.params, params as ValueRecord));
  return {
    memoryBytes: 0,
    budgetBytes: Infinity,
    steps: steps.map((step, section) => ({
      node: step.path,
      algorithm: step.algorithm.id,
      title: step.algorithm.title,
      key: null,
      state: 'new',
      why: 'This engine keeps nothing.',
      implementation: [...(step.algorithm.implementations as ReadonlyMap<string, unknown>).keys()][0] ?? 'workflow',
      reason: 'the first one',
      section,
      pieceLength: null,
      memoryBytes: 0,
      milliseconds: null,
    })),
  };
}

class MemoryRun<O extends Ports> implements Run<O> {
  readonly #algorithm: AnyAlgorithm;
  readonly #events: RunEvent[] = [];
  readonly #abort = new AbortController();
  readonly #options: MemoryEngineOptions;
  readonly #result: Promise<Values<O>>;
  readonly #params: ValueRecord;
  #state: RunState = 'queued';
  #step = '';
  #ended = 0;
  #error: RunRecord['error'] = null;

  constructor(
    readonly id: string,
    algorithm: AnyAlgorithm,
    inputs: ValueRecord,
    run: RunOptions<Params>,
    options: MemoryEngineOptions,
  ) {
    this.#algorithm = algorithm;
    this.#options = options;
    this.#params = (run.params ?? {}) as ValueRecord;
    run.signal?.addEventListener('abort', () => this.cancel(), { once: true });
    if (run.signal?.aborted) this.cancel();
    this.#result = this.#start(inputs, run.use ?? {}) as Promise<Values<O>>;
    this.#result.catch(() => undefined);
  }

  get provenance(): Run<O>['provenance'] {
    const { id, version, params } = this.#algorithm;
    return { algorithm: id, version, params: completeParams(id, params, this.#params), inputs: {} };
  }

  then<A = Values<O>, B = never>(
    onDone?: ((outputs: Values<O>) => A | PromiseLike<A>) | null,
    onFailed?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#result.then(onDone, onFailed);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RunEvent, void, undefined> {
    await this.#result.catch(() => undefined);
    yield* this.#events;
  }

  cancel(): void {
    this.#abort.abort(DaisyError.cancelled());
  }

  record(): RunRecord {
    const done = this.#state === 'done';
    return {
      run: this.id,
      algorithm: this.#algorithm.id,
      title: this.#algorithm.title,
      state: this.#state,
      progress: done ? 1 : 0,
      step: this.#step,
      elapsedMs: this.#options.nowMs?.() ?? this.#ended,
      remainingMs: done ? 0 : null,
      outputs: {},
      error: this.#error,
    };
  }

  async #start(inputs: ValueRecord, use: Readonly<Record<string, string>>): Promise<ValueRecord> {
    await Promise.resolve();
    try {
      this.#tell('', this.#algorithm.title, 'running');
      const outputs = await this.#runGraph('', this.#algorithm, inputs, this.#params, use);
      this.#tell('', this.#algorithm.title, 'done');
      return outputs;
    } catch (thrown) {
      const error = this.#abort.signal.aborted || isAbort(thrown) ? DaisyError.cancelled() : thrown;
      this.#error = recordOf(error);
      this.#tell('', this.#algorithm.title, this.#error.tag === 'Cancelled' ? 'cancelled' : 'failed', error);
      throw error;
    }
  }

  async #runGraph(
    path: string,
    algorithm: AnyAlgorithm,
    inputs: ValueRecord,
    params: ValueRecord,
    use: Readonly<Record<string, string>>,
  ): Promise<ValueRecord> {
    const graph = flatten(algorithm, completeParams(algorithm.id, algorithm.params, params));
    const values = new Map<string, unknown>();
    const skipped = new Set<string>();
    const get = (source: FlatSource): unknown => {
      if (source.from === 'value') return source.value;
      if (source.from === 'input') return inputs[source.name];
      if (source.from === 'first') return source.of.map(get).find(value => value !== undefined);
      return values.get(`${source.step}.${source.port}`);
    };
    const getAll = (sources: Readonly<Record<string, FlatSource>>): ValueRecord =>
      Object.fromEntries(
        Object.entries(sources)
          .map(([name, source]) => [name, get(source)] as const)
          .filter(([, value]) => value !== undefined),
      );
    for (const step of graph.steps) {
      if (this.#abort.signal.aborted) throw DaisyError.cancelled();
      const full = [path, step.path].filter(Boolean).join('/');
      if ((step.when && get(step.when) !== true) || lacks(step, getAll(step.inputs), skipped)) {
        skipped.add(step.path);
        this.#tell(full, step.algorithm.title, 'skipped');
        continue;
      }
      try {
        const outputs = await this.#runStep(full, step, getAll(step.inputs), getAll(step.params), use);
        for (const [port, value] of Object.entries(outputs)) values.set(`${step.path}.${port}`, value);
        this.#ended++;
        if (full) this.#tell(full, step.algorithm.title, 'done');
      } catch (thrown) {
        if (full) this.#tell(full, step.algorithm.title, isAbort(thrown) ? 'cancelled' : 'failed', thrown);
        if (step.onError !== 'skip' || this.#abort.signal.aborted) throw thrown;
        skipped.add(step.path);
      }
    }
    return getAll(graph.outputs);
  }

  async #runStep(
    path: string,
    step: FlatStep,
    inputs: ValueRecord,
    params: ValueRecord,
    use: Readonly<Record<string, string>>,
  ): Promise<ValueRecord> {
    if (!step.scatter) return this.#attempt(path, step, inputs, params, use);
    const lists = step.scatter.map(name => inputs[name] as readonly unknown[]);
    const count = lists[0]?.length ?? 0;
    if (lists.some(list => list.length !== count)) {
      throw new DaisyError('Input', { message: `${step.algorithm.title}: the lists have different lengths.` });
    }
    const results: ValueRecord[] = [];
    let failure: unknown;
    for (let index = 0; index < count; index++) {
      const entry = { ...inputs, ...Object.fromEntries(step.scatter.map((name, at) => [name, lists[at]![index]])) };
      try {
        results.push(await this.#attempt(`${path}[${index}]`, step, entry, params, use));
      } catch (thrown) {
        if (this.#abort.signal.aborted) throw thrown;
        failure ??= thrown;
      }
    }
    if (failure !== undefined && step.onError !== 'skip') throw failure;
    const ports = Object.keys(step.algorithm.outputs as Ports);
    return Object.fromEntries(ports.map(port => [port, results.map(result => result[port])]));
  }

  async #attempt(
    path: string,
    step: FlatStep,
    inputs: ValueRecord,
    params: ValueRecord,
    use: Readonly<Record<string, string>>,
  ): Promise<ValueRecord> {
    for (let attempt = 0; ; attempt++) {
      try {
        const fault = this.#options.fault?.(path, attempt);
        if (fault) throw fault;
        if (step.algorithm.graph) return await this.#runGraph(path, step.algorithm, inputs, params, use);
        return await this.#call(path, step.algorithm, inputs, params, use[step.algorithm.id]);
      } catch (thrown) {
        if (this.#abort.signal.aborted || attempt >= (step.retries ?? 0)) throw thrown;
      }
    }
  }

  async #call(
    path: string,
    algorithm: AnyAlgorithm,
    inputs: ValueRecord,
    params: ValueRecord,
    pinned: string | undefined,
  ): Promise<ValueRecord> {
    const bodies = algorithm.implementations as ReadonlyMap<string, Implementation<Ports, Ports, Params>>;
    const name = pinned ?? [...bodies.keys()][0];
    const body = name === undefined ? undefined : bodies.get(name);
    if (!body || name === undefined) {
      throw new DaisyError('Input', { message: `${algorithm.id} has no implementation "${pinned ?? ''}".` });
    }
    this.#step = algorithm.title;
    this.#tell(path, algorithm.title, 'running', undefined, name);
    return (await body.run({
      ...plainContext(algorithm, this.#abort.signal),
      inputs: inputs as never,
      params: completeParams(algorithm.id, algorithm.params, params) as never,
    })) as ValueRecord;
  }

  #tell(node: string, title: string, state: NodeState, thrown?: unknown, implementation?: string): void {
    if (node === '' && state !== 'skipped' && state !== 'cached') this.#state = state;
    this.#events.push({
      run: this.id,
      node,
      title,
      state,
      progress: state === 'done' ? 1 : 0,
      total: node === '' && state === 'done' ? 1 : 0,
      ...(implementation ? { implementation, reason: 'the first one' } : {}),
      ...(thrown === undefined ? {} : { error: recordOf(thrown) }),
    });
  }
}

/** Whether a required input would come from a step that has given nothing. */
function lacks(step: FlatStep, inputs: ValueRecord, skipped: ReadonlySet<string>): boolean {
  const ports = step.algorithm.inputs as Ports;
  return Object.entries(step.inputs).some(([name, source]) => {
    const links = providersOf(source);
    const optional = ports[name]?.type.kind === 'optional';
    return !optional && links.length > 0 && inputs[name] === undefined && links.every(link => skipped.has(link.step));
  });
}
