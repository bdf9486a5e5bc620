import { noteDropped } from '@daisy-lab/compute';
import { ct } from '@daisy-lab/techniques';
import { withoutCarriers } from './operations.js';
import type { LiveScan, LiveWish } from './live-scan.js';

/** One slice for each axis, [y][x] each, in the quality of a draft. */
export async function sweepAxes(
  live: LiveScan,
  wish: LiveWish,
  axesPx: readonly number[],
  signal: AbortSignal | undefined,
): Promise<readonly Float32Array[]> {
  // a stitched half turn has another width at each axis; the full turn shows as well where the axis is
  const plain = { ...wish, operations: withoutCarriers(wish.operations ?? []) };
  const { axisShiftPx, lineIntegrals, anglesRad } = await live.prepared(plain, signal);
  const row = { lineIntegrals, anglesRad };
  const shifted = axesPx.map(axis => axis + axisShiftPx);
  const slices = await ct.sweepSlices(row, shifted, { ...live.fourierParams(wish), quality: 'fast' }, signal);
  // those of the sweep before go when these are shown
  noteDropped(slices.byteLength);
  const size = slices.length / axesPx.length;
  return axesPx.map((_, at) => slices.subarray(at * size, (at + 1) * size));
}
