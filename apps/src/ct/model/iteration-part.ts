import type { CtOperationKind } from '@daisy-lab/core';
import type { CtStore } from './ct-store.js';
import type { SlicePart } from './slice-part.js';

const reconstruction = 'ct.recon';
const iterative = 'ct.iterative';

/** Which method makes the slices, and how the smoothness of iterations is chosen. */
export class IterationPart {
  constructor(
    private readonly store: CtStore,
    private readonly slice: SlicePart,
  ) {}

  /** What can stand in the place of the Fourier method. */
  get methods(): readonly CtOperationKind[] {
    return this.store.view.operationKinds.filter(({ replaces }) => replaces === reconstruction);
  }

  /** Place of the method among the operations; -1: the Fourier method. */
  get at(): number {
    const known = this.methods.map(({ contract }) => contract.id);
    return this.store.operations.findIndex(({ algorithm, off }) => !off && known.includes(algorithm));
  }

  /** @param algorithm null: the Fourier method */
  choose(algorithm: string | null): void {
    const known = this.methods.map(({ contract }) => contract.id);
    const others = this.store.operations.filter(one => !known.includes(one.algorithm));
    this.store.set({ residuals: null, lCurve: null });
    this.slice.setOperations(algorithm === null ? others : [...others, { algorithm, params: {} }]);
  }

  get hasLCurve(): boolean {
    return this.store.operations[this.at]?.algorithm === iterative;
  }

  /** Slices over weights of the total variation, ten to each side of the present one. */
  async trace(): Promise<void> {
    const { opened, state } = this.store.view;
    const { axisPx } = state;
    if (!opened || axisPx === null || !this.hasLCurve) return;
    const present = Number(this.store.operations[this.at].params['smoothness'] ?? 1e-4) || 1e-4;
    const values = [-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2].map(power => Number((present * 10 ** power).toPrecision(2)));
    await this.store.attempt(
      'lCurve',
      () => this.store.link.request('ct.lCurve', { ...this.store.liveRow, axisPx, values }),
      ({ result }) => this.store.set({ lCurve: result }),
    );
  }

  /** Uses one of the weights. */
  take(smoothness: number): void {
    const { at } = this;
    if (at < 0) return;
    this.slice.setOperations(
      this.store.operations.map((one, index) =>
        index === at ? { ...one, params: { ...one.params, method: 'tv', smoothness } } : one,
      ),
    );
  }
}
