import type { CellTypes } from './messages.js';

/** What the notebook's cells declared, in order, kept outside the compiler's heap. */
export class CellJournal {
  readonly #cells = new Map<string, CellTypes>();
  #last: string | undefined;

  add(cell: CellTypes): void {
    this.#cells.delete(cell.key); // a cell that is run again goes to the end
    this.#cells.set(cell.key, cell);
    this.#last = cell.key;
  }

  /** Names of the last cell that never got a value. */
  settle(missing: readonly string[]): void {
    const cell = this.#last === undefined ? undefined : this.#cells.get(this.#last);
    if (!cell) return;
    const own = new Map([...cell.own].filter(([name]) => !missing.includes(name)));
    this.#cells.set(cell.key, { ...cell, own });
  }

  cells(): readonly CellTypes[] {
    return [...this.#cells.values()];
  }
}
