import type { AnyAlgorithm, NodeState, ResultStore, RunOptions } from '@daisy-lab/core';
import type { Choice } from './choose-implementation.js';
import type { MemoryBudget } from './memory-budget.js';
import type { TurnGate } from './turn-gate.js';

export type ValueRecord = Readonly<Record<string, unknown>>;

/** What happened at a step, before it becomes an event. */
export interface StepReport {
  /** Path of the step; the run itself is the empty path. */
  readonly path: string;
  readonly title: string;
  readonly state: NodeState;
  /** 0..1 of this step */
  readonly progress: number;
  readonly implementation?: string;
  readonly reason?: string;
  readonly error?: unknown;
  readonly log?: string;
  /** Of a scattered step: see `RunEvent`. */
  readonly entries?: Uint8Array;
}

/** What all steps of a run share. */
export interface RunScope {
  readonly signal: AbortSignal;
  readonly threads: number;
  readonly budget: MemoryBudget;
  readonly gate: TurnGate;
  readonly priority: 'preview' | 'batch';
  /** Where finished results are looked up and kept; null when they are not. */
  readonly results: ResultStore | null;
  /** Where arrays go that do not fit into the budget while the run goes on. */
  readonly scratch: () => ResultStore;
  /** Whether finished results are taken, or everything is computed again. */
  readonly reuse: boolean;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly only: string | undefined;
  /** Is shown what the steps give. */
  readonly watch: RunOptions<never>['watch'] | undefined;
  /** Takes outputs of the run itself, piece by piece. */
  readonly take: RunOptions<never>['take'] | undefined;
  choose(algorithm: AnyAlgorithm): Choice;
  report(report: StepReport): void;
  /** The paths of steps below a group are known: they are part of the progress from now on. */
  expect(steps: readonly ExpectedStep[]): void;
}

export interface ExpectedStep {
  readonly path: string;
  readonly weight: number;
}
