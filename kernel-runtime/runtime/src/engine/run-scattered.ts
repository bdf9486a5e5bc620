import { DaisyError, entryStates, type FlatStep, type Ports } from '@daisy-lab/core';
import { stepError } from './call-body.js';
import { EntryResults } from './entry-results.js';
import type { RunScope, ValueRecord } from './scope.js';
import type { WholeStep } from './whole-step.js';

type RunEntry = (
  scope: RunScope,
  whole: WholeStep,
  path: string,
  entry: ValueRecord,
  progress: (fraction: number) => void,
) => Promise<ValueRecord>;

/** One run for each entry of the lists. An entry that fails does not stop the others. */
export async function runScattered(
  scope: RunScope,
  whole: WholeStep,
  scattered: readonly string[],
  inputs: ValueRecord,
  runOnce: RunEntry,
): Promise<ValueRecord> {
  const { step } = whole;
  const entries = new EntryResults(scope, whole, scattered, inputs);
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
        results[index] = await entries.take(path, entry, () =>
          runOnce(scope, whole, path, entry, fraction => tell(index, 'running', fraction)),
        );
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
  // After a cancel request, too, no entry is at work any more when the step has ended.
  const lanes = await Promise.allSettled(Array.from({ length: Math.min(count, scope.threads) }, work));
  for (const lane of lanes) if (lane.status === 'rejected') throw lane.reason;
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
  unsorted: readonly { readonly index: number; readonly error: DaisyError }[],
): DaisyError {
  const failures = [...unsorted].sort((a, b) => a.index - b.index);
  const [first] = failures;
  return new DaisyError(first!.error.tag, {
    message: `${step.algorithm.title}: ${failures.length} of ${count} entries failed; entry ${first!.index}: ${first!.error.message}`,
    action: first!.error.action ?? 'Mend these entries and run again: others that took long are not computed again.',
    step: step.algorithm.id,
    entries: failures.map(failure => failure.index),
    cause: first!.error,
  });
}
