import { describe, type ContractDescription } from '../../algorithm/describe.js';
import type { AnyAlgorithm } from '../../algorithm/algorithm.js';

/** What has to be known of an algorithm to check links to it: its contract as plain data, with or without bodies. */
export type Contract = Pick<ContractDescription, 'id' | 'version' | 'title' | 'inputs' | 'params' | 'outputs'>;

/** Contracts by algorithm id; several versions of one may be known. */
export class Contracts {
  readonly #byId = new Map<string, Contract[]>();

  constructor(known: Iterable<Contract>) {
    for (const contract of known) {
      this.#byId.set(contract.id, [...(this.#byId.get(contract.id) ?? []), contract]);
    }
  }

  static of(catalogue: Iterable<AnyAlgorithm>): Contracts {
    return new Contracts([...catalogue].map(describe));
  }

  /** The contract of exactly this version, or of any when none is asked for. */
  find(id: string, version?: string): Contract | undefined {
    return this.versions(id).find(contract => version === undefined || contract.version === version);
  }

  versions(id: string): readonly Contract[] {
    return this.#byId.get(id) ?? [];
  }

  get ids(): readonly string[] {
    return [...this.#byId.keys()];
  }
}
