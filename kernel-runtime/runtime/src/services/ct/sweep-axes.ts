import { sharedArray } from '@daisy-lab/core';
import type { LiveScan, LiveWish } from './live-scan.js';

/** Fractions of a pixel that count as the same. */
const sameFraction = 1e-4;

/**
 * One slice for each axis, [y][x] each. A slice depends on where the detector lies to the axis alone, so axes that differ by whole
 * pixels are rows of one reconstruction: the same sinogram, moved. What comes in at an edge repeats the outermost column.
 */
export async function sweepAxes(
  live: LiveScan,
  wish: LiveWish,
  axesPx: readonly number[],
  signal: AbortSignal | undefined,
): Promise<readonly Float32Array[]> {
  const { lineIntegrals, anglesRad, axisShiftPx } = await live.prepared(wish, signal);
  const [angles, , columns] = lineIntegrals.shape as [number, number, number];
  const size = columns * columns;
  const swept: Float32Array[] = [];
  await Promise.all(
    groupsOf(axesPx).map(async group => {
      const base = axesPx[group[group.length >> 1]!]!;
      const moved = sharedArray('float32', [angles, group.length, columns], ['angle', 'row', 'column']);
      group.forEach((candidate, row) => {
        const shift = Math.round(axesPx[candidate]! - base);
        moveRow(lineIntegrals.data, moved.data, { angles, columns, rows: group.length, row, shift });
      });
      const slices = await live.reconstruct({ lineIntegrals: moved, anglesRad, axisShiftPx }, wish, base, true, signal);
      group.forEach((candidate, row) => (swept[candidate] = slices.data.subarray(row * size, (row + 1) * size)));
    }),
  );
  return swept;
}

/** Indices of the axes by their fraction of a pixel. */
export function groupsOf(axesPx: readonly number[]): readonly (readonly number[])[] {
  const groups: number[][] = [];
  axesPx.forEach((axis, at) => {
    const known = groups.find(([first]) => {
      const apart = axis - axesPx[first!]!;
      return Math.abs(apart - Math.round(apart)) < sameFraction;
    });
    if (known) known.push(at);
    else groups.push([at]);
  });
  return groups;
}

interface Move {
  readonly angles: number;
  readonly columns: number;
  readonly rows: number;
  readonly row: number;
  /** Column `shift + c` of the sinogram becomes column `c`. */
  readonly shift: number;
}

function moveRow(from: Float32Array, to: Float32Array, { angles, columns, rows, row, shift }: Move): void {
  const first = Math.max(0, -shift);
  const end = Math.min(columns, columns - shift);
  for (let angle = 0; angle < angles; angle++) {
    const source = angle * columns;
    const target = (angle * rows + row) * columns;
    to.set(from.subarray(source + first + shift, source + end + shift), target + first);
    to.fill(from[source]!, target, target + first);
    to.fill(from[source + columns - 1]!, target + end, target + columns);
  }
}
