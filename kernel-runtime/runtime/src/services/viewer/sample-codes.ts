import { flaws, type SampleCodes } from '@daisy-lab/core';
import type { Pixels } from './frame-source.js';

/** The code of NaN. */
const noValue = 0xffff;
/** Below it codes are values; above it they may be marks. */
const markedFrom = noValue - flaws.length;
const highest = markedFrom - 1;

/**
 * Samples in two bytes each, for pictures that are gone before anybody reads them closely: exact to 1 / 65531 of their range. Infinities
 * become its ends.
 * @param marks as of `marksOfTile`: these samples lose their values
 */
export function sampleCodes(
  samples: Pixels,
  marks: Uint8Array | null = null,
): { readonly codes: Uint16Array; readonly scale: SampleCodes } {
  let low = Infinity;
  let high = -Infinity;
  for (let at = 0; at < samples.length; at++) {
    const value = samples[at]!;
    if (value < low && value > -Infinity) low = value;
    if (value > high && value < Infinity) high = value;
  }
  const offset = low <= high ? low : 0;
  const step = low < high ? high / highest - low / highest : 1;
  const codes = new Uint16Array(samples.length);
  for (let at = 0; at < samples.length; at++) {
    const code = (samples[at]! - offset) / step + 0.5;
    // NaN fails every comparison
    codes[at] = code < highest ? (code > 0 ? code : 0) : code >= highest ? highest : noValue;
  }
  if (!marks) return { codes, scale: { offset, step } };
  for (let at = 0; at < marks.length; at++) if (marks[at]! > 0) codes[at] = markedFrom + marks[at]! - 1;
  return { codes, scale: { offset, step, markedFrom } };
}
