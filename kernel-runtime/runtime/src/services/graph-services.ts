import { resolve } from 'node:path';
import {
  isNdArray,
  DaisyError,
  describe,
  type Engine,
  type GraphNodeRecord,
  type Ports,
  type Run,
  type RunEvent,
  type Services,
} from '@daisy-lab/core';
import { catalogue } from '@daisy-lab/techniques';
import { documentFrom } from '../documents/open-document.js';
import type { Emit } from './emit.js';

/** Least time between two events about one run. */
const emitMs = 100;
/** Runs that are remembered after their end. */
const runsKept = 20;

/** Runs of documents that a canvas shows: every step with its state, time and error. */
export function graphServices(engine: Engine, emit: Emit, cwd: string): { services: Services; close(): void } {
  const runs = new Map<string, FollowedRun>();
  const find = (id: string): FollowedRun => {
    const found = runs.get(id);
    if (found) return found;
    throw new DaisyError('Input', {
      message: 'This run is not known here.',
      action: 'Run the workflow again.',
      run: id,
    });
  };
  const services: Services = {
    'graph.palette': async () => ({ result: { contracts: catalogue.map(describe) } }),
    'graph.plan': async ({ path, text }) => {
      const { workflow, inputs, params, use } = documentFrom(text, resolve(cwd, path));
      return { result: await engine.plan(workflow, inputs as never, { params, use }) };
    },
    'graph.start': async ({ path, text, from, to, only }) => {
      const { workflow, inputs, params, use } = documentFrom(text, resolve(cwd, path));
      const part = Object.fromEntries(Object.entries({ from, to, only }).filter(([, step]) => step !== undefined));
      const run = engine.run(workflow, inputs as never, { params, use, ...part });
      const followed = new FollowedRun(run, emit);
      runs.set(run.id, followed);
      for (const id of [...runs.keys()].slice(0, Math.max(0, runs.size - runsKept))) runs.delete(id);
      return { result: run.record() };
    },
    'graph.status': async ({ run }) => ({ result: find(run).status() }),
    'graph.cancel': async ({ run }) => ({ result: await find(run).cancel() }),
  };
  return { services, close: () => runs.forEach(run => void run.cancel()) };
}

/** A run whose events are gathered step by step. */
class FollowedRun {
  readonly #run: Run<Ports>;
  readonly #nodes = new Map<string, GraphNodeRecord>();
  readonly #startedMs = new Map<string, number>();
  #outputs: Readonly<Record<string, string>> = {};

  constructor(run: Run<Ports>, emit: Emit) {
    this.#run = run;
    void this.#follow(emit);
    run.then(
      outputs => (this.#outputs = inWords(outputs as Readonly<Record<string, unknown>>)),
      () => undefined,
    );
  }

  status(): {
    record: ReturnType<Run<Ports>['record']>;
    nodes: Record<string, GraphNodeRecord>;
    outputs: Readonly<Record<string, string>>;
  } {
    const now = performance.now();
    const nodes = [...this.#nodes].map(([path, node]) => {
      const startedMs = this.#startedMs.get(path);
      const running = node.state === 'running' && startedMs !== undefined;
      return [path, running ? { ...node, milliseconds: now - startedMs } : node] as const;
    });
    return { record: this.#run.record(), nodes: Object.fromEntries(nodes), outputs: this.#outputs };
  }

  async cancel(): Promise<ReturnType<Run<Ports>['record']>> {
    this.#run.cancel();
    await this.#run.then(
      () => undefined,
      () => undefined,
    );
    return this.#run.record();
  }

  async #follow(emit: Emit): Promise<void> {
    let toldMs = -Infinity;
    for await (const event of this.#run) {
      this.#note(event);
      const now = performance.now();
      if (event.state === 'running' && event.progress > 0 && now - toldMs < emitMs) continue;
      toldMs = now;
      emit('run', this.#run.id, this.#run.record());
    }
    emit('run', this.#run.id, this.#run.record());
  }

  #note({ node, state, progress, implementation, reason, error, log }: RunEvent): void {
    if (node === '') return;
    const now = performance.now();
    if (state === 'running' && !this.#startedMs.has(node)) this.#startedMs.set(node, now);
    const before = this.#nodes.get(node);
    this.#nodes.set(node, {
      ...before,
      state,
      progress,
      milliseconds: now - (this.#startedMs.get(node) ?? now),
      ...(implementation === undefined ? {} : { implementation }),
      ...(reason === undefined ? {} : { reason }),
      ...(error === undefined ? {} : { error }),
      ...(log === undefined ? {} : { log }),
    });
  }
}

/** Values in a few words each, as a canvas writes them beside an output. */
function inWords(outputs: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, wordsFor(value)]));
}

function wordsFor(value: unknown): string {
  if (isNdArray(value)) return `${value.dtype} ${value.shape.join(' × ')}${value.unit ? ` ${value.unit}` : ''}`;
  if (typeof value === 'number') return String(Number(value.toPrecision(7)));
  if (Array.isArray(value)) return `${value.length} entries`;
  return typeof value === 'object' ? 'data' : String(value).slice(0, 80);
}
