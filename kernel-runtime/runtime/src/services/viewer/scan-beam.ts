import { ndarray } from '@daisy-lab/core';
import { ct } from '@daisy-lab/techniques';
import type { ScanFile } from '../../io/scan/scan-file.js';

/** Smallest transmission, as the workflow has it. */
export const clipBelow = ct.normalize.params.clipBelow.schema.default as number;

/**
 * The beam of all detector pixels, from the mean flat and dark fields of a scan.
 * @throws DaisyError `ScanLayout` without flat fields.
 */
export async function scanBeam(scan: ScanFile): Promise<ct.Beam> {
  const { flats, darks } = await scan.readFields();
  const { rows, columns } = scan.description;
  const size = new Float32Array(rows * columns);
  const proj: ct.Projections = ndarray(size, [1, rows, columns], ['angle', 'row', 'column']);
  return ct.beamOf({ proj, flats: flats ?? undefined, darks: darks ?? undefined }, 'mean');
}

/** Line integrals of one frame; NaN where the counts are no numbers: how many those are, and the first of them. */
export function lineIntegralsOf(
  beam: ct.Beam,
  counts: ArrayLike<number>,
  into: Float32Array,
): { readonly count: number; readonly first: number } {
  into.fill(Number.NaN);
  const missing = ct.normalizeFrame(beam, counts, clipBelow, into);
  ct.minusLogInto(into, into);
  return missing;
}
