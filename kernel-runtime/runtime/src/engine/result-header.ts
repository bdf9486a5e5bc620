import { completeParams, type FlatStep, type ResultHeader } from '@daisy-lab/core';
import type { Choice } from './choose-implementation.js';
import { childPath } from './progress-meter.js';
import { placeFacts } from '../provenance/run-facts.js';
import { filesOf } from './provenance.js';
import type { StepKeys } from './step-keys.js';
import type { ValueTable } from './value-table.js';

/** What is written beside the result of a step. */
export function headerOf(
  work: {
    readonly path: string;
    readonly values: ValueTable;
    readonly choices: ReadonlyMap<string, Choice>;
    readonly made: StepKeys | null;
  },
  step: FlatStep,
): ResultHeader {
  const { id, version, params } = step.algorithm;
  const given = completeParams(id, params, work.values.getAll(step.params)) as Readonly<Record<string, unknown>>;
  const files = filesOf(work.values.getAll(step.inputs));
  return {
    node: childPath(work.path, step.path),
    algorithm: id,
    version,
    implementation: work.choices.get(step.path)?.name ?? 'workflow',
    provenance: { algorithm: id, version, params: given, inputs: files, ...placeFacts(files) },
    ...(work.made ? { bodyClass: work.made.bodyClass(step), sources: work.made.sources(step) } : {}),
  };
}
