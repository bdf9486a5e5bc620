import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DaisyError } from '@daisy-lab/core';
import { parseAddress, selectionOf } from '../address.js';
import { forbidden, parsing } from '../bytes/problems.js';
import { writeFailure } from '../partial-file.js';
import { withSource } from '../source-kinds.js';
import { frameCount, framesElsewhere, frameSet, readFrame, sinogramSet, type FrameSet } from './frame-set.js';
import { evenAngles, inRadian, type AngleUnit, type ScanAngles } from './scan-angles.js';
import type { FoundScan } from './scan-layout.js';

/** Pixels of a projection that are darker than the beam beside the sample. */
const brightShare = 0.99;

/**
 * Where the parts of a scan are, as a person says. Addresses are `::/path` in the scan's own file or `file::/path`, the file relative to
 * the folder of the scan. Every part that is given takes the place of what was recognised; `null` says that there is none.
 */
export interface ScanProfile {
  readonly name?: string;
  readonly projections?: string;
  /** How the dataset of the projections is stored: [angle, row, column], or [row, angle, column] (one image: [angle, column]). */
  readonly order?: 'projections' | 'sinograms';
  readonly flats?: string | null;
  readonly darks?: string | null;
  /** One for each projection; `::/theta[0:150]` takes the first 150. */
  readonly angles?: string;
  readonly angleUnit?: AngleUnit;
  /** Angles spread evenly over a half or a full turn, in place of stored ones. */
  readonly turnDeg?: 180 | 360;
  /**
   * Counts of the beam in place of flat fields; 1 for data that are normalised already. `brightest` takes the brightest hundredth of the
   * first projection.
   */
  readonly constantBeam?: number | 'brightest';
  /** What the projections hold in place of counts: transmission with 1 in air, or line integrals with 0 in air. */
  readonly values?: 'transmission' | 'attenuation';
  readonly energyEv?: number;
  readonly pixelSizeUm?: number;
}

/**
 * Reads a profile that was saved as JSON.
 * @throws DaisyError `File` when it is missing or is none.
 */
export function loadProfile(path: string): ScanProfile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const facts = { message: `The profile ${path} cannot be read.`, action: 'Check its name.', cause };
    throw forbidden(path, cause) ?? new DaisyError('File', facts);
  }
  const profile = parsing(path, 'JSON', () => JSON.parse(text) as ScanProfile);
  if (typeof profile === 'object' && profile !== null && !Array.isArray(profile)) return profile;
  throw new DaisyError('File', { message: `${path} is no profile of a scan.` });
}

/**
 * Saves a mapping, so that the next scan of the kind needs no hand.
 * @throws DaisyError `File` when it cannot be written.
 */
export function saveProfile(path: string, profile: ScanProfile): void {
  try {
    writeFileSync(path, `${JSON.stringify(profile, null, 2)}\n`);
  } catch (cause) {
    throw writeFailure(path, cause);
  }
}

/**
 * A scan with the parts that a profile gives.
 * @param found what was recognised; null when nothing was, and the profile must name the projections
 */
export async function applyProfile(path: string, found: FoundScan | null, profile: ScanProfile): Promise<FoundScan> {
  const frames = async (address: string): Promise<FrameSet> => framesAt(path, address);
  const projections = await projectionsBy(path, found, profile);
  if (!projections) {
    throw new DaisyError('ScanLayout', {
      message: `Nothing says where the projections of ${path} are.`,
      action: 'Give their address, e.g. {"projections": "::/scan/frames"}.',
      file: path,
    });
  }
  const part = async (
    given: string | null | undefined,
    known: FrameSet | null | undefined,
  ): Promise<FrameSet | null> => (given === undefined ? (known ?? null) : given === null ? null : frames(given));
  const count = frameCount(projections);
  const beam = await beamBy(path, projections, profile);
  const angles = await anglesBy(path, profile, count, found?.angles);
  const said = Object.entries(profile).filter(([key]) => key !== 'name');
  return {
    layout: profile.name ?? found?.layout ?? 'mapped by hand',
    home: found?.home,
    why: [
      ...(found?.why ?? []),
      ...said.map(([key, value]) => `Given: ${key} is ${value === null ? 'none' : String(value)}.`),
    ],
    projections,
    flats: beam === undefined ? await part(profile.flats, found?.flats) : null,
    constantBeam: beam,
    ...(profile.values === 'attenuation' ? { attenuationUnit: 1 } : {}),
    darks: await part(profile.darks, found?.darks),
    angles,
    energyEv: profile.energyEv ?? found?.energyEv,
    pixelSizeUm: profile.pixelSizeUm ?? found?.pixelSizeUm,
    warnings: found?.warnings ?? [],
  };
}

async function projectionsBy(
  path: string,
  found: FoundScan | null,
  profile: ScanProfile,
): Promise<FrameSet | undefined> {
  const { projections, order } = profile;
  if (projections !== undefined) return framesAt(path, projections, order);
  return order !== undefined && found ? framesAt(path, `::${found.projections.dataset}`, order) : found?.projections;
}

async function beamBy(path: string, projections: FrameSet, profile: ScanProfile): Promise<number | undefined> {
  const { constantBeam, values } = profile;
  if (values !== undefined) return 1;
  if (constantBeam !== 'brightest') return constantBeam;
  const counts = await withSource(path, source => readFrame(source, projections, 0));
  const sorted = Float64Array.from(counts, Number).filter(Number.isFinite).sort();
  return sorted[Math.floor(brightShare * (sorted.length - 1))];
}

async function anglesBy(
  path: string,
  profile: ScanProfile,
  count: number,
  known: ScanAngles | undefined,
): Promise<ScanAngles> {
  if (profile.angles !== undefined) {
    const { parts } = parseAddress(profile.angles);
    const { file, dataset } = placeOf(path, profile.angles.replace(/\[[^[\]]*\]$/, ''));
    return withSource(file, source => {
      const info = source.describe(dataset);
      const chosen = info?.dtype ? selectionOf(parts, info.shape).selection : undefined;
      const values = chosen && Float64Array.from(source.read(dataset, chosen).data as ArrayLike<number>, Number);
      if (!info || values?.length !== count) {
        throw new DaisyError('ScanLayout', {
          message: `There are ${count} projections, but ${dataset} of ${file} has ${values?.length ?? 'no'} angles.`,
          file,
        });
      }
      return inRadian(info, values, profile.angleUnit);
    });
  }
  if (profile.turnDeg !== undefined) {
    const turn = (profile.turnDeg * Math.PI) / 180;
    const anglesRad = Float64Array.from({ length: count }, (_, index) => (index * turn) / count);
    return {
      part: null,
      anglesRad,
      why: `${count} angles spread evenly over ${profile.turnDeg} degrees.`,
      warnings: [],
    };
  }
  return known?.anglesRad.length === count ? known : evenAngles([], count);
}

async function framesAt(path: string, address: string, order?: ScanProfile['order']): Promise<FrameSet> {
  const { file, dataset } = placeOf(path, address);
  return withSource(file, source => {
    const info = source.describe(dataset);
    if (!info) throw new DaisyError('ScanLayout', { message: `There is no dataset ${dataset} in ${file}.`, file });
    const frames = order === 'sinograms' ? sinogramSet(file, info) : frameSet(file, info);
    return file === path ? frames : framesElsewhere(frames, file);
  });
}

function placeOf(path: string, address: string): { file: string; dataset: string } {
  const at = address.lastIndexOf('::');
  const [name, dataset] = at < 0 ? [address, '/data'] : [address.slice(0, at), address.slice(at + 2)];
  return { file: name === '' ? path : resolve(dirname(path), name), dataset };
}
