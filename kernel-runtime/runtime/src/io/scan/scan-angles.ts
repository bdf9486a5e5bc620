import { basename } from 'node:path';
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

/** How people call angles of the rotation. */
const angleName = /angle|theta|rot|turn|omega|phi$/i;
/** Scans of fewer angles are not told from their unit. */
const manyAngles = 20;

/** Datasets of one axis that are called as angles are. */
export function anglesNamed(source: DataSource): readonly string[] {
  return source
    .tree()
    .flatMap(({ path, kind, shape }) =>
      kind === 'dataset' && shape?.length === 1 && angleName.test(path.slice(path.lastIndexOf('/') + 1)) ? [path] : [],
    );
}

/**
 * Angles from the first dataset that exists, or else from one of as many entries that is named so, in degrees or radian; without one,
 * `count` angles spread evenly over 180 degrees.
 * @param select picks the angles of the projections when the dataset has one for every frame.
 * Where there is not one angle per projection that is the `problem` of the result.
 */
export function scanAngles(
  source: DataSource,
  candidates: readonly string[],
  count: number,
  select: (all: Float64Array) => Float64Array = all => all,
): ScanAngles {
  const infoOf = (path: string): DatasetInfo | null => source.describe(path);
  const info =
    candidates.map(infoOf).find(found => found?.dtype && isList(found.shape)) ??
    anglesNamed(source)
      .map(infoOf)
      .find(found => found?.dtype && found.shape[0] === count);
  if (!info) return evenAngles(candidates, count);
  const stored = Float64Array.from(source.read(info.path).data as ArrayLike<number>, Number);
  const chosen = stored.length === count ? stored : select(stored);
  if (chosen.length !== count)
    return { ...evenAngles([], count), problem: wrongCount(source.path, info, count, stored.length) };
  if (!chosen.every(Number.isFinite)) {
    throw new DaisyError('Data', { message: `Some angles in ${info.path} are not numbers.`, file: source.path });
  }
  if (count > 1 && chosen.every(angle => angle === chosen[0])) {
    const why = `All angles in ${info.path} are ${chosen[0]}: they are not used.`;
    return { ...evenAngles([info.path], count), why, warnings: [why] };
  }
  return inRadian(info, chosen);
}

/** One axis, or others of length 1. */
export const isList = (shape: readonly number[]): boolean => shape.length > 0 && Math.max(...shape) === sizeOf(shape);

function wrongCount(file: string, info: DatasetInfo, count: number, angles: number): DaisyError {
  return new DaisyError('ScanLayout', {
    message: `There are ${count} projections, but ${info.path} has ${angles} angles.`,
    action:
      angles > count
        ? `Check that the scan was written to its end. For one that was ended early, take the first angles: {"angles": "::${info.path}[0:${count}]"} in ${basename(file)}.scan.json.`
        : 'Check that the scan was written to its end, or say how far it goes round: turnDeg 180 or 360 in its profile.',
    file,
  });
}

/** Stored angles in radian, by the unit that is given, named by the file, or told by their size. */
export function inRadian(info: DatasetInfo, chosen: Float64Array, given?: AngleUnit): ScanAngles {
  const { radian, why, warnings } = given
    ? { radian: given === 'deg' ? degree : 1, why: `${info.path} is taken in ${given}, as given.`, warnings: [] }
    : unitOf(info, chosen);
  return {
    part: { path: info.path, shape: info.shape, dtype: info.typeName },
    anglesRad: radian === 1 ? chosen : chosen.map(angle => angle * radian),
    why,
    warnings,
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

interface AngleUnitFound {
  /** Radian in one of the stored units. */
  readonly radian: number;
  readonly why: string;
  readonly warnings: readonly string[];
}

const degree = Math.PI / 180;
const unitNames: readonly (readonly [RegExp, number])[] = [
  [/^m(illi)?-?deg/i, degree / 1000],
  [/deg|°/i, degree],
  [/^m(illi)?-?rad/i, 1 / 1000],
  [/rad/i, 1],
];

function unitOf(info: DatasetInfo, angles: Float64Array): AngleUnitFound {
  const unit = info.attributes['units'];
  const named = typeof unit === 'string' ? unitNames.find(([name]) => name.test(unit)) : undefined;
  if (named)
    return (
      otherUnit(info, angles, named[1]) ?? {
        radian: named[1],
        why: `${info.path} is in ${String(unit)}.`,
        warnings: [],
      }
    );
  const largest = angles.reduce((most, angle) => Math.max(most, Math.abs(angle)), 0);
  // More than a full turn in radian: a scan in degrees. A scan in degrees of less than 7 degrees is none.
  const degrees = largest > 2 * Math.PI + 0.1;
  const name = degrees ? 'degrees' : 'radian';
  const why = `${info.path} has no unit; values up to ${largest.toFixed(2)} are taken as ${name}.`;
  return { radian: degrees ? degree : 1, why, warnings: [] };
}

/** The unit that makes a half or a full turn of values which are none in the unit that the file names. */
function otherUnit(info: DatasetInfo, angles: Float64Array, named: number): AngleUnitFound | null {
  const span = Math.max(...angles) - Math.min(...angles);
  const step = span / (angles.length - 1);
  const isTurn = (radian: number): boolean =>
    [Math.PI, 2 * Math.PI].some(turn => Math.abs(span * radian - turn) <= 1.5 * step * radian);
  const other = named === 1 ? degree : 1;
  if (angles.length < manyAngles || (named !== 1 && named !== degree) || isTurn(named) || !isTurn(other)) return null;
  const [said, meant] = named === 1 ? ['radian', 'degrees'] : ['degrees', 'radian'];
  const why = `${info.path} says ${said}, but goes over ${span.toFixed(2)}, a turn in ${meant}: it is taken in ${meant}.`;
  return { radian: other, why, warnings: [why] };
}
