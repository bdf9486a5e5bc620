import { isNdArray, partOf } from '@daisy-lab/core';
import { callBody, stepError } from './call-body.js';
import { keepOutputs } from './keep-outputs.js';
import { runScattered } from './run-scattered.js';
import type { RunScope, ValueRecord } from './scope.js';
import type { KeptValue } from './step-outputs.js';
import type { WholeStep } from './whole-step.js';

/** Runs one step on the whole of its inputs: once, or once for each entry of a list; again after a failure where the graph says so. */
export async function runWhole(scope: RunScope, whole: WholeStep): Promise<ReadonlyMap<string, KeptValue>> {
  const startedMs = performance.now();
  const inputs = await loaded(whole.inputs);
  const outputs = whole.step.scatter
    ? await runScattered(scope, whole, whole.step.scatter, inputs, runOnce)
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

/** Inputs with the bytes of stored arrays read, without blocking the thread. */
async function loaded(inputs: ValueRecord): Promise<ValueRecord> {
  const entries = Object.entries(inputs).map(async ([name, value]) => {
    const whole = isNdArray(value) && value.shape.length > 0 ? await partOf(value, 0, 0, value.shape[0]!) : value;
    return [name, whole] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
