import type { CellFiles } from './cell-files.js';

/** What a name of a cell is. */
export interface Declared {
  /** It has a value at run time; types do not. */
  readonly value: boolean;
  /** `let` or `var`: a later cell may assign to it. */
  readonly mutable: boolean;
}

/** Where a name of the notebook lives now. */
export interface Binding extends Declared {
  readonly cell: string;
}

/** What the main thread can let go of. */
export interface Unreachable {
  /** Values of earlier cells, as [cell, name]. */
  readonly values: readonly (readonly [string, string])[];
  /** Cells of which every name means something else by now. */
  readonly cells: readonly string[];
}

const sweepEvery = 50;

/** The names of the notebook, and which values and declarations nothing can reach any more. */
export class NotebookScope {
  readonly #files: CellFiles;
  readonly #names = new Map<string, Binding>();
  /** How many names point to a cell. */
  readonly #uses = new Map<string, number>();
  /** `cell name` pairs that a closure of a later cell refers to. */
  readonly #kept = new Set<string>();
  #unreachable: (readonly [string, string])[] = [];
  readonly #retired = new Set<string>();
  #before = new Map<string, Binding | undefined>();
  #lastImports: ReadonlyMap<string, readonly string[]> = new Map();
  #unswept = 0;

  constructor(files: CellFiles) {
    this.#files = files;
  }

  get(name: string): Binding | undefined {
    return this.#names.get(name);
  }

  entries(): Iterable<[string, Binding]> {
    return this.#names;
  }

  /**
   * A cell was compiled: its names now mean its own.
   * @returns what to let go of; what this cell shadows is told with the next, when it has succeeded.
   */
  declare(
    cell: string,
    own: ReadonlyMap<string, Declared>,
    imports: ReadonlyMap<string, readonly string[]>,
    kept: ReadonlySet<string>,
  ): Unreachable {
    this.#lastImports = imports;
    for (const [from, names] of imports)
      for (const name of names) if (kept.has(name)) this.#kept.add(`${from} ${name}`);
    const values = this.#unreachable;
    const cells = [...this.#retired].filter(retired => !this.#uses.get(retired));
    this.#unreachable = [];
    this.#retired.clear();
    this.#before = new Map();
    for (const [name, { cell: from }] of this.#names) if (from === cell && !own.has(name)) this.#point(name, undefined);
    for (const [name, declared] of own) {
      const old = this.#names.get(name);
      this.#before.set(name, old);
      this.#point(name, { ...declared, cell });
      if (old && old.cell !== cell && !this.#kept.has(`${old.cell} ${name}`)) this.#unreachable.push([old.cell, name]);
    }
    return { values, cells };
  }

  /** The last cell failed: names that never got a value fall back to what they meant before. What it awaits may still go on. */
  settle(missing: readonly string[]): void {
    for (const [from, names] of this.#lastImports) for (const name of names) this.#kept.add(`${from} ${name}`);
    for (const name of missing) {
      if (!this.#before.has(name)) continue;
      this.#point(name, this.#before.get(name));
      this.#unreachable = this.#unreachable.filter(([, dropped]) => dropped !== name);
    }
  }

  #point(name: string, to: Binding | undefined): void {
    const old = this.#names.get(name);
    if (to) {
      this.#names.set(name, to);
      this.#uses.set(to.cell, (this.#uses.get(to.cell) ?? 0) + 1);
    } else this.#names.delete(name);
    if (!old) return;
    const left = (this.#uses.get(old.cell) ?? 1) - 1;
    this.#uses.set(old.cell, left);
    if (left > 0) return;
    this.#retired.add(old.cell);
    if (++this.#unswept >= sweepEvery) this.#sweep();
  }

  /** Removes declarations that nobody can reach; one may still be named by the types of a living cell. */
  #sweep(): void {
    this.#unswept = 0;
    const living = new Set<string>();
    const visit = [...this.#uses].filter(([, uses]) => uses > 0).map(([cell]) => cell);
    for (const cell of visit) {
      if (living.has(cell)) continue;
      living.add(cell);
      const text =
        this.#files.text(this.#files.cellPath(cell, '.d.ts')) ??
        this.#files.text(this.#files.cellPath(cell, '.ts')) ??
        '';
      for (const [, named] of text.matchAll(/__cell_([\w-]+)__/g)) visit.push(named!);
    }
    for (const path of this.#files.paths()) {
      const cell = /__cell_([\w-]+)__\./.exec(path)?.[1];
      if (cell === undefined || living.has(cell) || this.#files.roots.has(path)) continue;
      this.#files.remove(path);
      this.#uses.delete(cell);
    }
  }
}
