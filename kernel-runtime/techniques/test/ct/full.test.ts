import { closePool } from '@daisy-lab/compute';
import { flatten, planSections } from '@daisy-lab/core';
import { full, memoryScan, simulateScan } from '@daisy-lab/techniques/ct';
import { afterAll, describe, expect, test } from '@jest/globals';
import { openDataExchange, testWith } from './real-data.ts';
import { reconstructScan, relativeError } from './worlds.ts';

afterAll(() => closePool());

describe('ct.full', () => {
  test('has its steps in the order in which they can run', () => {
    expect(full.graph!.nodes.map(node => node.algorithm.id)).toEqual([
      'ct.findAxis',
      'ct.read',
      'ct.flatLog',
      'ct.recon',
    ]);
    expect(full.graph!.nodes.every(node => node.algorithm.implementations.size > 0)).toBe(true);
  });

  test('from the read to the slices nothing exists as a whole, and the axis is found before', () => {
    const sections = planSections(flatten(full, {}));
    expect(sections.map(({ over, steps }) => [over, steps.map(({ path }) => path.split('/').at(-1))])).toEqual([
      [null, ['findAxis']],
      ['row', ['read', 'flatLog', 'recon']],
    ]);
  });

  test('a simulated scan comes back as the ammonite that was put in', async () => {
    const simulated = simulateScan({ columns: 192, rows: 8, angles: 240, beamCounts: 60000, ringStrength: 0 });
    const scan = memoryScan(simulated.arrays, simulated.anglesRad);
    const { slices, axisPx } = await reconstructScan(scan, { firstRow: 3, endRow: 6 });
    expect(Math.abs(axisPx - simulated.axisPx)).toBeLessThan(0.2);
    const middle = slices.data.slice(192 * 192, 2 * 192 * 192);
    expect(relativeError(middle, simulated.truth(4), 192, 90)).toBeLessThan(0.25);
    const sum = (image: Float32Array): number => image.reduce((a, b) => a + b, 0);
    expect(sum(middle) / sum(simulated.truth(4))).toBeCloseTo(1, 2);
  });

  testWith('ct/tooth.h5', 'the tooth is a bright body in an empty field', async path => {
    const { slices } = await reconstructScan(await openDataExchange(path));
    expect(slices.shape).toEqual([2, 640, 640]);
    const slice = slices.data.subarray(0, 640 * 640);
    const mean = (x0: number, y0: number): number => {
      let sum = 0;
      for (let i = 0; i < 400; i++) sum += slice[(y0 + Math.floor(i / 20)) * 640 + x0 + (i % 20)]!;
      return sum / 400;
    };
    const corners = [mean(60, 60), mean(560, 560), mean(60, 560), mean(560, 60)];
    const brightest = Math.max(...Array.from({ length: 900 }, (_, i) => mean((i % 30) * 20, Math.floor(i / 30) * 20)));
    for (const corner of corners) expect(Math.abs(corner)).toBeLessThan(0.05 * brightest);
  });
});
