import { DaisyError, ndarray, sharedArray, sliceAxis, takeFirst, type NdArray } from '@daisy-lab/core';
import type { Fields } from '../../scan.js';
import type { Average } from '../average-frames.js';
import { inTurns, type Turns } from '../in-turns.js';
import {
  beamOf,
  missingCounts,
  normalizeFrame,
  type Beam,
  type NormalizeInputs,
  type NormalizeParams,
} from '../normalize-projections.js';

export interface TimedInputs extends NormalizeInputs {
  readonly flatPositions?: NdArray<'float64', readonly ['frame']> | undefined;
}

export interface TimedParams extends NormalizeParams {
  readonly exposureRatio: number;
}

/** Flats of one time: the projection before which they were taken, and the flat and dark field. */
export interface Group {
  readonly position: number;
  readonly beam: Beam;
}

/** 1 group the flats by time -> 2 a beam per group -> 3 per projection the beam between two groups, applied. */
export async function normalizeInTime(
  inputs: TimedInputs,
  { average, clipBelow, exposureRatio }: TimedParams,
  turns: Turns,
  firstRow = 0,
): Promise<{ transmission: NdArray<'float32', readonly ['angle', 'row', 'column']>; deadPixels: number }> {
  const { proj } = inputs;
  const [angles, , columns] = proj.shape as [number, number, number];
  const groups = beamsOf(inputs, angles, average);
  const transmission = sharedArray('float32', proj.shape, ['angle', 'row', 'column']);
  const between = emptyBeam(groups);
  const into = { count: 0, first: undefined as readonly [number, number, number] | undefined };
  await inTurns(angles, turns, angle => {
    mixBeams(groups, angle, exposureRatio, between);
    const frame = takeFirst(transmission, angle).data as Float32Array;
    const { count, first } = normalizeFrame(
      between,
      takeFirst(proj, angle).data as ArrayLike<number>,
      clipBelow,
      frame,
    );
    if (count > 0) into.first ??= [angle, firstRow + Math.floor(first / columns), first % columns];
    into.count += count;
  });
  if (into.first) throw missingCounts(into.count, into.first);
  return { transmission, deadPixels: between.deadPixels };
}

/** The beam of each time at which flats were taken. */
export function beamsOf(inputs: TimedInputs, angles: number, average: Average): readonly Group[] {
  return groupsOf(inputs, angles).map(({ position, flats }) => ({
    position,
    beam: beamOf({ ...inputs, flats }, average),
  }));
}

function groupsOf({ flats, flatPositions }: TimedInputs, angles: number): { position: number; flats?: Fields }[] {
  // without flats there is one group whose beam says what is missing
  if (!flats || flats.shape[0] === 0) return [{ position: 0 }];
  const frames = flats.shape[0]!;
  const positions = flatPositions?.data ?? startAndEnd(frames, angles);
  if (positions.length !== frames) {
    throw new DaisyError('Input', {
      message: `There are ${frames} flat fields but ${positions.length} positions.`,
      action: 'Give one position per flat field: the projection before which it was taken.',
    });
  }
  const times = [...new Set(positions)].sort((a, b) => a - b);
  if (!times.every(Number.isFinite)) {
    throw new DaisyError('Input', {
      message: 'A position of a flat field is not a number.',
      action: 'Give the index of the projection before which each flat field was taken.',
    });
  }
  return times.map(position => ({ position, flats: framesAt(flats, positions, position) }));
}

function startAndEnd(frames: number, angles: number): Float64Array {
  const before = Math.ceil(frames / 2);
  return Float64Array.from({ length: frames }, (_, frame) => (frame < before ? 0 : angles));
}

function framesAt(flats: Fields, positions: Float64Array, position: number): Fields {
  const wanted = [...positions.keys()].filter(frame => positions[frame] === position);
  const first = wanted[0]!;
  if (wanted.at(-1)! - first + 1 === wanted.length) return sliceAxis(flats, 0, first, first + wanted.length);
  const size = flats.data.length / flats.shape[0]!;
  const data = new Float64Array(wanted.length * size);
  wanted.forEach((frame, i) => data.set(flats.data.subarray(frame * size, (frame + 1) * size), i * size));
  return ndarray(data, [wanted.length, ...flats.shape.slice(1)], ['frame', 'row', 'column']);
}

interface MixedBeam extends Beam {
  deadPixels: number;
}

/** Dead pixels are those of any group; their gain stays 0. */
function emptyBeam(groups: readonly Group[]): MixedBeam {
  const { length } = groups[0]!.beam.gain;
  const offset = new Float64Array(length);
  let deadPixels = 0;
  for (let pixel = 0; pixel < length; pixel++) {
    if (!groups.some(({ beam }) => beam.gain[pixel] === 0)) continue;
    offset[pixel] = Number.NaN;
    deadPixels++;
  }
  return { gain: new Float64Array(length), offset, deadPixels };
}

/** The flat field, not its inverse, is what changes linearly. */
function mixBeams(groups: readonly Group[], angle: number, exposureRatio: number, into: MixedBeam): void {
  const { before, next, share } = betweenGroups(groups, angle);
  const [a, b] = [groups[before]!.beam, groups[next]!.beam];
  const { gain, offset } = into;
  for (let pixel = 0; pixel < gain.length; pixel++) {
    if (a.gain[pixel] === 0 || b.gain[pixel] === 0 || offset[pixel] !== offset[pixel]) {
      gain[pixel] = 0;
      continue;
    }
    const range = (1 - share) / a.gain[pixel]! + share / b.gain[pixel]!;
    const dark = -a.offset[pixel]! / a.gain[pixel]!;
    gain[pixel] = 1 / (range * exposureRatio);
    offset[pixel] = -dark / (range * exposureRatio);
  }
}

/** The groups before and after a projection, and the share of the one after it; one group twice beyond the first and the last. */
export function betweenGroups(
  groups: readonly Group[],
  angle: number,
): { readonly before: number; readonly next: number; readonly share: number } {
  const after = groups.findIndex(({ position }) => position > angle);
  if (after <= 0) {
    const only = after < 0 ? groups.length - 1 : 0;
    return { before: only, next: only, share: 0 };
  }
  const [first, last] = [groups[after - 1]!.position, groups[after]!.position];
  return { before: after - 1, next: after, share: (angle - first) / (last - first) };
}
