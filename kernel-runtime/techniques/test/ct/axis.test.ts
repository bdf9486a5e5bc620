import { axis, axisEvidence, memoryScan, simulateScan } from '@daisy-lab/techniques/ct';
import { describe, expect, test } from '@jest/globals';
import { runBody } from '../describe-implementations.ts';
import { openDataExchange, testWith } from './real-data.ts';
import { angleArray, lineIntegralsOf, oneRow } from './worlds.ts';

describe('ct.axis', () => {
  test.each([
    [112.25, true],
    [127.5, true],
    [131.4, true],
    [131.4, false],
    [158, true],
  ])('an ammonite about column %d is found within 0.2 pixels (noise and rings: %s)', async (axisPx, noise) => {
    const scan = simulateScan({ axisPx, noise, ringStrength: noise ? 0.012 : 0, rows: 2 });
    const { lineIntegrals, anglesRad } = await lineIntegralsOf(memoryScan(scan.arrays, scan.anglesRad));
    const found = await runBody(axis, { lineIntegrals, anglesRad });
    expect(Math.abs(found.axisPx - axisPx)).toBeLessThan(0.2);
    expect(found.confidence).toBeGreaterThan(0.9);
    const best = found.scores.data.indexOf(Math.min(...found.scores.data));
    expect(Math.abs(found.candidatesPx.data[best]! - found.axisPx)).toBeLessThan(0.25);
  });

  test('angles in any order, and a full turn, give the same axis as a half turn', async () => {
    const { arrays, anglesRad, axisPx } = simulateScan({
      rows: 1,
      columns: 128,
      angles: 120,
      noise: false,
      ringStrength: 0,
    });
    const { lineIntegrals } = await lineIntegralsOf(memoryScan(arrays, anglesRad));
    const line = (index: number): Float32Array => lineIntegrals.data.subarray(index * 128, (index + 1) * 128);
    const backwards = oneRow(new Float32Array(anglesRad.length * 128), anglesRad);
    for (let i = 0; i < anglesRad.length; i++) backwards.data.set(line(anglesRad.length - 1 - i), i * 128);
    const whole = new Float32Array(2 * anglesRad.length * 128);
    whole.set(lineIntegrals.data);
    const wholeRad = Float64Array.from([...anglesRad, ...anglesRad.map(angle => angle + Math.PI)]);
    expect(axisEvidence(backwards, anglesRad.slice().reverse()).axisPx).toBeCloseTo(axisPx, 0);
    expect(axisEvidence(oneRow(whole, wholeRad), wholeRad).axisPx).toBeCloseTo(axisPx, 0);
  });

  test('a given axis comes back without a search', async () => {
    const anglesRad = Float64Array.from([0, 1]);
    const inputs = { lineIntegrals: oneRow(new Float32Array(20), anglesRad), anglesRad: angleArray(anglesRad) };
    const { axisPx, confidence, candidatesPx } = await runBody(axis, inputs, { params: { axisPx: 4.25 } });
    expect([axisPx, confidence, candidatesPx.data.length]).toEqual([4.25, 1, 0]);
    await expect(async () => runBody(axis, inputs, { params: { axisPx: 400 } })).rejects.toMatchObject({
      tag: 'Input',
    });
  });

  test('noise alone gives no confidence', () => {
    let state = 1;
    const noise = Float32Array.from(
      { length: 90 * 100 },
      () => (state = (state * 16807) % 2147483647) / 2147483647 - 0.5,
    );
    const anglesRad = Float64Array.from({ length: 90 }, (_, i) => (i * Math.PI) / 90);
    expect(axisEvidence(oneRow(noise, anglesRad), anglesRad).confidence).toBeLessThan(0.6);
  });

  test.each([
    ['too few degrees', 90, 1, 'The 60 projections cover 88.5 degrees, but finding the rotation axis needs 180.'],
    ['no structure', 180, 0, 'This detector row has no structure from which the rotation axis could be found.'],
    ['NaN', 180, Number.NaN, 'Row 0 has values that are not numbers, the first at angle 0, column 0.'],
  ])('%s is refused in a sentence', (_, degrees, value, sentence) => {
    const anglesRad = Float64Array.from({ length: 60 }, (__, i) => (i * degrees * Math.PI) / 180 / 60);
    const sinogram = new Float32Array(60 * 64).fill(value);
    expect(() => axisEvidence(oneRow(sinogram, anglesRad), anglesRad)).toThrow(sentence);
  });

  test('a row that was not read is refused', () => {
    const anglesRad = Float64Array.from({ length: 60 }, (_, i) => (i * Math.PI) / 60);
    const stack = oneRow(new Float32Array(60 * 64), anglesRad);
    expect(() => axisEvidence(stack, anglesRad, { row: 3 })).toThrow('Row 3 is not among the 1 rows of the data.');
  });

  testWith('ct/tooth.h5', 'the axis of the tooth is at 296.0 within half a pixel, in both rows', async path => {
    const { lineIntegrals, anglesRad } = await lineIntegralsOf(await openDataExchange(path));
    for (const row of [0, 1]) {
      const evidence = axisEvidence(lineIntegrals, anglesRad.data, { row });
      expect(Math.abs(evidence.axisPx - 296)).toBeLessThan(0.5);
      expect(evidence.confidence).toBeGreaterThan(0.9);
      expect(evidence.why).toContain('continues the first best');
    }
  });
});
