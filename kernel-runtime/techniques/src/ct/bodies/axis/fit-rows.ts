import { median } from '../median.js';

/** The axis seen in one row. */
export interface RowAxis {
  readonly row: number;
  readonly axisPx: number;
  readonly confidence: number;
}

/** A straight axis through several rows. */
export interface AxisLine {
  /** At row 0. */
  readonly axisPx: number;
  /** Columns per row: positive when the axis leans right further down. */
  readonly slopePx: number;
  readonly tiltRad: number;
  /** Distance of each row's axis from the line. */
  readonly residualsPx: readonly number[];
}

/** Rows with less confidence than this share of the best are left out while there are others. */
const trusted = 0.3;

/** The line through the axes of several rows, by the median of all slopes between two of them: one wrong row does not move it. */
export function fitAxisLine(rows: readonly RowAxis[]): AxisLine {
  const best = Math.max(...rows.map(({ confidence }) => confidence));
  const used = rows.filter(({ confidence }) => confidence >= trusted * best);
  const slopes = used.flatMap((a, i) =>
    used.slice(i + 1).flatMap(b => (b.row === a.row ? [] : [(b.axisPx - a.axisPx) / (b.row - a.row)])),
  );
  const slopePx = slopes.length > 0 ? median(slopes) : 0;
  const axisPx = median(used.map(({ row, axisPx: at }) => at - slopePx * row));
  return {
    axisPx,
    slopePx,
    tiltRad: Math.atan(slopePx),
    residualsPx: rows.map(({ row, axisPx: at }) => at - axisPx - slopePx * row),
  };
}
