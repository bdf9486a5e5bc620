import type { PackageNames } from './early-imports.js';
import type { LateCheck } from './messages.js';

/** Checks of cells that were allowed to run before them. */
export class LateChecks {
  readonly #waiting = new Map<string, (check: LateCheck) => void>();

  /** The check that is to come for the cell that was compiled last under this key. */
  of(key: string): Promise<LateCheck> {
    return new Promise(resolve => this.#waiting.set(key, resolve));
  }

  arrived(check: LateCheck): void {
    this.#waiting.get(check.key)?.(check);
    this.#waiting.delete(check.key);
  }
}

/** True when the packages have all the names. One that is missing may be a type, or a mistake: the check knows. */
export function hasNames(require: NodeJS.Require, names: PackageNames): boolean {
  return Object.entries(names).every(([specifier, wanted]) => {
    if (wanted.length === 0) return true;
    const exports = require(specifier) as object;
    return wanted.every(name => name in exports);
  });
}
