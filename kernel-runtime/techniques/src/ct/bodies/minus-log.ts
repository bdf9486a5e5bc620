import { DaisyError, sharedArray, takeFirst, type NdArray } from '@daisy-lab/core';
import { inTurns, type Turns } from './in-turns.js';

type Stack = NdArray<'float32', readonly ['angle', 'row', 'column']>;

/** `-ln(transmission)`, value by value. */
export async function lineIntegralsOf(transmission: Stack, turns: Turns): Promise<Stack> {
  const lineIntegrals = sharedArray('float32', transmission.shape, ['angle', 'row', 'column']);
  let bad = 0;
  await inTurns(transmission.shape[0]!, turns, angle => {
    bad += minusLogInto(takeFirst(transmission, angle).data, takeFirst(lineIntegrals, angle).data);
  });
  refuseMissingLogs(bad);
  return lineIntegrals;
}

/** @throws DaisyError `Data` when values have no logarithm. */
export function refuseMissingLogs(bad: number): void {
  if (bad === 0) return;
  throw new DaisyError('Data', {
    message: `${bad} values of the transmission are not positive numbers, so they have no logarithm.`,
    action: 'Normalise the projections first; that raises zeros and marks dead pixels.',
    bad,
  });
}

/** Writes the line integrals of one projection (`into` may be the input); tells how many values have no logarithm. */
export function minusLogInto(transmission: Float32Array, into: Float32Array): number {
  let bad = 0;
  for (let pixel = 0; pixel < into.length; pixel++) {
    const value = transmission[pixel]!;
    if (value > 0 && value < Infinity) into[pixel] = -Math.log(value);
    else bad++;
  }
  return bad;
}
