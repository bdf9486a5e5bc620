import { blockValues, imageBlocks } from '../wasm/image-blocks.js';

/** Values in shared memory and the coefficients c1, c2, ... of a polynomial without constant term. */
export interface PolynomialTask {
  readonly values: Float32Array;
  readonly coefficients: readonly number[];
  readonly out: Float32Array;
}

/** `c1 v + c2 v^2 + ...` of blocks of values. */
export function polynomialStrip({ values, coefficients, out }: PolynomialTask, first: number, end: number): void {
  const { stages, at, floats } = imageBlocks();
  floats(1, coefficients.length).set(coefficients);
  for (let block = first; block < end; block++) {
    const start = block * blockValues;
    const count = Math.min(blockValues, values.length - start);
    const view = floats(0, count);
    view.set(values.subarray(start, start + count));
    stages.polynomial(at(0), count, at(1), coefficients.length);
    out.set(view, start);
  }
}
