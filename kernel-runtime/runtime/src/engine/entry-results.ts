import { flatten, type ResultStore } from '@daisy-lab/core';
import { digestOf, sha256 } from './digest-inputs.js';
import { isWorthKeeping, type KeepLog } from './keep.js';
import { bytesOf, storeOutputs } from './keep-outputs.js';
import type { RunScope, ValueRecord } from './scope.js';
import { keysOfSteps } from './step-keys.js';
import type { WholeStep } from './whole-step.js';

/** An entry that took less is computed again sooner than it is looked up. */
const worthMs = 5;

/**
 * The results of the entries of a scattered step, each under a key of its own: a list with a few other entries computes only those.
 * The steps of a scattered workflow have keys of their own, and need none here.
 */
export class EntryResults {
  readonly #scope: RunScope;
  readonly #whole: WholeStep;
  readonly #scattered: readonly string[];
  readonly #results: ResultStore | null;
  /** Digest of all that the entries have in common. */
  readonly #common: string;

  constructor(scope: RunScope, whole: WholeStep, scattered: readonly string[], inputs: ValueRecord) {
    const { step, choice, params } = whole;
    this.#scope = scope;
    this.#whole = whole;
    this.#scattered = scattered;
    this.#results = choice && !step.algorithm.cheap ? scope.results : null;
    const shared = Object.fromEntries(Object.entries(inputs).filter(([name]) => !scattered.includes(name)));
    const keys = this.#results
      ? keysOfSteps(flatten(step.algorithm, params), new Map([['', choice]]), shared).keys
      : undefined;
    this.#common = keys?.get('') ?? '';
  }

  /** The result of an entry: the one that is there, else what `compute` gives. */
  async take(path: string, entry: ValueRecord, compute: () => Promise<ValueRecord>): Promise<ValueRecord> {
    const results = this.#results;
    if (!results) return compute();
    const key = sha256(
      `entry ${this.#common} ${this.#scattered.map(name => `${name} ${digestOf(entry[name])}`).join()}`,
    );
    const found = this.#scope.reuse ? await results.find(key) : null;
    if (found) return found.outputs;
    const startedMs = performance.now();
    const outputs = await compute();
    const milliseconds = performance.now() - startedMs;
    if (milliseconds >= worthMs) await this.#keep(results, key, path, outputs, milliseconds);
    return outputs;
  }

  async #keep(
    results: ResultStore,
    key: string,
    path: string,
    outputs: ValueRecord,
    milliseconds: number,
  ): Promise<void> {
    const { step, header } = this.#whole;
    const { id, title } = step.algorithm;
    const to: KeepLog = {
      algorithm: id,
      title,
      log: log => this.#scope.report({ path, title, state: 'running', progress: 1, log }),
    };
    const bytes = Object.values(outputs).reduce<number>((sum, value) => sum + bytesOf(value), 0);
    if (!isWorthKeeping(bytes, results.largestBytes ?? Infinity, to)) return;
    await storeOutputs(
      results,
      key,
      { ...this.#whole, path, header: { ...header, node: path } },
      outputs,
      milliseconds,
      to,
    );
  }
}
