import { DaisyError, type AxisEvidence, type NdArray } from '@daisy-lab/core';
import type { CtScan } from '../../scan.js';
import type { Average } from '../average-frames.js';
import type { Turns } from '../in-turns.js';
import { lineIntegralsOf } from '../minus-log.js';
import { normalizeProjections } from '../normalize-projections.js';
import { readScan, type RowRange } from '../read-scan.js';
import { axisEvidence, givenAxis } from './axis-evidence.js';
import type { AxisMethod } from '../../contracts/axis-method.js';
import { fitAxisLine, type AxisLine, type RowAxis } from './fit-rows.js';

export interface FindAxisParams extends RowRange {
  readonly axisPx?: number | undefined;
  readonly method: AxisMethod;
  readonly searchPx?: number | undefined;
  readonly rowsToFit: number;
  readonly average: Average;
}

export interface ScanAxis {
  readonly evidence: AxisEvidence;
  readonly rows: readonly RowAxis[];
  readonly line: AxisLine;
}

/** Rows are taken from this part of the scan: the ends often miss the sample. */
const outermost = 0.1;

/**
 * The axis of a scan from a few of its rows, which are all that is read: one row in the middle, or several spread over the scan, whose
 * axes are joined by a line. The axis given back is that of the middle row.
 */
export async function findAxisOfScan(scan: CtScan, params: FindAxisParams, turns: Turns): Promise<ScanAxis> {
  const { firstRow = 0, endRow = scan.description.rows } = params;
  const middle = Math.max(0, (endRow - firstRow) >> 1);
  if (params.axisPx !== undefined) {
    const evidence = givenAxis(params.axisPx, scan.description.columns);
    const rows = [{ row: middle, axisPx: params.axisPx, confidence: 1 }];
    return { evidence, rows, line: { ...fitAxisLine(rows), residualsPx: [0] } };
  }
  const rows = rowsToLookAt(endRow - firstRow, middle, params.rowsToFit);
  const found: { row: number; evidence: AxisEvidence }[] = [];
  for (const row of rows) {
    const lineIntegrals = await rowIntegrals(
      scan,
      { firstRow: firstRow + row, endRow: firstRow + row + 1 },
      params.average,
      turns,
    );
    const { method, searchPx } = params;
    found.push({ row, evidence: axisEvidence(lineIntegrals, scan.anglesRad, { method, searchPx }) });
    turns.progress(found.length / rows.length);
  }
  const points = found.map(({ row, evidence: { axisPx, confidence } }) => ({ row, axisPx, confidence }));
  const line = fitAxisLine(points);
  const nearest = found.reduce((a, b) => (Math.abs(b.row - middle) < Math.abs(a.row - middle) ? b : a));
  if (found.length === 1) return { evidence: nearest.evidence, rows: points, line };
  return { evidence: { ...nearest.evidence, ...joined(points, line, middle) }, rows: points, line };
}

function rowsToLookAt(count: number, middle: number, wanted: number): number[] {
  if (wanted <= 1 || count <= 1) return [middle];
  const [from, to] = [outermost * (count - 1), (1 - outermost) * (count - 1)];
  const rows = Array.from({ length: wanted }, (_, i) => Math.round(from + ((to - from) * i) / (wanted - 1)));
  return [...new Set(rows)];
}

/** Line integrals of some rows, as `ct.read`, `ct.normalize` and `ct.minusLog` make them. */
export async function rowIntegrals(
  scan: CtScan,
  range: RowRange,
  average: Average,
  { signal }: Turns,
): Promise<NdArray<'float32', readonly ['angle', 'row', 'column']>> {
  const quiet = { signal, progress: () => undefined };
  const { projections, flats, darks } = await readScan(scan, range, signal);
  const inputs = { proj: projections, flats: flats ?? undefined, darks: darks ?? undefined };
  const { transmission, deadPixels } = await normalizeProjections(
    inputs,
    { average, clipBelow: 1e-6 },
    quiet,
    range.firstRow,
  );
  if (deadPixels === transmission.shape[1] * transmission.shape[2]) {
    throw new DaisyError('Data', {
      message: `In row ${range.firstRow ?? 0} the flat fields are nowhere brighter than the dark fields.`,
      action: 'Choose other flat fields, another row, or give the axis yourself.',
    });
  }
  return lineIntegralsOf(transmission, quiet);
}

function joined(
  rows: readonly RowAxis[],
  line: AxisLine,
  middle: number,
): Pick<AxisEvidence, 'axisPx' | 'confidence' | 'why'> {
  const off = line.residualsPx.map(Math.abs).sort((a, b) => a - b);
  const typical = off[off.length >> 1]!;
  const confidences = rows.map(({ confidence }) => confidence).sort((a, b) => a - b);
  const degrees = ((line.tiltRad * 180) / Math.PI).toFixed(3);
  return {
    axisPx: line.axisPx + line.slopePx * middle,
    confidence: confidences[confidences.length >> 1]! / (1 + typical),
    why: `The axes of ${rows.length} rows lie on a line within ${typical.toFixed(2)} px (median); it leans by ${degrees} degrees.`,
  };
}
