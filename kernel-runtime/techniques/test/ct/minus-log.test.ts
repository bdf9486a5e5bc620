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

  test('is exact to a few roundings from black to brighter than the beam, also near 1 where it goes to 0', async () => {
    const dark = Array.from({ length: 4000 }, (_, i) => 6e-6 * Math.exp((i / 3999) * Math.log(1.7 / 6e-6)));
    const near = Array.from({ length: 1001 }, (_, i) => 0.99 + 0.00002 * i);
    const transmission = stack(...dark, ...near);
    const { lineIntegrals } = await run({ transmission });
    transmission.data.forEach((value, i) => {
      const exact = -Math.log(value);
      expect(Math.abs(lineIntegrals.data[i]! - exact)).toBeLessThanOrEqual(4e-7 * Math.abs(exact));
    });
  });

  test.each([0, -0, -1e-30, Number.NaN, Infinity, -Infinity])('a lone %p is found wherever it lies', async value => {
    for (let place = 0; place < 6; place++) {
      const transmission = stack(...Array.from({ length: 6 }, (_, i) => (i === place ? value : 0.5)));
      await expect(run({ transmission })).rejects.toMatchObject({ tag: 'Data', facts: { bad: 1 } });
    }
  });

  test('values without logarithm are refused with their number', async () => {
    await expect(run({ transmission: stack(1, 0, -1, Number.NaN) })).rejects.toMatchObject({
      tag: 'Data',
      facts: { bad: 3 },
    });
  });
});
