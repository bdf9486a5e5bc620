import { deadPixels } from '../../contracts/prepare/dead-pixels.js';
import type { CtScan } from '../../scan.js';
import type { Turns } from '../in-turns.js';
import { repairDeadPixels } from '../prepare/dead-pixels.js';

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
