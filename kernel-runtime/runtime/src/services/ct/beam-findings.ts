import type { CtFinding, NdArray } from '@daisy-lab/core';
import { finding } from './slice-statistics.js';

/** Change of the beam from which on it is worth a word. */
const steadyWithin = 0.02;
/** Share of dead pixels from which on rings are certain. */
const fewDead = 1e-4;

/**
 * Flat and dark fields: dead pixels, dark level, drift, saturation.
 * @param assumed whether the flat field is a level that was taken for the beam
 */
export function beamFindings(
  flats: NdArray | null,
  darks: NdArray | null,
  dtype: string,
  assumed = false,
): readonly CtFinding[] {
  if (assumed && flats?.data[0] === 1) {
    return [finding('good', 'flats', 'The values are normalised already: flat fields are not needed.')];
  }
  if (assumed) {
    return [
      finding(
        'attention',
        'flats',
        'There are no flat fields: one level is taken for the whole beam, and its pattern makes rings.',
      ),
    ];
  }
  if (!flats || flats.shape[0] === 0) {
    return [finding('bad', 'flats', 'There are no flat fields: the projections cannot be normalised.')];
  }
  const flat = meanFrame(flats);
  const dark = darks && darks.shape[0]! > 0 ? meanFrame(darks) : null;
  const found = [deadPixels(flat, dark), ...darkLevel(flat, dark), drift(flats)];
  const ceiling = ceilings[dtype];
  if (ceiling !== undefined) {
    const share = countOf(flats, value => value >= ceiling) / flats.data.length;
    if (share > 0) {
      found.push(
        finding(
          'attention',
          'saturated',
          '%1 % of the flat-field values are at the upper end of the detector.',
          (100 * share).toPrecision(2),
        ),
      );
    }
  }
  return found;
}

const ceilings: Readonly<Record<string, number>> = { uint8: 255, uint16: 65535 };

function deadPixels(flat: Float64Array, dark: Float64Array | null): CtFinding {
  let dead = 0;
  for (let pixel = 0; pixel < flat.length; pixel++) if (!(flat[pixel]! - (dark?.[pixel] ?? 0) > 0)) dead++;
  if (dead === 0) return finding('good', 'dead', 'No dead pixels.');
  const level = dead / flat.length > fewDead ? 'bad' : 'attention';
  return finding(
    level,
    'dead',
    '%1 dead pixels (%2 %): each makes a ring.',
    dead,
    ((100 * dead) / flat.length).toPrecision(2),
  );
}

function darkLevel(flat: Float64Array, dark: Float64Array | null): readonly CtFinding[] {
  if (!dark) {
    return [
      finding(
        'attention',
        'dark',
        'There are no dark fields: the dark level is taken as 0, and attenuation is too low.',
      ),
    ];
  }
  const [level, beam] = [meanOf(dark), meanOf(flat)];
  const share = ((100 * level) / beam).toFixed(1);
  const kind = level < 0.3 * beam ? 'good' : 'attention';
  return [finding(kind, 'dark', 'The dark level is %1 % of the beam.', share)];
}

/** Mean of the last flat field against the first. */
function drift(flats: NdArray): CtFinding {
  const frames = flats.shape[0]!;
  const size = flats.data.length / frames;
  const mean = (frame: number): number =>
    meanOf((flats.data as Float64Array).subarray(frame * size, (frame + 1) * size) as unknown as Float64Array);
  const change = frames < 2 ? 0 : mean(frames - 1) / mean(0) - 1;
  const percent = (100 * Math.abs(change)).toFixed(1);
  if (frames < 2) return finding('attention', 'drift', 'There is a single flat field: drift of the beam is not known.');
  if (Math.abs(change) <= steadyWithin) {
    return finding('good', 'drift', 'The beam is steady: the flat fields differ by %1 %.', percent);
  }
  return finding(
    'attention',
    'drift',
    change < 0
      ? 'The beam has become weaker by %1 % from the first to the last flat field.'
      : 'The beam has become stronger by %1 % from the first to the last flat field.',
    percent,
  );
}

function meanFrame({ data, shape }: NdArray): Float64Array {
  const frames = shape[0]!;
  const mean = new Float64Array(data.length / frames);
  for (let at = 0; at < data.length; at++) mean[at % mean.length]! += Number(data[at]) / frames;
  return mean;
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at]!;
  return sum / values.length;
}

function countOf({ data }: NdArray, wanted: (value: number) => boolean): number {
  let count = 0;
  for (const value of data) if (wanted(Number(value))) count++;
  return count;
}
