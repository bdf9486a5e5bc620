import type { NdArray } from '@daisy-lab/core';
import type { CtScan } from '../../scan.js';
import { averageFrames } from '../average-frames.js';
import type { Turns } from '../in-turns.js';
import { readScan } from '../read-scan.js';

/** What the counts of a scan look like before anything is done with them. */
export interface StoredCounts {
  /** Values that are no numbers, among those that were looked at. */
  readonly holes: number;
  /** Share of the pixels of the middle row whose dark field is brighter than their mean projection. */
  readonly tooDark: number;
}

/** Rows about the middle that are looked at for holes, and projections, evenly spread. */
const rowsLookedAt = 3;
const projectionsLookedAt = 5;

/** Looks at the middle rows of all projections, and at some whole projections where they can be read alone. */
export async function lookAtCounts(scan: CtScan, { signal }: Turns): Promise<StoredCounts> {
  const { rows, projections, darks } = scan.description;
  const floats = projections.dtype.startsWith('float');
  if (!floats && !darks) return { holes: 0, tooDark: 0 };
  const count = Math.min(rows, floats ? rowsLookedAt : 1);
  const firstRow = (rows - count) >> 1;
  const read = await readScan(scan, { firstRow, endRow: firstRow + count }, signal);
  const tooDark = read.darks ? shareBelow(read.projections, averageFrames(read.darks, 'mean')) : 0;
  if (!floats) return { holes: 0, tooDark };
  let holes = holesIn(read.projections.data);
  const angles = scan.anglesRad.length;
  for (let i = 0; scan.readProjection && i < Math.min(angles, projectionsLookedAt); i++) {
    signal.throwIfAborted();
    holes += holesIn(await scan.readProjection(Math.floor((i * angles) / projectionsLookedAt)));
  }
  return { holes, tooDark };
}

function holesIn(values: ArrayLike<number>): number {
  let holes = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i]!)) holes++;
  return holes;
}

function shareBelow({ data, shape }: NdArray, dark: Float64Array): number {
  const sums = new Float64Array(dark.length);
  for (let i = 0; i < data.length; i++) sums[i % dark.length]! += Number(data[i]!);
  return sums.reduce((count, sum, pixel) => count + (sum / shape[0]! < dark[pixel]! ? 1 : 0), 0) / dark.length;
}
