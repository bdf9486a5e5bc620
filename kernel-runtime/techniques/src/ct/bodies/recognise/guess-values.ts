import { median } from '../median.js';

/** What the values of projections without flat fields are, and the level of the beam beside the sample. */
export interface ValuesGuess {
  /** `counts` of a detector, `transmission` with 1 in air, `attenuation`: line integrals with 0 in air. */
  readonly values: 'counts' | 'transmission' | 'attenuation';
  /** Value in air; 1 for attenuation, which is turned into transmission. */
  readonly beam: number;
  /** Attenuation in these units is at most about ten; 1 for all others. */
  readonly unit: number;
  /** Whether air was seen beside the sample, rather than taken for the brightest values. */
  readonly seen: boolean;
}

/** Columns at either end that are looked at, as a share of the width. */
const side = 0.03;
/** Air stands this high between the darkest and the brightest values of counts, and this low of attenuation. */
const [airAbove, airBelow] = [0.6, 0.4];
/** Line integrals in air, as a share of all their range. */
const nearZero = 0.2;
/** Real numbers above this are counts. */
const mostFloat = 100;
/** Line integrals beyond this have no counts left: the values are in other units. */
const mostAttenuation = 12;

/**
 * Tells counts, transmission and line integrals apart by the air beside the sample: the brightest of a projection of counts, the lowest of
 * one of line integrals.
 * @param frames some projections as stored, [row][column]
 * @param whole whether the values are whole numbers, as detectors count
 */
export function guessValues(frames: readonly ArrayLike<number>[], columns: number, whole: boolean): ValuesGuess {
  const sorted = Float64Array.from(frames.flatMap(frame => Array.from(frame)).filter(Number.isFinite)).sort();
  if (sorted.length === 0) return { values: 'counts', beam: 1, unit: 1, seen: false };
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
  const [low, high] = [at(0.01), at(0.99)];
  const ends = [endLevel(frames, columns, 'left'), endLevel(frames, columns, 'right')];
  const place = (value: number): number => (high > low ? (value - low) / (high - low) : 1);
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const seen = place(most) >= airAbove;
  // nothing absorbed beside the sample: counts are never that low there
  const none = whole ? low <= 0.02 * high : Math.abs(least) < nearZero * (high - low) && high < mostFloat;
  const dark = none && place(whole ? most : least) < airBelow;
  if (!seen && dark) {
    const unit = 10 ** Math.max(0, Math.ceil(Math.log10(at(1) / mostAttenuation)));
    return { values: 'attenuation', beam: 1, unit, seen: true };
  }
  const beam = seen ? most : high;
  if (!whole && beam > 0.7 && beam < 1.3) return { values: 'transmission', beam: 1, unit: 1, seen };
  return { values: 'counts', beam: beam > 0 ? beam : 1, unit: 1, seen };
}

function endLevel(frames: readonly ArrayLike<number>[], columns: number, which: 'left' | 'right'): number {
  const width = Math.max(1, Math.round(side * columns));
  const values: number[] = [];
  for (const frame of frames) {
    for (let start = 0; start < frame.length; start += columns) {
      const first = which === 'left' ? start : start + columns - width;
      for (let at = first; at < first + width; at++) if (Number.isFinite(frame[at]!)) values.push(frame[at]!);
    }
  }
  return median(values);
}
