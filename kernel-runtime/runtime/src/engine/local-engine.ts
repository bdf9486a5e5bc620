import { availableParallelism } from 'node:os';
import type { Engine as EngineContract, Params, RunOptions } from '@daisy-lab/core';
import { LocalRun } from './local-run.js';
import type { ValueRecord } from './run-step.js';

export interface LocalOptions {
  /** Worker threads that bodies may use; by default as many as the machine has cores. */
  readonly threads?: number;
}

/** Runs algorithms and workflows; `Engine.local()` makes one that works on this machine. */
export type Engine = EngineContract;

export const Engine: { local(options?: LocalOptions): Engine } = { local: localEngine };

/**
 * The engine of this machine: runs a workflow step by step with the cheapest implementations that can run here.
 * Inputs that are data sets may be given as a path: they are opened by the kind that the port names.
 */
function localEngine({ threads = availableParallelism() }: LocalOptions = {}): Engine {
  return {
    run(algorithm, inputs, options = {}) {
      const { params = {}, use = {}, signal }: RunOptions<Params> = options;
      return new LocalRun({
        algorithm,
        inputs: inputs as ValueRecord,
        params: params as ValueRecord,
        use,
        signal,
        threads,
        resources: { gpu: false },
      });
    },
  };
}
