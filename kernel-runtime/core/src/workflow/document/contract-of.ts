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

  /** The contract of that version, else the newest one that keeps its promises: of the same major version and not older. */
  compatible(id: string, version: string): Contract | undefined {
    const fitting = this.versions(id).filter(contract => isCompatible(contract.version, version));
    return this.find(id, version) ?? fitting.sort((a, b) => compareVersions(b.version, a.version))[0];
  }

  versions(id: string): readonly Contract[] {
    return this.#byId.get(id) ?? [];
  }

  get ids(): readonly string[] {
    return [...this.#byId.keys()];
  }
}

/** Whether what was made for `wanted` may be run with `installed`, by the rules of semantic versions. */
export function isCompatible(installed: string, wanted: string): boolean {
  return numbersOf(installed)[0] === numbersOf(wanted)[0] && compareVersions(installed, wanted) >= 0;
}

function compareVersions(a: string, b: string): number {
  const [one, other] = [numbersOf(a), numbersOf(b)];
  const at = [0, 1, 2].find(part => one[part] !== other[part]);
  return at === undefined ? 0 : one[at]! - other[at]!;
}

const numbersOf = (version: string): readonly number[] =>
  [0, 1, 2].map(part => Number.parseInt(version.split('.')[part] ?? '0', 10) || 0);
