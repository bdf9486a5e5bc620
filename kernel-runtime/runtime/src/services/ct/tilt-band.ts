import type { CtOperation } from '@daisy-lab/core';
import { ct } from '@daisy-lab/techniques';

/** Rows beside the outermost one that is met, for the interpolation. */
const besidePx = 2;

/** Rows that a live slice needs where the projections are turned. */
export interface TiltBand {
  readonly firstRow: number;
  readonly endRow: number;
  /** Where the axis of the turned rows lies, from that of the whole scan. */
  readonly axisShiftPx: number;
}

/**
 * A leaning axis mixes rows: the slice of a row needs a band of them, turned about its own middle. The axis of the scan is that at its
 * middle row.
 * @param middle middle row of what a run reads
 * @returns null where nothing is turned
 */
export function tiltBand(
  operations: readonly CtOperation[],
  scan: { readonly row: number; readonly rows: number; readonly columns: number; readonly middle: number },
): TiltBand | null {
  const slope = operations
    .filter(({ algorithm, off }) => !off && algorithm === ct.correctTilt.id)
    .reduce((sum, { params }) => sum + Math.tan(Number(params['tiltRad']) || 0), 0);
  if (slope === 0) return null;
  const half = Math.ceil((Math.abs(slope) * scan.columns) / 2) + besidePx;
  const firstRow = Math.max(0, scan.row - half);
  const endRow = Math.min(scan.rows, scan.row + half + 1);
  return { firstRow, endRow, axisShiftPx: slope * ((firstRow + endRow - 1) / 2 - scan.middle) };
}
