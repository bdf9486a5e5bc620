import type { CtOperation, CtVariation, JsonSchema } from '@daisy-lab/core';
import type { GridAxis } from './ct-view.js';
import type { CtStore } from './ct-store.js';
import type { SlicePart } from './slice-part.js';

/** A parameter that can be varied, with its field of the form. */
export interface Tunable {
  readonly key: string;
  readonly field: JsonSchema;
  /** Title of the operation that it belongs to; empty for a parameter of the reconstruction. */
  readonly of: string;
  readonly value: unknown;
}

/** Parameters that say where, not how. */
const notTuned: readonly string[] = ['firstRow', 'endRow', 'axisPx'];

/** The operations of the pipeline, and slices over two of its parameters. */
export class TunePart {
  constructor(
    private readonly store: CtStore,
    private readonly slice: SlicePart,
  ) {}

  /** Puts an operation at the end of the pipeline. */
  add(algorithm: string): void {
    this.slice.setOperations([...this.store.operations, { algorithm, params: {} }]);
  }

  change(at: number, change: Partial<CtOperation>): void {
    this.slice.setOperations(this.store.operations.map((one, index) => (index === at ? { ...one, ...change } : one)));
  }

  remove(at: number): void {
    this.slice.setOperations(this.store.operations.filter((_, index) => index !== at));
  }

  /** Moves an operation up (-1) or down (1). */
  move(at: number, by: -1 | 1): void {
    if (at + by >= 0 && at + by < this.store.operations.length) this.moveTo(at, at + by);
  }

  /** Puts an operation in the place of another. */
  moveTo(from: number, to: number): void {
    const operations = [...this.store.operations];
    const [taken] = operations.splice(from, 1);
    if (!taken || from === to) return;
    operations.splice(to, 0, taken);
    this.slice.setOperations(operations);
  }

  /** Every parameter that a grid can vary. */
  get tunables(): readonly Tunable[] {
    const { contract, state, operationKinds } = this.store.view;
    const own = Object.entries(contract?.params.properties ?? {})
      .filter(([name]) => !notTuned.includes(name))
      .map(([name, field]): Tunable => ({ key: name, field, of: '', value: state.params[name] ?? field.default }));
    const others = this.store.operations.flatMap(({ algorithm, params, off }, at) => {
      const kind = operationKinds.find(({ contract }) => contract.id === algorithm);
      if (off || !kind) return [];
      return Object.entries(kind.contract.params.properties ?? {}).map(([name, field]): Tunable => ({
        key: `${at}/${name}`,
        field,
        of: kind.contract.title,
        value: params[name] ?? field.default,
      }));
    });
    return [...own, ...others];
  }

  /** A slice for each pair of values. */
  async sweep(first: GridAxis, second: GridAxis): Promise<void> {
    const { opened, state } = this.store.view;
    const { axisPx } = state;
    if (!opened || axisPx === null) return;
    const wish = { ...this.store.liveRow, axisPx, first: variation(first), second: variation(second) };
    await this.store.attempt(
      'grid',
      () => this.store.link.request('ct.grid', wish),
      ({ result }) => this.store.set({ grid: { ...result, first, second } }),
    );
  }

  /** Takes the values of one slice of the grid. */
  take(at: number): void {
    const { grid } = this.store.view;
    if (!grid) return;
    const { first, second } = grid;
    this.assign(first.key, first.values[at % first.values.length]);
    this.assign(second.key, second.values[Math.floor(at / first.values.length)]);
    this.slice.refresh();
  }

  closeGrid(): void {
    this.store.set({ grid: null });
  }

  private assign(key: string, value: unknown): void {
    const { operation, name } = variation({ key, values: [] });
    if (operation === null) {
      if (name === 'axisPx') this.store.setState({ axisPx: Number(value) });
      else this.store.setState({ params: { ...this.store.view.state.params, [name]: value } });
      return;
    }
    const operations = this.store.operations.map((one, at) =>
      at === operation ? { ...one, params: { ...one.params, [name]: value } } : one,
    );
    this.store.setState({ operations });
  }
}

function variation({ key, values }: GridAxis): CtVariation {
  const at = key.indexOf('/');
  return at < 0
    ? { operation: null, name: key, values }
    : { operation: Number(key.slice(0, at)), name: key.slice(at + 1), values };
}
