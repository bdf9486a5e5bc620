import type { NdArray } from '@daisy-lab/core';
import { columnRoughness } from '../axis/faulty-columns.js';
import { median } from '../median.js';

/** How far the columns of a sinogram stand out from their neighbours. */
export interface RingNeed {
  /** How far a column usually stands out, over what photon noise alone would give. */
  readonly excess: number;
  /** The strongest column, in units of the usual one. */
  readonly strongest: number;
  /** The roughest column, in units of those around it: dead and fluctuating ones differ from their neighbours both ways. */
  readonly roughest: number;
}

const neighbours = 4;
/** Stripes up to this width are seen. */
const widestPx = 3;
/** Columns this near to the axis, as a share of the width, see the same parts of the sample at most angles: they tell nothing. */
const nearAxis = 0.2;
/** Angles that are looked at, evenly spread. */
const mostAngles = 300;
/** What noise of unit spread gives for one angle, found by simulation. */
const ofNoise = 1.75;
const fromMedian = 1.4826;

/**
 * A stripe stands out from the columns on both sides at most angles. Edges of the sample pass a column at few angles, and an edge that
 * stays there, as that of a tube, is a slope: it rises to one side. What noise gives averages down with the angles, stripes do not.
 */
export function ringNeed({ data, shape }: NdArray<'float32'>, axisPx: number): RingNeed {
  const [angles, columns] = [shape[0]!, shape[2]!];
  const count = Math.min(angles, mostAngles);
  const looked = Array.from({ length: count }, (_, i) => Math.floor((i * angles) / count) * columns);
  const differences: number[] = [];
  const differs = new Float64Array(count);
  /** Of two columns, at most angles. */
  const difference = (x: number, other: number): number => {
    looked.forEach((row, i) => (differs[i] = data[row + x]! - data[row + other]!));
    return median(differs);
  };
  // second differences along the angle: noise without the sample
  for (let angle = 2; angle < angles; angle++) {
    for (let x = angle % 7; x < columns; x += 7) {
      const [a, b, c] = [angle - 2, angle - 1, angle].map(p => data[p * columns + x]!);
      differences.push(Math.abs(a! - 2 * b! + c!) / Math.sqrt(6));
    }
  }
  const steps = Float64Array.from({ length: columns }, (_, x) => standsOut(x, columns, difference));
  // what is smooth across the detector belongs to the sample
  const off = [...steps].flatMap((value, x) => {
    if (Math.abs(x - axisPx) < nearAxis * columns) return [];
    return [Math.abs(value - median(steps.subarray(Math.max(0, x - neighbours), x + neighbours + 1)))];
  });
  const noise = (ofNoise * fromMedian * median(differences)) / Math.sqrt(count);
  const usual = Math.max(fromMedian * median(off), noise);
  return {
    excess: noise > 0 ? usual / noise : usual > 0 ? Infinity : 0,
    strongest: usual > 0 ? Math.max(0, ...off) / usual : 0,
    roughest: Math.max(0, ...columnRoughness(data, angles, columns)),
  };
}

/** The most by which a column stands out from two neighbours at the same distance; 0 on a slope. */
function standsOut(x: number, columns: number, difference: (x: number, other: number) => number): number {
  let most = 0;
  for (let reach = 1; reach <= widestPx && x >= reach && x + reach < columns; reach++) {
    const [left, right] = [difference(x, x - reach), difference(x, x + reach)];
    const least = Math.abs(left) < Math.abs(right) ? left : right;
    if (left * right > 0 && Math.abs(least) > Math.abs(most)) most = least;
  }
  return most;
}
