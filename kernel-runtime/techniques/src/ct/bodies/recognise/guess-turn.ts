import { binSinogram } from '../axis/bin-sinogram.js';
import { overlapCurve, type Pair } from '../axis/opposite-views.js';

/** How far a scan without angles goes round. */
export interface TurnGuess {
  readonly turnDeg: 180 | 360;
  /** Whether the last projection is the first one again (or mirrored), rather than one step before it. */
  readonly inclusive: boolean;
  /** false where neither turn has views that mirror each other. */
  readonly clear: boolean;
}

const mostPairs = 24;
const rowsWanted = 48;
const fewColumns = 200;
/** Opposite views differ by less than this, as 1 - correlation. */
const alike = 0.2;
/** A half turn is the usual one: a full turn has to fit this much better. */
const better = 0.6;

/** Projections that `guessTurn` compares: pairs half the scan apart, and the first with the last. */
export function viewsOfTurn(count: number, rows: number): readonly Pair[] {
  const half = count >> 1;
  const pairs = Math.max(1, Math.min(half, mostPairs, Math.max(6, Math.ceil(rowsWanted / rows))));
  const apart = Array.from({ length: pairs }, (_, i) => Math.floor((i * half) / pairs));
  return [{ here: 0, opposite: count - 1 }, ...apart.map(here => ({ here, opposite: here + half }))];
}

/**
 * A half or a full turn, by the views that mirror each other: in a full turn those half the scan apart, in a half turn the first and the last.
 * @param view line integrals, or anything else that rises with them, of the projections of `viewsOfTurn`, [row][column]
 */
export function guessTurn(view: (index: number) => ArrayLike<number>, count: number, columns: number): TurnGuess {
  const size = view(0).length;
  const rows = Math.max(1, size / columns);
  const [ends, ...apart] = viewsOfTurn(count, rows) as [Pair, ...Pair[]];
  const halfTurn = mismatch([ends], view, columns);
  const fullTurn = mismatch(apart, view, columns);
  const turnDeg = fullTurn < better * halfTurn ? 360 : 180;
  return { turnDeg, inclusive: isInclusive(count), clear: Math.min(fullTurn, halfTurn) < alike };
}

/** People ask for round numbers of steps: one projection more than that says that both ends were taken. */
function isInclusive(count: number): boolean {
  return count % 10 === 1 && count > 10;
}

/** The least difference of views from the mirrored opposite ones, over all axes. */
function mismatch(pairs: readonly Pair[], view: (index: number) => ArrayLike<number>, columns: number): number {
  const lines: number[] = [];
  const compared: Pair[] = [];
  for (const { here, opposite } of pairs) {
    const [first, second] = [view(here), view(opposite)];
    const rows = first.length / columns;
    const every = Math.max(1, Math.floor(rows / rowsWanted));
    for (let row = 0; row < rows; row += every) {
      const line = (of: ArrayLike<number>): number[] =>
        Array.from({ length: columns }, (_, x) => of[row * columns + x]!).map(value =>
          Number.isFinite(value) ? value : 0,
        );
      compared.push({ here: compared.length * 2, opposite: compared.length * 2 + 1 });
      lines.push(...line(first), ...line(second));
    }
  }
  const data = Float32Array.from(lines);
  const sinogram = { data, anglesRad: new Float64Array(compared.length * 2), columns };
  const binned = binSinogram(sinogram, Math.max(1, Math.floor(columns / fewColumns)));
  const last = binned.columns - 1;
  return Math.min(...overlapCurve(binned, compared, 0.15 * last, 0.85 * last, 0.5).scores);
}
