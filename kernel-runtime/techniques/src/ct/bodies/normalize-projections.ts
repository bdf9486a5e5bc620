import { DaisyError, sharedArray, takeFirst, type NdArray } from '@daisy-lab/core';
import type { Fields, Projections } from '../scan.js';
import { averageFrames, type Average } from './average-frames.js';
import { inTurns, type Turns } from './in-turns.js';

/** Flat and dark field as a line per pixel: transmission = count x gain + offset. Dead pixels have gain 0 and offset 1. */
export interface Beam {
  readonly gain: Float64Array;
  readonly offset: Float64Array;
  readonly deadPixels: number;
}

export interface NormalizeInputs {
  readonly proj: Projections;
  readonly flats?: Fields | undefined;
  readonly darks?: Fields | undefined;
}

/** Place of a count in a scan, from 0. */
type Place = readonly [angle: number, row: number, column: number];

export interface NormalizeParams {
  readonly average: Average;
  readonly clipBelow: number;
}

export interface Normalized {
  readonly transmission: NdArray<'float32', readonly ['angle', 'row', 'column']>;
  readonly deadPixels: number;
}

/**
 * 1 average flats and darks -> 2 a line per pixel -> 3 apply it to each projection.
 *
 * @param firstRow row of the scan that the inputs start with, for messages
 */
export async function normalizeProjections(
  inputs: NormalizeInputs,
  params: NormalizeParams,
  turns: Turns,
  firstRow = 0,
): Promise<Normalized> {
  const beam = beamOf(inputs, params.average);
  const transmission = sharedArray('float32', inputs.proj.shape, ['angle', 'row', 'column']);
  let missing = 0;
  let firstMissing = -1;
  await inTurns(inputs.proj.shape[0]!, turns, angle => {
    const bad = normalizeFrame(
      beam,
      takeFirst(inputs.proj, angle).data as ArrayLike<number>,
      params.clipBelow,
      takeFirst(transmission, angle).data,
    );
    if (bad.count > 0 && missing === 0) firstMissing = angle * beam.gain.length + bad.first;
    missing += bad.count;
  });
  if (missing > 0) {
    const [angle, row, column] = placeOf(firstMissing, inputs.proj.shape);
    throw missingCounts(missing, [angle, firstRow + row, column]);
  }
  return { transmission, deadPixels: beam.deadPixels };
}

/**
 * The beam that flats and darks describe.
 * @throws DaisyError `ScanLayout` without flat fields or when frames differ in size.
 */
export function beamOf({ proj, flats, darks }: NormalizeInputs, average: Average): Beam {
  if (!flats || flats.shape[0] === 0) {
    throw new DaisyError('ScanLayout', {
      message: 'No flat fields were found, so the projections cannot be normalised.',
      action: 'Choose a dataset of flat fields, or start from data that are normalised already.',
    });
  }
  checkFrames('flat', flats, proj);
  const flat = averageFrames(flats, average);
  const hasDarks = darks !== undefined && darks.shape[0] !== 0;
  if (hasDarks) checkFrames('dark', darks, proj);
  const dark = hasDarks ? averageFrames(darks, average) : new Float64Array(flat.length);
  return lineOf(flat, dark);
}

function lineOf(flat: Float64Array, dark: Float64Array): Beam {
  const gain = new Float64Array(flat.length);
  const offset = new Float64Array(flat.length).fill(1);
  let deadPixels = 0;
  for (let pixel = 0; pixel < flat.length; pixel++) {
    const range = flat[pixel]! - dark[pixel]!;
    if (range > 0 && range < Infinity) {
      gain[pixel] = 1 / range;
      offset[pixel] = -dark[pixel]! / range;
    } else deadPixels++;
  }
  return { gain, offset, deadPixels };
}

/** Writes the transmission of one projection; tells how many live pixels had no value, and the first of them. */
export function normalizeFrame(
  { gain, offset }: Beam,
  counts: ArrayLike<number>,
  clipBelow: number,
  into: Float32Array,
): { readonly count: number; readonly first: number } {
  let count = 0;
  let first = -1;
  for (let pixel = 0; pixel < into.length; pixel++) {
    const value = counts[pixel]! * gain[pixel]! + offset[pixel]!;
    if (value >= clipBelow && value < Infinity) into[pixel] = value;
    else if (gain[pixel] === 0) into[pixel] = 1;
    else if (value < clipBelow && value > -Infinity) into[pixel] = clipBelow;
    else if (count++ === 0) first = pixel;
  }
  return { count, first };
}

/** @throws DaisyError `ScanLayout` when fields and projections differ in size. */
export function checkFrames(kind: string, fields: Fields, { shape }: Projections): void {
  if (fields.shape[1] === shape[1] && fields.shape[2] === shape[2]) return;
  throw new DaisyError('ScanLayout', {
    message: `A ${kind} field has ${fields.shape.slice(1).join(' x ')} pixels, a projection ${shape.slice(1).join(' x ')}.`,
    action: `Choose ${kind} fields that were taken with the same region of the detector.`,
  });
}

function placeOf(index: number, [, rows, columns]: readonly number[]): Place {
  return [Math.floor(index / (rows! * columns!)), Math.floor(index / columns!) % rows!, index % columns!];
}

/** Counts that are not numbers, with the place of the first of them. */
export function missingCounts(missing: number, [angle, row, column]: Place): DaisyError {
  const what =
    missing === 1
      ? '1 value of the projections is not a number, at'
      : `${missing} values of the projections are not numbers, the first at`;
  return new DaisyError('Data', {
    message: `${what} angle ${angle}, row ${row}, column ${column}.`,
    action: 'Leave out the damaged projections, or add "Dead pixels" (ct.deadPixels) before this step.',
    missing,
    first: [angle, row, column],
  });
}
