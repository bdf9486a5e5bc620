import { closePool } from '@daisy-lab/compute';
import { memoryScan, recon, simulateScan } from '@daisy-lab/techniques/ct';
import { afterAll, describe, expect, test } from '@jest/globals';
import { runBody } from '../describe-implementations.ts';
import { reconConformance, tolerance } from './recon-conformance.ts';
import { angleArray, lineIntegralsOf, oneRow, relativeError } from './worlds.ts';

afterAll(() => closePool());

reconConformance();

describe('ct.recon', () => {
  test.each([
    ['fast', 1e-3],
    ['standard', tolerance.betweenBodies],
    ['precise', 2e-4],
  ] as const)('the bodies agree on the ammonite at quality %s', async (quality, limit) => {
    const { arrays, anglesRad, axisPx } = simulateScan({ columns: 128, rows: 3, angles: 120 });
    const { lineIntegrals } = await lineIntegralsOf(memoryScan(arrays, anglesRad));
    const inputs = { lineIntegrals, anglesRad: angleArray(anglesRad), axisPx };
    const fast = await runBody(recon, inputs, { name: 'wasm', params: { quality } });
    const exact = await runBody(recon, inputs, { name: 'reference' });
    expect(fast.slices.shape).toEqual([3, 128, 128]);
    expect(fast.slices.unit).toBe('1/pixel');
    expect(relativeError(fast.slices.data.slice(128 * 128), exact.slices.data.slice(128 * 128), 128, 60)).toBeLessThan(
      limit,
    );
  });

  test('NaN in the line integrals is refused, not spread', async () => {
    const anglesRad = Float64Array.from({ length: 40 }, (_, i) => (i * Math.PI) / 40);
    const lineIntegrals = oneRow(new Float32Array(40 * 32).fill(1), anglesRad);
    lineIntegrals.data[77] = Number.NaN;
    const inputs = { lineIntegrals, anglesRad: angleArray(anglesRad), axisPx: 16 };
    await expect(runBody(recon, inputs, { name: 'wasm' })).rejects.toMatchObject({ tag: 'Data' });
  });
});
