import type { Client } from './client.ts';
import type { Dialect } from './dialect.ts';
import type { Kernel, KernelStart } from './kernel.ts';

/** What a rule is tried on. */
export interface World {
  readonly kernel: Kernel;
  readonly client: Client;
  readonly say: Dialect;
  /** Another kernel of the same kind, stopped after the rule. */
  start(setup?: KernelStart): Promise<Kernel>;
}

/** One sentence of docs/spec/kernel.md and its proof. */
export interface Rule {
  /** `K-7`. */
  readonly id: string;
  readonly says: string;
  readonly holds: (world: World) => Promise<void>;
}

export function rule(id: string, says: string, holds: Rule['holds']): Rule {
  return { id, says, holds };
}
