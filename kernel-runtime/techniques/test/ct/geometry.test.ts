import { closePool } from '@daisy-lab/compute';
import { ndarray } from '@daisy-lab/core';
import {
  alignProjections,
  axisEvidence,
  correctTilt,
  cutEllipsoids,
  fillOpposite,
  halfTurnAngles,
  projectEllipses,
  recon,
  stitchFullTurn,
  type Ellipse,
  type Ellipsoid,
} from '@daisy-lab/techniques/ct';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { runBody } from '../describe-implementations.ts';
import { angleArray, oneRow, relativeError } from './worlds.ts';

jest.setTimeout(120_000);
afterAll(() => closePool());

describe('half acquisition', () => {
  const parts: readonly Ellipse[] = [
    { xPx: 5, yPx: -8, semiAxesPx: [88, 80], tiltRad: 0.3, attenuation: 0.01 },
    { xPx: 40, yPx: 30, semiAxesPx: [20, 12], tiltRad: 1, attenuation: 0.015 },
    { xPx: -50, yPx: 12, semiAxesPx: [9, 16], tiltRad: 0, attenuation: -0.01 },
  ];

  test.each([14.3, 113.5])('an axis at column %d of 128 gives the slice of a wide detector', async axisPx => {
    const anglesRad = Float64Array.from({ length: 600 }, (_, i) => (i * Math.PI) / 300);
    const half = oneRow(projectEllipses(parts, anglesRad, 128, axisPx), anglesRad);
    const found = axisEvidence(half, anglesRad, { method: 'overlap' });
    expect(Math.abs(found.axisPx - axisPx)).toBeLessThan(0.15);
    const { stitched, stitchedAnglesRad, stitchedAxisPx } = await runBody(stitchFullTurn, {
      ...{ lineIntegrals: half, anglesRad: angleArray(anglesRad), axisPx },
    });
    const width = stitched.shape[2]!;
    expect(stitched.shape[0]).toBe(300);
    expect(width).toBeGreaterThan(220);
    const truth = projectEllipses(parts, stitchedAnglesRad.data, width, stitchedAxisPx);
    const rms = Math.sqrt(truth.reduce((sum, value, i) => sum + (value - stitched.data[i]!) ** 2, 0) / truth.length);
    expect(rms).toBeLessThan(0.005 * Math.max(...truth));
  });

  test('where both views see the sample, the share of the one goes smoothly over to the other', async () => {
    const anglesRad = Float64Array.from({ length: 8 }, (_, i) => (i * Math.PI) / 4);
    // the views of the first half turn are 1, those that are mirrored 0
    const lineIntegrals = oneRow(
      Float32Array.from({ length: 8 * 64 }, (_, i) => (i < 4 * 64 ? 1 : 0)),
      anglesRad,
    );
    const inputs = { lineIntegrals, anglesRad: angleArray(anglesRad), axisPx: 20 };
    const { stitched } = await runBody(stitchFullTurn, inputs);
    const [line, before] = [stitched.data.slice(0, 86), stitched.data.slice(0, 85)];
    expect([line[22], line[85]]).toEqual([0, 1]);
    before.forEach((share, x) => {
      expect(line[x + 1]!).toBeGreaterThanOrEqual(share);
      expect(line[x + 1]! - share).toBeLessThan(0.05);
    });
    await expect(runBody(stitchFullTurn, { ...inputs, axisPx: 63.5 })).rejects.toMatchObject({ tag: 'Input' });
  });

  test('less than a full turn is refused in a sentence', async () => {
    const anglesRad = halfTurnAngles(90);
    const inputs = {
      lineIntegrals: oneRow(new Float32Array(90 * 32), anglesRad),
      anglesRad: angleArray(anglesRad),
      axisPx: 4,
    };
    await expect(runBody(stitchFullTurn, inputs)).rejects.toThrow('The projections cover 178.0 degrees');
  });
});

describe('dead columns of a full turn', () => {
  const parts: readonly Ellipse[] = [
    { xPx: 3, yPx: -6, semiAxesPx: [44, 38], tiltRad: 0.3, attenuation: 0.01 },
    { xPx: 15, yPx: 12, semiAxesPx: [7, 5], tiltRad: 1, attenuation: 0.03 },
    { xPx: -20, yPx: 5, semiAxesPx: [3, 4], tiltRad: 0, attenuation: 0.05 },
  ];
  const axisPx = 62.3;
  const dead = [40, 41, 90];
  const errorIn = (found: Float32Array, truth: Float32Array, columns: readonly number[]): number => {
    const chosen = [...truth.keys()].filter(i => columns.includes(i % 128));
    return Math.sqrt(chosen.reduce((sum, i) => sum + (found[i]! - truth[i]!) ** 2, 0) / chosen.length);
  };
  const fill = async (anglesRad: Float64Array, mark: readonly number[] = dead) => {
    const truth = projectEllipses(parts, anglesRad, 128, axisPx);
    const lineIntegrals = oneRow(
      truth.map((value, i) => (mark.includes(i % 128) ? 0 : value)),
      anglesRad,
    );
    const result = await runBody(fillOpposite, { lineIntegrals, anglesRad: angleArray(anglesRad), axisPx });
    return { ...result, found: result.lineIntegrals.data, truth };
  };
  const turn = (count: number): Float64Array =>
    Float64Array.from({ length: count }, (_, i) => (2 * Math.PI * i) / count);

  // an odd number of views has none exactly half a turn away
  test.each([400, 401])('are what the opposite views have seen, %i views', async count => {
    const { found, truth, fromOpposite, bridged } = await fill(turn(count));
    const { found: half } = await fill(turn(count).map(angle => angle / 2));
    expect([fromOpposite, bridged]).toEqual([3, 0]);
    expect(errorIn(found, truth, dead)).toBeLessThan(0.02 * Math.max(...truth));
    const halfTruth = projectEllipses(
      parts,
      turn(count).map(angle => angle / 2),
      128,
      axisPx,
    );
    expect(errorIn(found, truth, dead)).toBeLessThan(0.5 * errorIn(half, halfTruth, dead));
    const others = Array.from({ length: 128 }, (_, x) => x).filter(x => !dead.includes(x));
    expect(errorIn(found, truth, others)).toBe(0);
  });

  test('are filled beside another dead column too', async () => {
    // column 40 is seen between columns 84 and 85, whose neighbour is dead
    const { found, truth, fromOpposite } = await fill(turn(400), [40, 83]);
    expect(fromOpposite).toBe(2);
    expect(errorIn(found, truth, [40])).toBeLessThan(0.02 * Math.max(...truth));
  });

  test('are bridged where no view has seen them: opposite ones dead too, or half a turn', async () => {
    const both = await fill(turn(400), [40, 84, 85]);
    expect([both.fromOpposite, both.bridged]).toEqual([0, 3]);
    const half = await fill(halfTurnAngles(200));
    expect([half.fromOpposite, half.bridged]).toEqual([0, 3]);
    expect(errorIn(half.found, half.truth, dead)).toBeLessThan(0.1 * Math.max(...half.truth));
  });

  test('views in any order, and angles beyond a turn, are paired all the same', async () => {
    const mixed = Float64Array.from({ length: 400 }, (_, i) => (2 * Math.PI * ((i * 77) % 400)) / 400 - 7);
    const { found, truth, fromOpposite } = await fill(mixed);
    expect(fromOpposite).toBe(3);
    expect(errorIn(found, truth, dead)).toBeLessThan(0.02 * Math.max(...truth));
  });
});

const body: readonly Ellipsoid[] = [
  { xPx: 3, yPx: -4, zPx: 0, semiAxesPx: [26, 20], semiHeightPx: 14, tiltRad: 0.3, attenuation: 0.02 },
  { xPx: -9, yPx: 8, zPx: -4, semiAxesPx: [7, 5], semiHeightPx: 6, tiltRad: 0, attenuation: 0.04 },
  { xPx: 12, yPx: 3, zPx: 5, semiAxesPx: [4, 6], semiHeightPx: 5, tiltRad: 0, attenuation: 0.03 },
];

/** Line integrals [angle, row, column] of the body, whose views lie `right` and `down` of their place. */
function views(anglesRad: Float64Array, shift: (angle: number) => readonly [right: number, down: number], rows = 40) {
  const columns = 80;
  const data = new Float32Array(anglesRad.length * rows * columns);
  anglesRad.forEach((rad, angle) => {
    const [right, down] = shift(angle);
    for (let row = 0; row < rows; row++) {
      const cut = cutEllipsoids(body, row - 19.5 - down);
      data.set(projectEllipses(cut, Float64Array.of(rad), columns, 39.5 + right), (angle * rows + row) * columns);
    }
  });
  return ndarray(data, [anglesRad.length, rows, columns], ['angle', 'row', 'column']);
}

describe('jitter', () => {
  const anglesRad = halfTurnAngles(90);
  const jitter = (angle: number): readonly [number, number] => [
    2.5 * Math.sin(angle * 12.9898) * Math.cos(angle * 3.7),
    1.5 * Math.sin(angle * 78.233),
  ];
  const still = views(anglesRad, () => [0, 0]);
  const shaken = views(anglesRad, jitter);
  const inputs = { anglesRad: angleArray(anglesRad), axisPx: 39.5 };

  test.each(['mass', 'reprojection'] as const)('method %s brings the slice back', async method => {
    const slice = async (lineIntegrals: typeof still): Promise<Float32Array> => {
      const { slices } = await runBody(recon, { lineIntegrals, ...inputs }, { params: { filter: 'hann' } });
      return slices.data.slice(18 * 6400, 19 * 6400);
    };
    const { aligned, shifts } = await runBody(
      alignProjections,
      { lineIntegrals: shaken, ...inputs },
      { params: { method } },
    );
    const truth = await slice(still);
    const before = relativeError(await slice(shaken), truth, 80, 36);
    expect(relativeError(await slice(aligned), truth, 80, 36)).toBeLessThan(0.3 * before);
    const off = Array.from(anglesRad, (_, angle) => shifts.data[2 * angle + 1]! - jitter(angle)[1]).sort(
      (a, b) => a - b,
    );
    const common = off[45]!; // the height of the whole is not known
    expect(Math.abs(off[80]! - common) + Math.abs(off[10]! - common)).toBeLessThan(0.3);
  });

  /** Largest errors of the shifts, across the columns and down the rows; the place of the whole is not known. */
  const errorsOf = (shifts: Float64Array): readonly number[] =>
    [0, 1].map(direction => {
      const off = Array.from(anglesRad, (_, angle) => shifts[2 * angle + direction]! - jitter(angle)[direction]!);
      const mean = off.reduce((sum, each) => sum + each, 0) / off.length;
      return Math.max(...off.map(each => Math.abs(each - mean)));
    });

  test('reprojection aligns a sample that leaves the detector below, which has no centre of mass to go by', async () => {
    const lineIntegrals = views(anglesRad, jitter, 24);
    const align = (method: 'mass' | 'reprojection') =>
      runBody(alignProjections, { lineIntegrals, ...inputs }, { params: { method } });
    const [mass, reprojected] = [await align('mass'), await align('reprojection')];
    const [across, down] = errorsOf(reprojected.shifts.data);
    expect(across).toBeLessThan(0.03);
    expect(across).toBeLessThan(0.3 * errorsOf(mass.shifts.data)[0]!);
    expect(Math.max(down!, errorsOf(mass.shifts.data)[1]!)).toBeLessThan(0.05);
    expect(mass.residuals.shape).toEqual([0]);
    const residuals = [...reprojected.residuals.data];
    expect(residuals.at(-1)!).toBeLessThan(0.01);
    expect(residuals.length).toBeLessThan(5);
  });

  test('neighbours shows how the sample moves up and down from view to view', async () => {
    const { shifts } = await runBody(
      alignProjections,
      { lineIntegrals: shaken, ...inputs },
      { params: { method: 'neighbours' } },
    );
    const [across, down] = errorsOf(shifts.data);
    expect(down).toBeLessThan(0.15);
    // across the columns the turning sample moves as well
    expect(across).toBeLessThan(1.5);
  });

  test('shifts for another number of projections are refused', async () => {
    const shifts = ndarray(new Float64Array(20), [10, 2], ['angle', 'direction'], 'pixel');
    await expect(runBody(alignProjections, { lineIntegrals: shaken, ...inputs, shifts })).rejects.toMatchObject({
      tag: 'Input',
    });
  });

  test('saved shifts are applied without a search', async () => {
    const first = await runBody(alignProjections, { lineIntegrals: shaken, ...inputs }, { params: { method: 'mass' } });
    const again = await runBody(alignProjections, { lineIntegrals: shaken, ...inputs, shifts: first.shifts });
    expect(again.aligned.data.every((value, i) => value === first.aligned.data[i])).toBe(true);
  });
});

test('a leaning axis is set upright', async () => {
  const anglesRad = halfTurnAngles(12);
  const tiltRad = 0.03;
  const still = views(anglesRad, () => [0, 0]);
  const axis = { axisPx: 39.5 };
  const leaning = await runBody(correctTilt, { lineIntegrals: still, ...axis, tiltRad: -tiltRad });
  const { upright } = await runBody(correctTilt, { lineIntegrals: leaning.upright, ...axis, tiltRad });
  const rms = (a: Float32Array, b: Float32Array): number =>
    Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0) / a.length);
  expect(rms(upright.data, still.data)).toBeLessThan(0.6 * rms(leaning.upright.data, still.data));
  const same = await runBody(correctTilt, { lineIntegrals: still, ...axis, tiltRad: 0 });
  expect(same.upright).toBe(still);
});
