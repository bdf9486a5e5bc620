import type { NdArray } from '@daisy-lab/core';
import { lineShift } from './line-shift.js';
import { moveFrame } from './move-frame.js';

/** Rounds of moving the profiles onto their mean. */
const meanRounds = 4;

/**
 * First alignment, [angle][right, down]: down the rows by the sums over columns, which all views share; across by the centre of mass,
 * which must lie at axis + a cos + b sin.
 */
export function shiftsByMass(
  { data, shape }: NdArray<'float32'>,
  anglesRad: Float64Array,
  axisPx: number,
  largestPx: number,
): Float64Array {
  const [angles, rows, columns] = shape as [number, number, number];
  const shifts = new Float64Array(2 * angles);
  const profiles = new Float32Array(angles * rows);
  const centres = new Float64Array(angles);
  for (let angle = 0; angle < angles; angle++) {
    let mass = 0;
    let moment = 0;
    for (let row = 0; row < rows; row++) {
      let sum = 0;
      for (let column = 0; column < columns; column++) {
        const value = data[(angle * rows + row) * columns + column]!;
        sum += value;
        moment += value * column;
      }
      profiles[angle * rows + row] = sum;
      mass += sum;
    }
    centres[angle] = mass === 0 ? axisPx : moment / mass;
  }
  const [a, b] = fitWave(centres, anglesRad, axisPx);
  const down = rows < 4 ? new Float64Array(angles) : alignProfiles(profiles, rows, largestPx);
  for (let angle = 0; angle < angles; angle++) {
    const expected = axisPx + a * Math.cos(anglesRad[angle]!) + b * Math.sin(anglesRad[angle]!);
    const right = centres[angle]! - expected;
    shifts[2 * angle] = Math.max(-largestPx, Math.min(largestPx, right));
    shifts[2 * angle + 1] = down[angle]!;
  }
  return shifts;
}

/** How far each profile lies below their mean; the mean sharpens as they move onto it. The shifts add up to 0. */
function alignProfiles(profiles: Float32Array, rows: number, largestPx: number): Float64Array {
  const count = profiles.length / rows;
  const shifts = new Float64Array(count);
  const moved = profiles.slice();
  const line = (from: Float32Array, i: number): Float32Array => from.subarray(i * rows, (i + 1) * rows);
  for (let round = 0; round < meanRounds; round++) {
    const mean = new Float32Array(rows);
    moved.forEach((value, i) => (mean[i % rows]! += value / count));
    for (let i = 0; i < count; i++) shifts[i]! += lineShift(line(moved, i), mean, rows, largestPx);
    const common = shifts.reduce((sum, shift) => sum + shift, 0) / count;
    for (let i = 0; i < count; i++) {
      shifts[i] = Math.max(-largestPx, Math.min(largestPx, shifts[i]! - common));
      moveFrame(line(profiles, i), 1, rows, shifts[i]!, 0, line(moved, i));
    }
  }
  return shifts;
}

/** Least squares for centre - axis = a cos + b sin. */
function fitWave(centres: Float64Array, anglesRad: Float64Array, axisPx: number): readonly [number, number] {
  let [cc, cs, ss, cy, sy] = [0, 0, 0, 0, 0];
  anglesRad.forEach((angle, i) => {
    const [c, s, y] = [Math.cos(angle), Math.sin(angle), centres[i]! - axisPx];
    cc += c * c;
    cs += c * s;
    ss += s * s;
    cy += c * y;
    sy += s * y;
  });
  const determinant = cc * ss - cs * cs;
  if (Math.abs(determinant) < 1e-9) return [cc > 0 ? cy / cc : 0, 0];
  return [(cy * ss - sy * cs) / determinant, (sy * cc - cy * cs) / determinant];
}
