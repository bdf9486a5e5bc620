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
  /** Angle of each projection, in any order; see `angularWeights` for uneven, repeated and missing ones. */
  readonly anglesRad: Float64Array;
  /** Detector width = side of the slice. */
  readonly columns: number;
  /** Detector column of the rotation axis, for all slices or for each: column i is centred at i. */
  readonly axisPx: number | readonly number[];
  /** One window for all slices, or one for each. */
  readonly filter: FilterName | readonly FilterName[];
  /** Where the window ends, as a fraction (0..1] of the Nyquist frequency. Default 1. */
  readonly cutoff?: number;
  /** `sinograms` holds one sinogram, of which every slice is made with its own axis and filter: eight at the cost of one. */
  readonly sweep?: boolean;
  /** What lies beyond the ends of a projection: nothing (default), or its end values, fading to 0 over half a width, for objects wider than
   * the detector. */
  readonly padding?: Padding;
  /** The part of the slices to give, in pixels; default the whole. */
  readonly region?: Region;
  readonly quality?: Quality;
  /** Pixels farther from the axis than this fraction of half the width are set to 0; by default all pixels are kept. */
  readonly circleMask?: number;
}

export type FourierLayout = 'sinograms' | 'projections';

export const paddings = ['zero', 'edge'] as const;
export type Padding = (typeof paddings)[number];

/** A rectangle of pixels of a slice. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How one slice is filtered. */
export interface SliceFilter {
  readonly axisPx: number;
  readonly filter: FilterName;
  readonly cutoff: number;
}

/** The filter of each slice. */
export function filtersOf(job: FourierJob): SliceFilter[] {
  const { axisPx, filter, cutoff = 1 } = job;
  return Array.from({ length: job.slices }, (_, slice) => ({
    axisPx: typeof axisPx === 'number' ? axisPx : axisPx[slice]!,
    filter: typeof filter === 'string' ? filter : filter[slice]!,
    cutoff,
  }));
}

/** The pixels that a job gives of each slice. */
export function regionOf(job: FourierJob): Region {
  return job.region ?? { x: 0, y: 0, width: job.columns, height: job.columns };
}

/** Distance in elements from one angle, and from one slice, to the next. */
export function stridesOf(job: FourierJob): { readonly angle: number; readonly slice: number } {
  if (job.sweep) return { angle: job.columns, slice: 0 };
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
  const rows = job.sweep ? 1 : slices;
  if (sinograms.length !== rows * anglesRad.length * columns) {
    refuse(
      'sinograms',
      `${sinograms.length} values are not ${rows} slices of ${anglesRad.length} angles x ${columns} columns.`,
      'Check the shape of the projections.',
    );
  }
  const names: readonly string[] = typeof job.filter === 'string' ? [job.filter] : job.filter;
  for (const name of names) requireChoice('filter', name, filterNames);
  if (typeof job.filter !== 'string' && names.length !== slices) {
    refuse('filter', `${names.length} filters were given for ${slices} slices.`, 'Give one filter, or one per slice.');
  }
  const { cutoff = 1 } = job;
  if (!(cutoff > 0 && cutoff <= 1)) {
    refuse(
      'cutoff',
      `A cutoff of ${cutoff} is not a fraction of the Nyquist frequency.`,
      'Give a number from 0.01 to 1.',
    );
  }
  requireChoice('padding', job.padding ?? 'zero', paddings);
  checkRegion(regionOf(job), columns);
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

function checkRegion({ x, y, width, height }: Region, columns: number): void {
  const whole = [x, y, width, height].every(Number.isInteger);
  if (whole && x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= columns && y + height <= columns) return;
  refuse(
    'region',
    `The region of ${width} x ${height} pixels at (${x}, ${y}) is not inside the slice of ${columns} x ${columns}.`,
    'Give a rectangle of whole pixels inside the slice, or leave it out.',
  );
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
