import { cubicWeights } from '@daisy-lab/compute';
import type { NdArray } from '@daisy-lab/core';
import { bridgeColumns, columnRoughness } from '../axis/faulty-columns.js';
import { inTurns, type Turns } from '../in-turns.js';
import type { Stack3 } from '../strips.js';

type Stack = Stack3<readonly ['angle', 'row', 'column']>;

export interface FillInputs {
  readonly lineIntegrals: Stack;
  readonly anglesRad: NdArray<'float64', readonly ['angle']>;
  readonly axisPx: number;
}

/** The two views next to half a turn after one, and the share of the second; null where there are none. */
type Opposite = { readonly first: number; readonly second: number; readonly share: number } | null;

/** 1 pair the views -> row by row: 2 find the faulty columns -> 3 fill them from opposite views -> 4 bridge the rest. */
export async function fillFromOpposite(
  { lineIntegrals, anglesRad, axisPx }: FillInputs,
  roughest: number,
  out: Stack,
  turns: Turns,
): Promise<{ readonly lineIntegrals: Stack; readonly fromOpposite: number; readonly bridged: number }> {
  const [angles, rows, columns] = lineIntegrals.shape as [number, number, number];
  const opposites = oppositeViews(anglesRad.data);
  out.data.set(lineIntegrals.data);
  const sinogram = new Float32Array(angles * columns);
  const counts = { fromOpposite: 0, bridged: 0 };
  await inTurns(rows, turns, row => {
    const line = (angle: number): number => (angle * rows + row) * columns;
    for (let angle = 0; angle < angles; angle++) {
      sinogram.set(lineIntegrals.data.subarray(line(angle), line(angle) + columns), angle * columns);
    }
    const faulty = columnRoughness(sinogram, angles, columns).map(rough => (rough > roughest ? 1 : 0));
    if (!faulty.includes(1)) return;
    const filled = bridgeColumns(sinogram, columns, faulty);
    for (let x = 0; x < columns; x++) {
      if (!faulty[x]) continue;
      const seen = fillColumn(sinogram, columns, x, 2 * axisPx - x, faulty, opposites, filled);
      if (seen > 0) counts.fromOpposite++;
      if (seen < angles) counts.bridged++;
      for (let angle = 0; angle < angles; angle++) out.data[line(angle) + x] = filled[angle * columns + x]!;
    }
  });
  return { lineIntegrals: out, ...counts };
}

/** Fills column `x` where an opposite view has seen it, at the place `mirrored`; tells at how many angles. */
function fillColumn(
  sinogram: Float32Array,
  columns: number,
  x: number,
  mirrored: number,
  faulty: Float64Array,
  opposites: readonly Opposite[],
  filled: Float32Array,
): number {
  const taps = tapsAt(mirrored, columns, faulty);
  if (!taps) return 0;
  const at = (view: number): number =>
    taps.reduce((sum, [column, weight]) => sum + weight * sinogram[view * columns + column]!, 0);
  let seen = 0;
  opposites.forEach((opposite, angle) => {
    if (!opposite) return;
    const { first, second, share } = opposite;
    filled[angle * columns + x] = share === 0 ? at(first) : (1 - share) * at(first) + share * at(second);
    seen++;
  });
  return seen;
}

/** Columns and weights of a place between columns: four where they are sound, else two; null where one of these is faulty or missing. */
function tapsAt(place: number, columns: number, faulty: Float64Array): readonly (readonly [number, number])[] | null {
  const left = Math.floor(place);
  const part = place - left;
  const sound = (column: number): boolean => column >= 0 && column < columns && !faulty[column];
  if (part === 0) return sound(left) ? [[left, 1]] : null;
  const four = [left - 1, left, left + 1, left + 2];
  if (four.every(sound)) {
    const weights = new Float64Array(4);
    cubicWeights(part, weights, 0);
    return four.map((column, i) => [column, weights[i]!]);
  }
  if (!sound(left) || !sound(left + 1)) return null;
  return [
    [left, 1 - part],
    [left + 1, part],
  ];
}

const fullTurn = 2 * Math.PI;

/** For each view those next to half a turn after it, which may lie across the end of the turn. */
function oppositeViews(anglesRad: Float64Array): Opposite[] {
  const turned = anglesRad.map(angle => ((angle % fullTurn) + fullTurn) % fullTurn);
  const order = Array.from(turned.keys()).sort((a, b) => turned[a]! - turned[b]!);
  const sorted = Float64Array.from(order, index => turned[index]!);
  const gaps = sorted.map((angle, i) => (sorted[i + 1] ?? sorted[0]! + fullTurn) - angle);
  const usual = [...gaps].sort((a, b) => a - b)[gaps.length >> 1]!;
  return Array.from(turned, angle => {
    const wanted = (angle + Math.PI) % fullTurn;
    let after = sorted.findIndex(other => other >= wanted - 1e-9);
    if (after < 0) after = 0;
    const before = (after + sorted.length - 1) % sorted.length;
    const past = (((sorted[after]! - wanted + 1e-9) % fullTurn) + fullTurn) % fullTurn;
    if (past < 1e-6) return { first: order[after]!, second: order[after]!, share: 0 };
    // a gap is a missing part of the turn
    if (gaps[before]! > 2 * usual) return null;
    return { first: order[before]!, second: order[after]!, share: 1 - past / gaps[before]! };
  });
}
