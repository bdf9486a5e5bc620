import { blockValues, joinBad, runStrips, type BadValues, type MixedBeamTask } from '@daisy-lab/compute';
import type { NdArray } from '@daisy-lab/core';
import { missingCounts } from '../normalize-projections.js';
import type { Threaded } from '../strips.js';
import { beamsOf, betweenGroups, type Group, type TimedInputs, type TimedParams } from './normalize-in-time.js';
import { countsOf } from './transmission.js';

type Stack = NdArray<'float32', readonly ['angle', 'row', 'column']>;

/**
 * The transmission with a beam that changes in time, in worker threads: blocks of pixels, all angles, with WebAssembly SIMD.
 * @param result filled; in shared memory
 * @returns the number of dead pixels
 */
export async function timedTransmission(
  inputs: TimedInputs,
  { average, clipBelow, exposureRatio }: TimedParams,
  { threads, signal, progress, firstRow = 0 }: Threaded & { readonly firstRow?: number },
  result: Stack,
): Promise<number> {
  const [angles, rows, columns] = inputs.proj.shape as [number, number, number];
  const pixels = rows * columns;
  const groups = beamsOf(inputs, angles, average);
  const places = Array.from({ length: angles }, (_, angle) => betweenGroups(groups, angle));
  const { dark, beams, deadPixels } = fieldsOf(groups, pixels);
  const task: MixedBeamTask = {
    ...{ counts: countsOf(inputs.proj), angles, pixels, dark, beams },
    before: Int32Array.from(places, ({ before }) => before),
    shares: Float32Array.from(places, ({ share }) => share),
    ...{ ratio: exposureRatio, clipBelow, out: result.data },
  };
  const blocks = angles === 0 ? 0 : Math.ceil(pixels / blockValues);
  const found = await runStrips<BadValues | undefined>('mixedBeam', task, blocks, { threads, signal, progress });
  const bad = found.reduce(joinBad, undefined);
  if (bad) {
    throw missingCounts(bad.count, [bad.angle, firstRow + Math.floor(bad.pixel / columns), bad.pixel % columns]);
  }
  return deadPixels;
}

/** Dark field and what the flats of each time are above it, in shared memory; a pixel without beam at one time has none at all. */
function fieldsOf(
  groups: readonly Group[],
  pixels: number,
): { readonly dark: Float32Array; readonly beams: Float32Array; readonly deadPixels: number } {
  const dark = new Float32Array(new SharedArrayBuffer(4 * pixels));
  const beams = new Float32Array(new SharedArrayBuffer(4 * pixels * groups.length));
  let deadPixels = 0;
  for (let pixel = 0; pixel < pixels; pixel++) {
    if (groups.some(({ beam }) => beam.gain[pixel] === 0)) {
      deadPixels++;
      continue;
    }
    const { gain, offset } = groups[0]!.beam;
    dark[pixel] = -offset[pixel]! / gain[pixel]!;
    for (let group = 0; group < groups.length; group++) {
      beams[group * pixels + pixel] = 1 / groups[group]!.beam.gain[pixel]!;
    }
  }
  return { dark, beams, deadPixels };
}
