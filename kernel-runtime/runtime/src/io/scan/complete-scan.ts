import { ct } from '@daisy-lab/techniques';
import type { DataSource } from '../data-source.js';
import { withSource } from '../source-kinds.js';
import { frameCount, readFrame, type FrameSet } from './frame-set.js';
import { spreadAngles, type ScanAngles } from './scan-angles.js';
import type { FoundScan } from './scan-layout.js';

/** Projections, and rows of each, that are looked at for the level of the beam. */
const lookedAt = 6;
const rowsLookedAt = 48;

/**
 * What the file does not say, from a few of its projections: the level of the beam without flat fields, and how far the scan goes round
 * without angles. Each guess is a sentence among the warnings.
 */
export async function completeScan(path: string, found: FoundScan): Promise<FoundScan> {
  if (!lacksBeam(found) && found.angles.unknown !== true) return found;
  return withSource(found.home ?? path, async source => {
    const beam = lacksBeam(found) ? await withBeam(source, found) : found;
    return beam.angles.unknown === true ? { ...beam, ...(await withTurn(source, beam)) } : beam;
  });
}

const lacksBeam = ({ flats, constantBeam }: FoundScan): boolean => !flats && constantBeam === undefined;

async function withBeam(source: DataSource, found: FoundScan): Promise<FoundScan> {
  const { projections } = found;
  const count = frameCount(projections);
  const indices = new Set(Array.from({ length: lookedAt }, (_, i) => Math.round((i * (count - 1)) / (lookedAt - 1))));
  const frames: ArrayLike<number>[] = [];
  for (const index of indices) frames.push(someRows(await readFrame(source, projections, index), projections));
  const guess = ct.guessValues(frames, projections.columns, projections.wide ?? !projections.dtype.startsWith('float'));
  return {
    ...found,
    constantBeam: guess.beam,
    ...(guess.values === 'attenuation' ? { attenuationUnit: guess.unit } : {}),
    warnings: [...found.warnings, sentenceOf(guess)],
  };
}

function someRows(frame: ArrayLike<number>, { rows, columns }: FrameSet): Float64Array {
  const count = Math.min(rows, rowsLookedAt);
  const some = new Float64Array(count * columns);
  for (let i = 0; i < count; i++) {
    const start = Math.floor((i * rows) / count) * columns;
    for (let x = 0; x < columns; x++) some[i * columns + x] = frame[start + x]!;
  }
  return some;
}

function sentenceOf({ values, beam, unit, seen }: ct.ValuesGuess): string {
  if (values === 'attenuation') {
    const scale = unit === 1 ? '' : ` in units of 1/${unit}`;
    return `There are no flat fields, and air is near 0: the values are taken as line integrals${scale}, without a logarithm.`;
  }
  if (values === 'transmission')
    return 'There are no flat fields, and air is near 1: the projections are taken as normalised.';
  const level = Number(beam.toPrecision(5));
  return seen
    ? `There are no flat fields: the beam is taken as ${level} counts everywhere, as in the air beside the sample.`
    : `There are no flat fields and no air beside the sample: the beam is taken as ${level} counts everywhere, as at the brightest places. Attenuation is relative.`;
}

async function withTurn(source: DataSource, found: FoundScan): Promise<Pick<FoundScan, 'angles' | 'warnings'>> {
  const { projections } = found;
  const count = frameCount(projections);
  const views = await contrastOf(source, found);
  const guess = ct.guessTurn(index => views.get(index)!, count, projections.columns);
  const { turnDeg, inclusive, clear } = guess;
  const angles: ScanAngles = {
    ...found.angles,
    anglesRad: spreadAngles(count, turnDeg, inclusive),
    unknown: undefined,
  };
  const spread = `The file has no angles: ${count} projections are taken as spread evenly over ${turnDeg} degrees`;
  const because = !clear
    ? ', though no two views mirror each other'
    : turnDeg === 360
      ? ', because views half the scan apart mirror each other'
      : ', because the last one mirrors the first';
  return { angles, warnings: [...found.warnings, `${spread}${inclusive ? ', both ends included' : ''}${because}.`] };
}

/** The projections that tell the turn, divided by the mean flat field where there is one. */
async function contrastOf(source: DataSource, { projections, flats }: FoundScan): Promise<Map<number, Float64Array>> {
  const views = new Map<number, Float64Array>();
  const flat = flats ? await readFrame(source, flats, 0) : null;
  for (const { here, opposite } of ct.viewsOfTurn(frameCount(projections), projections.rows)) {
    for (const index of [here, opposite])
      if (!views.has(index)) views.set(index, await view(source, projections, index, flat));
  }
  return views;
}

async function view(
  source: DataSource,
  projections: FrameSet,
  index: number,
  flat: ArrayLike<number> | null,
): Promise<Float64Array> {
  const stored = await readFrame(source, projections, index);
  return Float64Array.from(stored, (value, at) => (flat ? value / Math.max(1e-9, flat[at]!) : value));
}
