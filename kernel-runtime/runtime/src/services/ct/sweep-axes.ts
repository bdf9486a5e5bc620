import { noteDropped } from '@daisy-lab/compute';
import { ct } from '@daisy-lab/techniques';
import { withoutCarriers } from './operations.js';
import type { LiveScan, LiveWish } from './live-scan.js';

export interface SweepOptions {
  readonly signal?: AbortSignal | undefined;
  /** Shared memory for the slices, where it has their size. */
  readonly into?: Float32Array | null;
}

/** One slice for each axis, [axis][y][x], in the quality of a draft. */
export async function sweepAxes(
  live: LiveScan,
  wish: LiveWish,
  axesPx: readonly number[],
  { signal, into }: SweepOptions = {},
): Promise<Float32Array> {
  // a stitched half turn has another width at each axis; the full turn shows as well where the axis is
  const plain = { ...wish, operations: withoutCarriers(wish.operations ?? []) };
  const { axisShiftPx, lineIntegrals, anglesRad } = await live.prepared(plain, signal);
  const row = { lineIntegrals, anglesRad };
  const shifted = axesPx.map(axis => axis + axisShiftPx);
  const params = { ...live.fourierParams(wish), quality: 'fast' } as const;
  const slices = await ct.sweepSlices(row, shifted, params, { signal, into });
  // those of the sweep before go when these are shown
  if (slices !== into) noteDropped(slices.byteLength);
  return slices;
}
