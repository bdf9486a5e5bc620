import {
  isNdArray,
  completeParams,
  DaisyError,
  isAbort,
  itemSize,
  outputArrays,
  sizeOf,
  type AnyAlgorithm,
  type Piece,
  type Ports,
} from '@daisy-lab/core';
import { recordRate } from '../machine/rates.js';
import { checkValues } from './check-values.js';
import type { Choice } from './choose-implementation.js';
import type { OutputPlaces } from './piece-memory.js';
import type { RunScope, ValueRecord } from './scope.js';
import { buffersOf, noteTaken, sharedBytes } from './shared-memory.js';
import { bodyThreads } from './threads/body-threads.js';

/** One call of a body. */
export interface BodyCall {
  readonly path: string;
  readonly algorithm: AnyAlgorithm;
  readonly choice: Choice;
  readonly inputs: ValueRecord;
  readonly params: ValueRecord;
  readonly piece?: Piece;
  /** Memory for its outputs; without it each array has its own. */
  readonly places?: OutputPlaces;
  /** Told how far this call has come, 0..1. */
  progress(fraction: number): void;
}

/**
 * Calls a body with checked inputs and parameters and checks what it gives.
 * @throws DaisyError `Input` for what does not fit the contract; what the body throws, with the title of the step; `Cancelled`
 */
export async function callBody(scope: RunScope, call: BodyCall): Promise<ValueRecord> {
  const { algorithm, choice } = call;
  try {
    const params = completeParams(algorithm.id, algorithm.params, call.params) as ValueRecord;
    checkValues(algorithm.id, 'input', algorithm.inputs, call.inputs);
    if (scope.signal.aborted) throw DaisyError.cancelled();
    const startedMs = performance.now();
    const outputs = await runBody(scope, call, params);
    noteRate(algorithm, choice, call.inputs, performance.now() - startedMs);
    noteTaken(sharedBytes(outputs, new Set([...buffersOf(call.inputs), ...(call.places?.lent ?? [])])));
    checkValues(algorithm.id, 'output', algorithm.outputs, outputs);
    if (scope.signal.aborted) throw DaisyError.cancelled();
    return outputs;
  } catch (thrown) {
    throw stepError(scope, algorithm, thrown);
  }
}

/** A rate tells which of several bodies is the fastest; where there is no choice nothing is noted. */
function noteRate(
  { id, version, implementations }: AnyAlgorithm,
  choice: Choice,
  inputs: ValueRecord,
  ms: number,
): void {
  const arrays = Object.values(inputs).filter(isNdArray);
  if (implementations.size < 2 || arrays.length === 0) return;
  const bytes = arrays.reduce((sum, array) => sum + sizeOf(array.shape) * itemSize(array.dtype), 0);
  recordRate({ algorithm: id, version, implementation: choice.name, bytes }, ms);
}

/** In a worker thread when the body lies in a module and its inputs can travel, else here. */
function runBody(scope: RunScope, call: BodyCall, params: ValueRecord): Promise<ValueRecord> | ValueRecord {
  const { algorithm, choice, inputs, piece, path } = call;
  let reached = 0;
  const progress = (fraction: number): void => call.progress((reached = fraction));
  const log = (line: string): void =>
    scope.report({ path, title: algorithm.title, state: 'running', progress: reached, log: line });
  const { signal, threads } = scope;
  const { module, run } = choice.implementation;
  if (module !== undefined && travels(algorithm)) {
    const what = { module, algorithm: algorithm.id, implementation: choice.name, inputs, params, piece };
    return bodyThreads().run({ ...what, ...(call.places ? { places: call.places } : {}), signal, progress, log });
  }
  const given = { inputs: inputs as never, params: params as never, ...(piece ? { piece } : {}) };
  const output = outputArrays(algorithm.id, algorithm.outputs as Ports, call.places?.take);
  return run({ ...given, output, signal, threads, progress, log }) as Promise<ValueRecord> | ValueRecord;
}

/** Data sets have methods, and `any` may have: they stay in the thread that they were opened in. */
const travels = (algorithm: AnyAlgorithm): boolean =>
  Object.values(algorithm.inputs as Ports).every(({ type }) => !['dataset', 'any'].includes(type.kind));

/** An error as the user sees it: cancelled, or with the title of the innermost step that failed and the original as its cause. */
export function stepError(
  scope: { readonly signal: AbortSignal },
  algorithm: AnyAlgorithm,
  thrown: unknown,
): DaisyError {
  if (scope.signal.aborted || isAbort(thrown)) return DaisyError.cancelled();
  if (thrown instanceof DaisyError && 'step' in thrown.facts) return thrown;
  const known = thrown instanceof DaisyError;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new DaisyError(known ? thrown.tag : 'Internal', {
    ...(known ? thrown.facts : {}),
    message: `${algorithm.title}: ${message}`,
    ...(known && thrown.action ? { action: thrown.action } : {}),
    step: algorithm.id,
    cause: thrown,
  });
}
