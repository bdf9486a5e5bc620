import { DaisyError, sizeOf, type ScanPart } from '@daisy-lab/core';
import type { DatasetInfo, DataSource } from '../data-source.js';

export type AngleUnit = 'deg' | 'rad';

/** The angles of a scan and where they came from. */
export interface ScanAngles {
  readonly part: ScanPart | null;
  readonly anglesRad: Float64Array;
  readonly why: string;
  readonly warnings: readonly string[];
  /** Nothing says how far the scan goes round. */
  readonly unknown?: boolean | undefined;
  /** Why the stored angles cannot be used; an error, unless others are given. */
  readonly problem?: DaisyError | undefined;
}

/**
 * Angles from the first dataset that exists, in degrees or radian; without one, `count` angles spread evenly over 180 degrees.
 * @param select picks the angles of the projections when the dataset has one for every frame.
 * Where there is not one angle per projection that is the `problem` of the result.
 */
export function scanAngles(
  source: DataSource,
  candidates: readonly string[],
  count: number,
  select: (all: Float64Array) => Float64Array = all => all,
): ScanAngles {
  const info = candidates.map(path => source.describe(path)).find(found => found?.dtype && isList(found.shape));
  if (!info) return evenAngles(candidates, count);
  const stored = Float64Array.from(source.read(info.path).data as ArrayLike<number>, Number);
  const chosen = stored.length === count ? stored : select(stored);
  if (chosen.length !== count)
    return { ...evenAngles([], count), problem: wrongCount(source.path, info, count, stored.length) };
  if (!chosen.every(Number.isFinite)) {
    throw new DaisyError('Data', { message: `Some angles in ${info.path} are not numbers.`, file: source.path });
  }
  return inRadian(info, chosen);
}

/** One axis, or others of length 1. */
const isList = (shape: readonly number[]): boolean => shape.length > 0 && Math.max(...shape) === sizeOf(shape);

function wrongCount(file: string, info: DatasetInfo, count: number, angles: number): DaisyError {
  return new DaisyError('ScanLayout', {
    message: `There are ${count} projections, but ${info.path} has ${angles} angles.`,
    action:
      'Check that the scan was written to its end, or say how far it goes round: turnDeg 180 or 360 in its profile.',
    file,
  });
}

/** Stored angles in radian, by the unit that is given, named by the file, or told by their size. */
export function inRadian(info: DatasetInfo, chosen: Float64Array, given?: AngleUnit): ScanAngles {
  const { degrees, why } = given
    ? { degrees: given === 'deg', why: `${info.path} is taken in ${given}, as given.` }
    : unitOf(info, chosen);
  return {
    part: { path: info.path, shape: info.shape, dtype: info.typeName },
    anglesRad: degrees ? chosen.map(angle => (angle * Math.PI) / 180) : chosen,
    why,
    warnings: [],
  };
}

/** `count` angles spread evenly over 180 degrees, until more is known. */
export function evenAngles(candidates: readonly string[], count: number): ScanAngles {
  const why = candidates.length > 0 ? `No angles at ${candidates.join(', ')}.` : 'The file has no angles.';
  return { part: null, anglesRad: spreadAngles(count, 180, false), why, warnings: [], unknown: true };
}

/** Angles in equal steps, with or without the end of the turn. */
export function spreadAngles(count: number, turnDeg: number, inclusive: boolean): Float64Array {
  const steps = Math.max(1, inclusive ? count - 1 : count);
  return Float64Array.from({ length: count }, (_, index) => ((index * turnDeg) / steps) * (Math.PI / 180));
}

function unitOf(info: DatasetInfo, angles: Float64Array): { degrees: boolean; why: string } {
  const unit = info.attributes['units'];
  if (typeof unit === 'string' && /deg|°/i.test(unit)) return { degrees: true, why: `${info.path} is in ${unit}.` };
  if (typeof unit === 'string' && /rad/i.test(unit)) return { degrees: false, why: `${info.path} is in ${unit}.` };
  const largest = angles.reduce((most, angle) => Math.max(most, Math.abs(angle)), 0);
  // More than a full turn in radian: a scan in degrees. A scan in degrees of less than 7 degrees is none.
  const degrees = largest > 2 * Math.PI + 0.1;
  const name = degrees ? 'degrees' : 'radian';
  return { degrees, why: `${info.path} has no unit; values up to ${largest.toFixed(2)} are taken as ${name}.` };
}
