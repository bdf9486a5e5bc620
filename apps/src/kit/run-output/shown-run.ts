import type { RunRecord } from '@daisy-lab/core';

/** Content of `application/vnd.daisy.run.v1+json`: a run as it is drawn in a notebook and saved with it. */
export interface ShownRun extends RunRecord {
  /** Input files, by input. */
  readonly inputs: Readonly<Record<string, string>>;
}

const states: readonly unknown[] = ['queued', 'running', 'done', 'failed', 'cancelled'];

/** True when an output holds what this version can draw. */
export function isShownRun(content: unknown): content is ShownRun {
  const { title, state, progress, outputs, inputs } = (content ?? {}) as Partial<ShownRun>;
  return (
    typeof title === 'string' &&
    states.includes(state) &&
    typeof progress === 'number' &&
    typeof (outputs ?? null) === 'object' &&
    typeof (inputs ?? null) === 'object'
  );
}
