import type { NdArray } from '@daisy-lab/core';
import { createSink } from './source-kinds.js';

/** A scan in memory. */
export interface ScanData {
  readonly projections: NdArray;
  readonly flats: NdArray | null;
  readonly darks: NdArray | null;
  readonly anglesRad: Float64Array;
}

/**
 * Writes a scan in the Data Exchange layout, angles in degrees.
 * @returns the absolute path of the file
 * @throws DaisyError `File` when the file exists already (unless `overwrite`) or the folder does not take it.
 */
export async function saveScan(
  path: string,
  scan: ScanData,
  options: { readonly overwrite?: boolean } = {},
): Promise<string> {
  const sink = await createSink(path, options);
  try {
    sink.writeScalar('/implements', 'exchange');
    sink.group('/exchange');
    await sink.write('/exchange/data', scan.projections, { units: 'counts', axes: 'theta:y:x' });
    if (scan.flats) await sink.write('/exchange/data_white', scan.flats, { units: 'counts' });
    if (scan.darks) await sink.write('/exchange/data_dark', scan.darks, { units: 'counts' });
    await sink.write('/exchange/theta', anglesDeg(scan.anglesRad), { units: 'degrees' });
    await sink.finish();
    return sink.path;
  } catch (thrown) {
    await sink.abort();
    throw thrown;
  }
}

function anglesDeg(anglesRad: Float64Array): NdArray {
  const data = anglesRad.map(angle => (angle * 180) / Math.PI);
  return { dtype: 'float64', shape: [data.length], axes: ['angle'], unit: 'deg', data };
}
