export type Exports = Record<string, unknown>;

/**
 * Exports of each cell. A cell that is run again keeps its object, so that functions that use it see the new values. A cell of which
 * every name was declared again is held by those functions alone.
 */
export class ExportsTable {
  readonly #cells = new Map<string, Exports>();
  readonly #retired = new Map<string, WeakRef<Exports>>();

  get(cell: string): Exports | undefined {
    return this.#cells.get(cell) ?? this.#retired.get(cell)?.deref();
  }

  /** The object of a cell that is about to run, empty. */
  renew(cell: string): Exports {
    const exports = this.get(cell) ?? {};
    // Last first: V8 then keeps the object's fast form, and loops over its numbers stay fast.
    for (const name of Object.keys(exports).reverse()) delete exports[name];
    this.#cells.set(cell, exports);
    this.#retired.delete(cell);
    return exports;
  }

  drop(cell: string, name: string): void {
    delete this.get(cell)?.[name];
  }

  retire(cell: string): void {
    const exports = this.#cells.get(cell);
    if (!exports) return;
    this.#cells.delete(cell);
    this.#retired.set(cell, new WeakRef(exports));
    this.#forgetCollected();
  }

  #forgetCollected(): void {
    if (this.#retired.size % 100 !== 0) return;
    for (const [cell, reference] of this.#retired) if (!reference.deref()) this.#retired.delete(cell);
  }
}
