import { randomUUID } from 'node:crypto';
import {
  isNdArray,
  DaisyError,
  entryStates,
  itemSize,
  partOf,
  sizeOf,
  type FlatStep,
  type NdArray,
  type Ports,
  type ResultHeader,
  type ResultStore,
} from '@daisy-lab/core';
import { callBody, stepError } from './call-body.js';
import type { Choice } from './choose-implementation.js';
import { isWorthKeeping, notKept, type KeepLog } from './keep.js';
import type { RunScope, ValueRecord } from './scope.js';
import type { KeptValue } from './step-outputs.js';

/** A step that works on the whole of its inputs. */
export interface WholeStep {
  readonly step: FlatStep;
  /** Full path in the run. */
  readonly path: string;
  readonly inputs: ValueRecord;
  readonly params: ValueRecord;
  /** The chosen body; none for a workflow. */
  readonly choice: Choice | null;
  /** Key under which the outputs are kept; null when they are not. */
  readonly key: string | null;
  readonly header: ResultHeader;
  /** Runs a workflow as a whole, its steps below `path`. */
  runGraph(path: string, inputs: ValueRecord, params: ValueRecord): Promise<ValueRecord>;
  /** `entries`: of a scattered step the state of each. */
  progress(fraction: number, entries?: Uint8Array): void;
}

/** Runs one step on the whole of its inputs: once, or once for each entry of a list; again after a failure where the graph says so. */
export async function runWhole(scope: RunScope, whole: WholeStep): Promise<ReadonlyMap<string, KeptValue>> {
  const startedMs = performance.now();
  const inputs = await loaded(whole.inputs);
  const outputs = whole.step.scatter
    ? await runScattered(scope, whole, whole.step.scatter, inputs)
    : await runOnce(scope, whole, whole.path, inputs);
  return keepOutputs(scope, whole, outputs, performance.now() - startedMs);
}

async function runOnce(
  scope: RunScope,
  whole: WholeStep,
  path: string,
  inputs: ValueRecord,
  progress: (fraction: number) => void = fraction => whole.progress(fraction),
): Promise<ValueRecord> {
  const { step, choice, params } = whole;
  for (let attempt = 0; ; attempt++) {
    try {
      if (!choice) return await whole.runGraph(path, inputs, params);
      return await callBody(scope, { path, algorithm: step.algorithm, choice, inputs, params, progress });
    } catch (thrown) {
      const error = stepError(scope, step.algorithm, thrown);
      const again = error.tag !== 'Cancelled' && error.tag !== 'Input' && attempt < (step.retries ?? 0);
      if (!again) throw error;
      const log = `Attempt ${attempt + 1} failed: ${error.message}`;
      scope.report({ path, title: step.algorithm.title, state: 'running', progress: 0, log });
    }
  }
}

/** One run for each entry of the lists. An entry that fails does not stop the others. */
async function runScattered(
  scope: RunScope,
  whole: WholeStep,
  scattered: readonly string[],
  inputs: ValueRecord,
): Promise<ValueRecord> {
  const { step } = whole;
  const count = entriesOf(step, scattered, inputs);
  const results = new Array<ValueRecord | undefined>(count);
  const failures: { index: number; error: DaisyError }[] = [];
  const fractions = new Float64Array(count);
  const states = new Uint8Array(count);
  let sum = 0;
  const tell = (index: number, state: (typeof entryStates)[number], fraction: number): void => {
    sum += fraction - fractions[index]!;
    fractions[index] = fraction;
    states[index] = entryStates.indexOf(state);
    whole.progress(Math.min(1, sum / count), states);
  };
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) {
      const index = next++;
      await scope.gate.turn(scope.priority, scope.signal);
      const entry = Object.fromEntries(
        Object.entries(inputs).map(([name, value]) => [
          name,
          scattered.includes(name) ? (value as readonly unknown[])[index] : value,
        ]),
      );
      const path = `${whole.path}[${index}]`;
      tell(index, 'running', 0);
      try {
        results[index] = await runOnce(scope, whole, path, entry, fraction => tell(index, 'running', fraction));
        tell(index, 'done', 1);
      } catch (thrown) {
        const error = stepError(scope, step.algorithm, thrown);
        if (error.tag === 'Cancelled') throw error;
        failures.push({ index, error });
        scope.report({ path, title: step.algorithm.title, state: 'failed', progress: 0, error });
        tell(index, 'failed', 1);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(count, scope.threads) }, work));
  if (failures.length > 0 && step.onError !== 'skip') throw scatterError(step, count, failures);
  const done = results.filter(result => result !== undefined);
  const ports = Object.keys(step.algorithm.outputs as Ports);
  return Object.fromEntries(ports.map(port => [port, done.map(result => result[port])]));
}

function entriesOf(step: FlatStep, scattered: readonly string[], inputs: ValueRecord): number {
  const lengths = scattered.map(name => {
    const list = inputs[name];
    if (Array.isArray(list)) return list.length;
    throw new DaisyError('Input', {
      message: `${step.algorithm.title}: its input "${name}" has to be a list to be scattered.`,
      action: 'Give a list, or link it with step instead of scatter.',
    });
  });
  if (new Set(lengths).size > 1) {
    throw new DaisyError('Input', {
      message: `${step.algorithm.title}: the lists ${scattered.join(', ')} have ${lengths.join(', ')} entries.`,
      action: 'Lists that are scattered together must be equally long.',
    });
  }
  return lengths[0] ?? 0;
}

function scatterError(
  step: FlatStep,
  count: number,
  failures: readonly { readonly index: number; readonly error: DaisyError }[],
): DaisyError {
  const [first] = failures;
  return new DaisyError(first!.error.tag, {
    message: `${step.algorithm.title}: ${failures.length} of ${count} entries failed; entry ${first!.index}: ${first!.error.message}`,
    action: first!.error.action ?? 'Mend these entries and run again: the others are not computed again.',
    step: step.algorithm.id,
    entries: failures.map(failure => failure.index),
    cause: first!.error,
  });
}

/** Inputs with the bytes of stored arrays read, without blocking the thread. */
async function loaded(inputs: ValueRecord): Promise<ValueRecord> {
  const entries = Object.entries(inputs).map(async ([name, value]) => {
    const whole = isNdArray(value) && value.shape.length > 0 ? await partOf(value, 0, 0, value.shape[0]!) : value;
    return [name, whole] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Puts outputs where they are kept: on disk under their key, and in memory as long as they fit. */
async function keepOutputs(
  scope: RunScope,
  whole: WholeStep,
  outputs: ValueRecord,
  milliseconds: number,
): Promise<ReadonlyMap<string, KeptValue>> {
  const sizes = new Map(Object.entries(outputs).map(([port, value]) => [port, bytesOf(value)]));
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const { id, title } = whole.step.algorithm;
  const to: KeepLog = {
    algorithm: id,
    title,
    log: log => scope.report({ path: whole.path, title, state: 'running', progress: 1, log }),
  };
  const { results } = scope;
  const keeps = whole.key !== null && results && isWorthKeeping(bytes, results.largestBytes ?? Infinity, to);
  const kept = keeps ? await store(results, whole.key!, whole, outputs, milliseconds, to) : null;
  const fits = bytes === 0 || scope.budget.tryTake(bytes);
  const spilled = fits
    ? null
    : (kept ?? (await store(scope.scratch(), scratchKey(), whole, outputs, milliseconds, to)));
  const inMemory = spilled === null;
  return new Map(
    Object.entries(outputs).map(([port, value]) => [
      port,
      {
        value: inMemory ? value : (spilled[port] ?? value),
        letGo: () => {
          if (inMemory) scope.budget.give(sizes.get(port) ?? 0);
        },
      },
    ]),
  );
}

/** Null when the outputs cannot be kept: no room, or values that only this process knows. A run does not fail for that. */
async function store(
  results: ResultStore,
  key: string,
  whole: WholeStep,
  outputs: ValueRecord,
  milliseconds: number,
  to: KeepLog,
): Promise<ValueRecord | null> {
  try {
    const writer = await results.begin(key, whole.header);
    try {
      for (const [port, value] of Object.entries(outputs)) {
        if (!isNdArray(value) || value.shape.length === 0) writer.value(port, value);
        else await writer.array(port, value.dtype, value.shape, value.axes, value.unit).write(value, 0, 0);
      }
      return (await writer.commit(milliseconds)).outputs;
    } catch (thrown) {
      await writer.abort();
      throw thrown;
    }
  } catch (thrown) {
    to.log(notKept(thrown));
    return null;
  }
}

/** Nobody looks for what does not fit into memory: any key will do. */
const scratchKey = (): string => randomUUID();

function bytesOf(value: unknown): number {
  if (isNdArray(value)) return sizeOf(value.shape) * itemSize((value as NdArray).dtype);
  return Array.isArray(value) ? value.reduce<number>((sum, entry) => sum + bytesOf(entry), 0) : 0;
}
