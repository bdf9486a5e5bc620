import { blockValues, runStrips, type PolynomialTask } from '@daisy-lab/compute';
import { DaisyError, sizeOf, takeFirst } from '@daisy-lab/core';
import { inTurns, type Turns } from '../in-turns.js';
import { emptyLike, shared, type Stack3, type Threaded } from '../strips.js';

type Stack = Stack3<readonly ['angle', 'row', 'column']>;

/** Blocks of values in worker threads, with WebAssembly SIMD, into shared memory. */
export async function lineariseInThreads(
  lineIntegrals: Stack,
  coefficients: readonly number[],
  out: Stack,
  { threads, signal, progress }: Threaded,
): Promise<Stack> {
  checkCoefficients(coefficients);
  const task: PolynomialTask = { values: shared(lineIntegrals.data), coefficients, out: out.data };
  await runStrips('polynomial', task, Math.ceil(sizeOf(out.shape) / blockValues), { threads, signal, progress });
  return out;
}

/** `c1 p + c2 p^2 + ...` value by value. */
export async function linearise(lineIntegrals: Stack, coefficients: readonly number[], turns: Turns): Promise<Stack> {
  checkCoefficients(coefficients);
  const out = emptyLike(lineIntegrals);
  await inTurns(lineIntegrals.shape[0]!, turns, angle => {
    const from = takeFirst(lineIntegrals, angle).data as Float32Array;
    const to = takeFirst(out, angle).data as Float32Array;
    for (let pixel = 0; pixel < from.length; pixel++) {
      const value = from[pixel]!;
      let sum = 0;
      for (let power = coefficients.length - 1; power >= 0; power--) sum = (sum + coefficients[power]!) * value;
      to[pixel] = sum;
    }
  });
  return out;
}

function checkCoefficients(coefficients: readonly number[]): void {
  if (coefficients.length > 0) return;
  throw new DaisyError('Input', {
    message: 'The polynomial has no coefficients.',
    action: 'Give at least the coefficient of the line integral itself; [1] changes nothing.',
  });
}
