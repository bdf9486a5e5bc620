import { DaisyError } from '@daisy-lab/core';
import { filterNames, type FilterName } from './filters.js';
import { qualities, type Quality } from './quality.js';

/** Parallel-beam slices to reconstruct. */
export interface FourierJob {
  /** Line integrals of the attenuation, in units of 1/pixel x pixel; see `layout`. May lie in shared memory, which saves a copy. */
  readonly sinograms: Float32Array;
  /** `'sinograms'`: [slice][angle][column] (default); `'projections'`: [angle][slice][column], as detectors write them. */
  readonly layout?: FourierLayout;
  readonly slices: number;
  /**
   * Angle of each projection. The angles are taken as evenly spread over 180 degrees, or over 360 degrees (then each ray is
   * measured twice); either way a projection has the weight pi / number of angles.
   */
  readonly anglesRad: Float64Array;
  /** Detector width = side of the slice. */
  readonly columns: number;
  /** Detector column of the rotation axis, for all slices or for each: column i is centred at i. */
  readonly axisPx: number | readonly number[];
  readonly filter: FilterName;
  readonly quality?: Quality;
  /** Pixels farther from the axis than this fraction of half the width are set to 0; by default all pixels are kept. */
  readonly circleMask?: number;
}

export type FourierLayout = 'sinograms' | 'projections';

/** The axis of each slice. */
export function axesOf(job: FourierJob): readonly number[] {
  return typeof job.axisPx === 'number' ? new Array<number>(job.slices).fill(job.axisPx) : job.axisPx;
}

/** Distance in elements from one angle, and from one slice, to the next. */
export function stridesOf(job: FourierJob): { readonly angle: number; readonly slice: number } {
  return job.layout === 'projections'
    ? { angle: job.slices * job.columns, slice: job.columns }
    : { angle: job.columns, slice: job.anglesRad.length * job.columns };
}

/**
 * Refuse a job that cannot be computed.
 * @throws DaisyError `Input` with the offending field.
 */
export function checkJob(job: FourierJob): void {
  const { slices, columns, anglesRad, axisPx, sinograms } = job;
  requireCount('slices', slices);
  requireCount('columns', columns);
  requireCount('angles', anglesRad.length);
  if (!anglesRad.every(Number.isFinite)) {
    refuse(
      'anglesRad',
      'An angle is not a number.',
      'Read the angles of the scan again, or give them as start and step.',
    );
  }
  const axes = typeof axisPx === 'number' ? [axisPx] : axisPx;
  if (typeof axisPx !== 'number' && axisPx.length !== slices) {
    refuse(
      'axisPx',
      `${axisPx.length} rotation axes were given for ${slices} slices.`,
      'Give one axis, or one per slice.',
    );
  }
  // far outside the detector no ray meets the axis, and the padding no longer separates neighbouring periods
  if (!axes.every(axis => Math.abs(axis - (columns - 1) / 2) <= columns)) {
    refuse('axisPx', 'The rotation axis is not near the detector.', `Give a column between 0 and ${columns - 1}.`);
  }
  if (sinograms.length !== slices * anglesRad.length * columns) {
    refuse(
      'sinograms',
      `${sinograms.length} values are not ${slices} slices of ${anglesRad.length} angles x ${columns} columns.`,
      'Check the shape of the projections.',
    );
  }
  requireChoice('filter', job.filter, filterNames);
  requireChoice('quality', job.quality ?? 'standard', qualities);
  requireChoice('layout', job.layout ?? 'sinograms', ['sinograms', 'projections']);
  if (job.circleMask !== undefined && !(job.circleMask > 0)) {
    refuse(
      'circleMask',
      `A circle of ${job.circleMask} has no pixels.`,
      'Give a fraction such as 0.95, or leave it out.',
    );
  }
}

function requireCount(field: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) refuse(field, `There are ${value} ${field}.`, 'At least one is needed.');
}

function requireChoice(field: string, value: string, choices: readonly string[]): void {
  if (!choices.includes(value)) refuse(field, `"${value}" is not a known ${field}.`, `Choose ${choices.join(', ')}.`);
}

function refuse(field: string, message: string, action: string): never {
  throw new DaisyError('Input', { message, action, field });
}
