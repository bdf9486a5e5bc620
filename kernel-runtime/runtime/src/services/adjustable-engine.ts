import { availableParallelism } from 'node:os';
import type { Engine as EngineContract, Ports, Run } from '@daisy-lab/core';
import { Engine } from '../engine/local-engine.js';

/** With less no run gets far. */
const leastMemoryBytes = 64e6;

/** The engine of the services. How many threads and how much memory it uses can change between two runs; a run keeps what it was started with. */
export class AdjustableEngine implements EngineContract {
  #threads = availableParallelism();
  #memoryBytes = 0;
  #engine = Engine.local({ threads: this.#threads });

  get threads(): number {
    return this.#threads;
  }

  /** At least one thread, at most as many as the machine has; 0 means all. */
  set threads(wanted: number) {
    const all = availableParallelism();
    this.#threads = wanted === 0 ? all : Math.min(all, Math.max(1, Math.floor(wanted)));
    this.#renew();
  }

  /** Memory of a run, at least 64 MB; 0 means half of what is free when it starts. */
  get memoryBytes(): number {
    return this.#memoryBytes;
  }

  set memoryBytes(wanted: number) {
    this.#memoryBytes = wanted === 0 ? 0 : Math.max(leastMemoryBytes, wanted);
    this.#renew();
  }

  /** Told every run that is started. */
  onRun: (run: Run<Ports>) => void = () => undefined;

  readonly run: EngineContract['run'] = (algorithm, inputs, options) => {
    const run = this.#engine.run(algorithm, inputs, options);
    this.onRun(run as unknown as Run<Ports>);
    return run;
  };

  readonly plan: EngineContract['plan'] = (algorithm, inputs, options) => this.#engine.plan(algorithm, inputs, options);

  #renew(): void {
    const memory = this.#memoryBytes > 0 ? { memoryBytes: this.#memoryBytes } : {};
    this.#engine = Engine.local({ threads: this.#threads, ...memory });
  }
}
