import { deadPixels } from '../../contracts/prepare/dead-pixels.js';
import type { CtScan } from '../../scan.js';
import type { Turns } from '../in-turns.js';
import { repairDeadPixels } from '../prepare/dead-pixels.js';
import { readScan } from '../read-scan.js';

/** Rows about the middle that are looked at. */
const rowsLookedAt = 3;

/** How many values of the middle rows are no numbers. */
export async function holesIn(scan: CtScan, { signal }: Turns): Promise<number> {
  const { rows, projections } = scan.description;
  if (!projections.dtype.startsWith('float')) return 0;
  const firstRow = Math.max(0, (rows - rowsLookedAt) >> 1);
  const read = await readScan(scan, { firstRow, endRow: Math.min(rows, firstRow + rowsLookedAt) }, signal);
  let holes = 0;
  for (const value of read.projections.data) if (!Number.isFinite(value)) holes++;
  return holes;
}

/** A scan as `ct.deadPixels` leaves it. */
export function repairedScan(scan: CtScan, { signal }: Turns): CtScan {
  const tolerance = deadPixels.params.tolerance.schema.default as number;
  return {
    ...{ description: scan.description, anglesRad: scan.anglesRad },
    read: async rows => {
      const { projections, flats, darks } = await scan.read(rows, signal);
      const quiet = { signal, progress: () => undefined };
      const repaired = await repairDeadPixels(
        { proj: projections, flats: flats ?? undefined, darks: darks ?? undefined },
        tolerance,
        quiet,
      );
      return { projections: repaired.proj, flats: repaired.flats ?? null, darks: repaired.darks ?? null };
    },
  };
}
