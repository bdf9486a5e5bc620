import { closeStripThreads } from '@daisy-lab/compute';
import { ndarray } from '@daisy-lab/core';
import { minusLog } from '@daisy-lab/techniques/ct';
import { afterAll, expect, test } from '@jest/globals';
import { describeImplementations } from '../describe-implementations.ts';

const stack = (...values: number[]) =>
  ndarray(Float32Array.from(values), [1, 1, values.length], ['angle', 'row', 'column']);

afterAll(() => closeStripThreads());

describeImplementations(minusLog, ({ run }) => {
  test('is the negative logarithm, also of what is brighter than the beam', async () => {
    const { lineIntegrals } = await run({ transmission: stack(1, Math.exp(-2), 1.1) });
    expect(lineIntegrals.data[0]).toBeCloseTo(0, 12);
    expect(lineIntegrals.data[1]).toBeCloseTo(2, 6);
    expect(lineIntegrals.data[2]).toBeCloseTo(-Math.log(1.1), 6);
  });

  test('values without logarithm are refused with their number', async () => {
    await expect(run({ transmission: stack(1, 0, -1, Number.NaN) })).rejects.toMatchObject({
      tag: 'Data',
      facts: { bad: 3 },
    });
  });
});
