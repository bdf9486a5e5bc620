import { hasAxis, isNdArray, sliceAxis, type Ports, type Range } from '@daisy-lab/core';
import type { RunScope, ValueRecord } from './scope.js';
import { StepOutputs, type OutputOrder } from './step-outputs.js';

/** Shows whole values of a step to whoever watches the run. */
export function showValues({ watch }: RunScope, node: string, values: ValueRecord): void {
  if (!watch) return;
  for (const [port, value] of Object.entries(values)) watch({ node, port, value });
}

/** Outputs that come in pieces, shown on their way: of an array the plane in the middle of the split axis. */
export class ShownOutputs extends StepOutputs {
  readonly #scope: RunScope;
  readonly #order: OutputOrder;
  readonly #node: string;

  constructor(scope: RunScope, node: string, order: OutputOrder) {
    super(order);
    this.#scope = scope;
    this.#node = node;
    this.#order = order;
  }

  override async add(piece: Range, outputs: ValueRecord): Promise<void> {
    if (this.#scope.watch) this.#show(this.#scope.watch, piece, outputs);
    await super.add(piece, outputs);
  }

  #show(watch: NonNullable<RunScope['watch']>, piece: Range, outputs: ValueRecord): void {
    const { step, over, length } = this.#order;
    const at = Math.floor(length / 2) - piece.start;
    for (const [port, { type }] of Object.entries(step.algorithm.outputs as Ports)) {
      const value = outputs[port];
      if (value === undefined) continue;
      if (!hasAxis(type, over) || !isNdArray(value)) watch({ node: this.#node, port, value });
      else if (at >= 0 && at < piece.end - piece.start) {
        const axis = value.axes.indexOf(over);
        const planeOf = value.shape.map((size, number) => (number === axis ? length : size));
        watch({ node: this.#node, port, value: sliceAxis(value, axis, at, at + 1), planeOf });
      }
    }
  }
}
