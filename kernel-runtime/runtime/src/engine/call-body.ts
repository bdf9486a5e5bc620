import { completeParams, DaisyError, isAbort, type AnyAlgorithm, type Piece } from '@daisy-lab/core';
import { checkValues } from './check-values.js';
import type { Choice } from './choose-implementation.js';
import type { RunScope, ValueRecord } from './scope.js';

/** One call of a body. */
export interface BodyCall {
  readonly path: string;
  readonly algorithm: AnyAlgorithm;
  readonly choice: Choice;
  readonly inputs: ValueRecord;
  readonly params: ValueRecord;
  readonly piece?: Piece;
  /** Told how far this call has come, 0..1. */
  progress(fraction: number): void;
}

/**
 * Calls a body with checked inputs and parameters and checks what it gives.
 * @throws DaisyError `Input` for what does not fit the contract; what the body throws, with the title of the step; `Cancelled`
 */
export async function callBody(scope: RunScope, call: BodyCall): Promise<ValueRecord> {
  const { algorithm, choice, piece } = call;
  try {
    const params = completeParams(algorithm.id, algorithm.params, call.params) as ValueRecord;
    checkValues(algorithm.id, 'input', algorithm.inputs, call.inputs);
    if (scope.signal.aborted) throw DaisyError.cancelled();
    let reached = 0;
    const outputs = (await choice.implementation.run({
      inputs: call.inputs as never,
      params: params as never,
      signal: scope.signal,
      threads: scope.threads,
      ...(piece ? { piece } : {}),
      progress: fraction => call.progress((reached = fraction)),
      log: line =>
        scope.report({ path: call.path, title: algorithm.title, state: 'running', progress: reached, log: line }),
    })) as ValueRecord;
    checkValues(algorithm.id, 'output', algorithm.outputs, outputs);
    if (scope.signal.aborted) throw DaisyError.cancelled();
    return outputs;
  } catch (thrown) {
    throw stepError(scope, algorithm, thrown);
  }
}

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
