import { guessTurn, guessValues, projectEllipses, viewsOfTurn, type Ellipse } from '@daisy-lab/techniques/ct';
import { describe, expect, test } from '@jest/globals';

const columns = 96;
const parts: readonly Ellipse[] = [
  { xPx: 3, yPx: -5, semiAxesPx: [34, 28], tiltRad: 0.3, attenuation: 0.01 },
  { xPx: 14, yPx: 9, semiAxesPx: [8, 5], tiltRad: 1, attenuation: 0.03 },
];

function lines(count: number, turnDeg: number, axisPx = 50.2): Float32Array {
  const angles = Float64Array.from({ length: count }, (_, i) => (i * turnDeg * Math.PI) / 180 / count);
  return projectEllipses(parts, angles, columns, axisPx);
}

const frameOf = (sinogram: ArrayLike<number>, index: number): Float64Array =>
  Float64Array.from({ length: columns }, (_, x) => sinogram[index * columns + x]!);

describe('what values are, without flat fields', () => {
  const frames = (value: (line: number) => number): Float64Array[] =>
    [0, 20, 40].map(index => frameOf(lines(60, 180), index).map(value));

  test.each([
    ['counts', (line: number) => 40000 * Math.exp(-line), true, { values: 'counts', beam: 40000, seen: true }],
    ['transmission', (line: number) => Math.exp(-line), false, { values: 'transmission', beam: 1 }],
    ['line integrals', (line: number) => line - 0.01, false, { values: 'attenuation', unit: 1 }],
    ['line integrals as integers', (line: number) => 30000 * line, true, { values: 'attenuation', unit: 1e4 }],
    ['counts as real numbers, dark at the ends', (line: number) => 5000 * line + 200, false, { values: 'counts' }],
    ['dark counts', (line: number) => 0.4 * Math.exp(-line), false, { values: 'counts', beam: 0.4 }],
  ] as const)('%s', (_, value, whole, expected) => {
    expect(guessValues(frames(value), columns, whole)).toMatchObject(expected);
  });

  test('a sample wider than the detector leaves no air: the brightest counts stand for the beam', () => {
    const wide = frameOf(lines(60, 180), 0).map((line, x) => 1000 * Math.exp(-line - (x < 10 || x > 85 ? 1 : 0)));
    expect(guessValues([wide], columns, false)).toMatchObject({ values: 'counts', seen: false });
  });
});

describe('how far a scan goes round', () => {
  const turn = (count: number, turnDeg: number, axisPx?: number) => {
    const sinogram = lines(count, turnDeg, axisPx);
    return guessTurn(index => frameOf(sinogram, index), count, columns);
  };

  test('a half and a full turn, with the axis anywhere', () => {
    expect(turn(120, 180)).toEqual({ turnDeg: 180, inclusive: false, clear: true });
    expect(turn(120, 360)).toEqual({ turnDeg: 360, inclusive: false, clear: true });
    expect(turn(120, 360, 18)).toMatchObject({ turnDeg: 360, clear: true });
  });

  test('one projection more than a round number says that both ends were taken', () => {
    expect(turn(181, 180 * (1 + 1 / 180)).inclusive).toBe(true);
  });

  test('views that never mirror each other are no clear case', () => {
    const angles = Float64Array.from({ length: 40 }, (_, i) => (i * 100 * Math.PI) / 180 / 40);
    const long: Ellipse = { xPx: 0, yPx: 0, semiAxesPx: [36, 3], tiltRad: 0.3, attenuation: 0.03 };
    const sinogram = projectEllipses([long], angles, columns, 50.2);
    expect(guessTurn(index => frameOf(sinogram, index), 40, columns).clear).toBe(false);
  });

  test('few views are read of a long scan', () => {
    expect(viewsOfTurn(3000, 2048)).toHaveLength(7);
    expect(viewsOfTurn(2, 1)).toEqual([
      { here: 0, opposite: 1 },
      { here: 0, opposite: 1 },
    ]);
  });
});
