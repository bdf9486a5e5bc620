import { availableParallelism } from 'node:os';
import type { Engine as EngineContract, Ports, Run } from '@daisy-lab/core';
import { Engine } from '../engine/local-engine.js';

/** The engine of the services. How many threads it uses can change between two runs; a run keeps what it was started with. */
export class AdjustableEngine implements EngineContract {
  #threads = availableParallelism();
  #engine = Engine.local({ threads: this.#threads });

  get threads(): number {
    return this.#threads;
  }

  /** At least one thread, at most as many as the machine has; 0 means all. */
  set threads(wanted: number) {
    const all = availableParallelism();
    this.#threads = wanted === 0 ? all : Math.min(all, Math.max(1, Math.floor(wanted)));
    this.#engine = Engine.local({ threads: this.#threads });
  }

  /** Told every run that is started. */
  onRun: (run: Run<Ports>) => void = () => undefined;

  readonly run: EngineContract['run'] = (algorithm, inputs, options) => {
    const run = this.#engine.run(algorithm, inputs, options);
    this.onRun(run as unknown as Run<Ports>);
    return run;
  };

  readonly plan: EngineContract['plan'] = (algorithm, inputs, options) => this.#engine.plan(algorithm, inputs, options);
}
