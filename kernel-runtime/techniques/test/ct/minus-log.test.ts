import { ndarray } from '@daisy-lab/core';
import { minusLog } from '@daisy-lab/techniques/ct';
import { describe, expect, test } from '@jest/globals';
import { runBody } from '../describe-implementations.ts';

const stack = (...values: number[]) =>
  ndarray(Float32Array.from(values), [1, 1, values.length], ['angle', 'row', 'column']);

describe('ct.minusLog', () => {
  test('is the negative logarithm, also of what is brighter than the beam', async () => {
    const { lineIntegrals } = await runBody(minusLog, { transmission: stack(1, Math.exp(-2), 1.1) });
    expect(lineIntegrals.data[0]).toBeCloseTo(0, 12);
    expect(lineIntegrals.data[1]).toBeCloseTo(2, 6);
    expect(lineIntegrals.data[2]).toBeCloseTo(-Math.log(1.1), 6);
  });

  test('values without logarithm are refused with their number', async () => {
    await expect(runBody(minusLog, { transmission: stack(1, 0, -1, Number.NaN) })).rejects.toMatchObject({
      tag: 'Data',
      facts: { bad: 3 },
    });
  });
});
