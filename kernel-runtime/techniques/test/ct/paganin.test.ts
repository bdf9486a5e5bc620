import { dirname, resolve } from 'node:path';
import { closeStripThreads } from '@daisy-lab/compute';
import { ndarray } from '@daisy-lab/core';
import { paganin } from '@daisy-lab/techniques/ct';
import { afterAll, describe, expect, test } from '@jest/globals';
import { describeImplementations, runBody } from '../describe-implementations.ts';
import { readNpy, testWith } from './real-data.ts';
import { angleAxes, noise, relativeDifference, stackOf, worst } from './stacks.ts';

afterAll(() => closeStripThreads());

const parameters = { energyEv: 20_000, distanceMm: 500, pixelSizeUm: 2, deltaBeta: 300 } as const;
/** lambda d (delta / beta) / (4 pi) over the squared pixel, of these parameters. */
const strength = ((1.239841984e-6 / 20_000) * 0.5 * 300) / (4 * Math.PI * 4e-12);

describeImplementations(paganin, ({ run }) => {
  test.each(['paganin', 'generalised'] as const)(
    'a wave of one frequency is damped by exactly the filter, method %s',
    async method => {
      // 96 x 64 is a size of the transform, so that without padding the frame is periodic
      const [fy, fx] = [5 / 96, 9 / 64];
      const wave = (y: number, x: number): number => Math.cos(2 * Math.PI * (fy * y + fx * x) + 0.4);
      const transmission = stackOf(angleAxes, [3, 96, 64], (_angle, y, x) => 0.6 + 0.1 * wave(y, x));
      const k2 =
        method === 'paganin'
          ? (2 * Math.PI) ** 2 * (fy * fy + fx * fx)
          : 2 * (2 - Math.cos(2 * Math.PI * fy) - Math.cos(2 * Math.PI * fx));
      const expected = stackOf(
        angleAxes,
        [3, 96, 64],
        (_angle, y, x) => -Math.log(0.6 + (0.1 * wave(y, x)) / (1 + strength * k2)),
      );
      const { lineIntegrals } = await run({ transmission }, { params: { ...parameters, method, pad: false } });
      expect(worst(lineIntegrals.data, expected.data)).toBeLessThan(2e-6);
    },
  );

  test('uniform transmission gives its logarithm, in odd sizes and with padding', async () => {
    const transmission = stackOf(angleAxes, [2, 37, 51], () => 0.25);
    const { lineIntegrals } = await run({ transmission }, { params: parameters });
    expect(
      worst(
        lineIntegrals.data,
        transmission.data.map(() => Math.log(4)),
      ),
    ).toBeLessThan(2e-6);
  });

  test('without distance nothing is filtered', async () => {
    const random = noise(3);
    const transmission = stackOf(angleAxes, [1, 20, 33], () => 0.2 + 0.7 * random());
    const { lineIntegrals } = await run({ transmission }, { params: { ...parameters, distanceMm: 0 } });
    expect(
      worst(
        lineIntegrals.data,
        transmission.data.map(value => -Math.log(value)),
      ),
    ).toBeLessThan(5e-6);
  });

  test('NaN is refused, and units that cannot be meant', async () => {
    const transmission = stackOf(angleAxes, [1, 16, 16], (_angle, y, x) => (y === 3 && x === 4 ? Number.NaN : 1));
    await expect(run({ transmission }, { params: parameters })).rejects.toMatchObject({ tag: 'Data' });
    const whole = stackOf(angleAxes, [1, 16, 16], () => 1);
    const wrong = { energyEv: 100, distanceMm: 1e6, pixelSizeUm: 0.001, deltaBeta: 1e6 };
    await expect(run({ transmission: whole }, { params: wrong })).rejects.toMatchObject({
      tag: 'Input',
      action: expect.stringContaining('eV'),
    });
  });
});

describe('ct.paganin', () => {
  test.each(['centred', 'tomopy'] as const)('the bodies agree on noise, frequencies %s', async frequencies => {
    const random = noise(11);
    const transmission = stackOf(angleAxes, [2, 61, 150], () => 0.2 + 0.7 * random());
    const params = { ...parameters, frequencies };
    const fast = await runBody(paganin, { transmission }, { name: 'wasm', params });
    const exact = await runBody(paganin, { transmission }, { name: 'reference', params });
    expect(relativeDifference(fast.lineIntegrals.data, exact.lineIntegrals.data)).toBeLessThan(1e-5);
  });

  // the stored result is the filtered image itself; the alpha of 1e-3 of that release is 1 / (4 pi^2 delta / beta)
  testWith('ct/tomopy_reference/retrieve_phase.npy', "gives TomoPy's numbers", async path => {
    const read = (name: string) => readNpy(resolve(dirname(path), name));
    const [proj, expected] = [read('proj.npy'), read('retrieve_phase.npy')];
    const transmission = ndarray(Float32Array.from(proj.data), proj.shape, angleAxes);
    const beam = { energyEv: 20_000, distanceMm: 500, pixelSizeUm: 1, deltaBeta: 1e3 / (4 * Math.PI ** 2) };
    for (const name of ['wasm', 'reference']) {
      const params = { ...beam, frequencies: 'tomopy' as const };
      const { lineIntegrals } = await runBody(paganin, { transmission }, { name, params });
      expect(
        relativeDifference(
          lineIntegrals.data.map(value => Math.exp(-value)),
          expected.data,
        ),
      ).toBeLessThan(1e-5);
    }
  });
});
