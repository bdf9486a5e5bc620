import { DaisyError } from '@daisy-lab/core';
import type { CtScan } from '../../scan.js';
import { findAxisOfScan, type ScanAxis } from '../axis/find-axis.js';
import type { Turns } from '../in-turns.js';
import { repairedScan } from './repaired-scan.js';

/** The axis of a scan, and the scan that it was found in. */
export interface AxisInHoles {
  readonly scan: CtScan;
  /** Values known to be no numbers. */
  readonly holes: number;
  readonly axis: ScanAxis;
}

/** The axis of the scan, or of the repaired one where there are holes, be it in the rows of the axis alone. */
export async function findAxisInHoles(
  stored: CtScan,
  holes: number,
  rowsToFit: number,
  fullTurn: boolean,
  turns: Turns,
): Promise<AxisInHoles> {
  const scan = holes > 0 ? repairedScan(stored, turns) : stored;
  try {
    return { scan, holes, axis: await findAxis(scan, rowsToFit, fullTurn, turns) };
  } catch (thrown) {
    const missing = thrown instanceof DaisyError ? Number(thrown.facts['missing'] ?? 0) : 0;
    if (holes > 0 || missing === 0) throw thrown;
    return findAxisInHoles(stored, missing, rowsToFit, fullTurn, turns);
  }
}

async function findAxis(scan: CtScan, rowsToFit: number, fullTurn: boolean, turns: Turns): Promise<ScanAxis> {
  const search = { rowsToFit, average: 'mean' } as const;
  if (fullTurn) {
    const found = await findAxisOfScan(scan, { ...search, method: 'overlap' }, turns);
    if (found.evidence.confidence > 0.5) return found;
  }
  return findAxisOfScan(scan, { ...search, method: 'vo' }, turns);
}
