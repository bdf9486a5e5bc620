import { noteDropped } from '@daisy-lab/compute';
import { ct } from '@daisy-lab/techniques';
import type { LiveScan, LiveWish } from './live-scan.js';

/** One slice for each axis, [y][x] each, in the quality of a draft. */
export async function sweepAxes(
  live: LiveScan,
  wish: LiveWish,
  axesPx: readonly number[],
  signal: AbortSignal | undefined,
): Promise<readonly Float32Array[]> {
  const { axisShiftPx, ...row } = await live.prepared(wish, signal);
  const shifted = axesPx.map(axis => axis + axisShiftPx);
  const slices = await ct.sweepSlices(row, shifted, { ...live.fourierParams(wish), quality: 'fast' }, signal);
  // those of the sweep before go when these are shown
  noteDropped(slices.byteLength);
  const size = slices.length / axesPx.length;
  return axesPx.map((_, at) => slices.subarray(at * size, (at + 1) * size));
}
