import { ndarray, type NdArray } from '@daisy-lab/core';
import { axis, minusLog, normalize, read, recon, type CtScan } from '@daisy-lab/techniques/ct';
import { runBody } from '../describe-implementations.ts';

/** Line integrals of a detector of one row. */
export function oneRow(
  sinogram: Float32Array,
  anglesRad: Float64Array,
): NdArray<'float32', readonly ['angle', 'row', 'column']> {
  const columns = sinogram.length / anglesRad.length;
  return ndarray(sinogram, [anglesRad.length, 1, columns], ['angle', 'row', 'column']);
}

export function angleArray(anglesRad: Float64Array): NdArray<'float64', readonly ['angle']> {
  return ndarray(anglesRad, [anglesRad.length], ['angle'], 'rad');
}

/** Counts of frames given as nested lists [frame][row][column]. */
export function frames<const K extends 'angle' | 'frame'>(
  kind: K,
  values: readonly (readonly (readonly number[])[])[],
): NdArray<'float32', readonly [K, 'row', 'column']> {
  const shape = [values.length, values[0]!.length, values[0]![0]!.length];
  return ndarray(Float32Array.from(values.flat(2)), shape, [kind, 'row', 'column'], 'count');
}

/** Line integrals of a scan, through the first three steps of `ct.full`. */
export async function lineIntegralsOf(scan: CtScan, rows: { firstRow?: number; endRow?: number } = {}) {
  const { proj, flats, darks, anglesRad } = await runBody(read, { scan }, { params: rows });
  const { transmission, deadPixels } = await runBody(normalize, { proj, flats, darks });
  const { lineIntegrals } = await runBody(minusLog, { transmission });
  return { lineIntegrals, anglesRad, deadPixels };
}

/** The whole chain on a scan. */
export async function reconstructScan(scan: CtScan, rows: { firstRow?: number; endRow?: number } = {}) {
  const { lineIntegrals, anglesRad } = await lineIntegralsOf(scan, rows);
  const { axisPx } = await runBody(axis, { lineIntegrals, anglesRad });
  const { slices } = await runBody(recon, { lineIntegrals, anglesRad, axisPx });
  return { slices, axisPx };
}

/** Means over ten rings of equal width about pixel (floor(n/2), floor(n/2)), from the middle to `radiusPx`. */
export function ringMeans(image: Float32Array, side: number, radiusPx: number): number[] {
  const sums = new Array<number>(10).fill(0);
  const counts = new Array<number>(10).fill(0);
  image.forEach((value, i) => {
    const ring = Math.floor((10 * Math.hypot((i % side) - (side >> 1), Math.floor(i / side) - (side >> 1))) / radiusPx);
    if (ring >= 10) return;
    sums[ring]! += value;
    counts[ring]! += 1;
  });
  return sums.map((sum, ring) => sum / counts[ring]!);
}

/** |image - truth| / |truth|, both in the root-mean-square sense, within a radius about the middle. */
export function relativeError(image: Float32Array, truth: Float32Array, side: number, radiusPx: number): number {
  let difference = 0;
  let whole = 0;
  truth.forEach((value, i) => {
    if (Math.hypot((i % side) - (side >> 1), Math.floor(i / side) - (side >> 1)) > radiusPx) return;
    difference += (image[i]! - value) ** 2;
    whole += value ** 2;
  });
  return Math.sqrt(difference / whole);
}
