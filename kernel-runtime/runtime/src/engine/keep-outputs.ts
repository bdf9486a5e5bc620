import { randomUUID } from 'node:crypto';
import { isNdArray, itemSize, sizeOf, type NdArray, type ResultStore } from '@daisy-lab/core';
import { isWorthKeeping, notKept, type KeepLog } from './keep.js';
import type { RunScope, ValueRecord } from './scope.js';
import type { KeptValue } from './step-outputs.js';
import type { WholeStep } from './whole-step.js';

/** Puts outputs where they are kept: on disk under their key, and in memory as long as they fit. */
export async function keepOutputs(
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
  const kept = keeps ? await storeOutputs(results, whole.key!, whole, outputs, milliseconds, to) : null;
  const fits = bytes === 0 || scope.budget.tryTake(bytes);
  const spilled = fits
    ? null
    : (kept ?? (await storeOutputs(scope.scratch(), scratchKey(), whole, outputs, milliseconds, to)));
  const inMemory = spilled === null;
  return new Map(
    Object.entries(outputs).map(([port, value]) => [
      port,
      {
        value: inMemory ? value : (spilled[port] ?? value),
        letGo: () => {
          if (fits) scope.budget.give(sizes.get(port) ?? 0);
        },
      },
    ]),
  );
}

/** Null when the outputs cannot be kept: no room, or values that only this process knows. A run does not fail for that. */
export async function storeOutputs(
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

export function bytesOf(value: unknown): number {
  if (isNdArray(value)) return sizeOf(value.shape) * itemSize((value as NdArray).dtype);
  return Array.isArray(value) ? value.reduce<number>((sum, entry) => sum + bytesOf(entry), 0) : 0;
}
