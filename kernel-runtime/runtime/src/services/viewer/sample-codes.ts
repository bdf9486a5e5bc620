import type { SampleCodes } from '@daisy-lab/core';
import type { Pixels } from './frame-source.js';

/** The code of NaN. */
const noValue = 0xffff;
const highest = noValue - 1;

/**
 * Samples in two bytes each, for pictures that are gone before anybody reads them closely: exact to 1 / 65534 of their range. Infinities
 * become its ends.
 */
export function sampleCodes(samples: Pixels): { readonly codes: Uint16Array; readonly scale: SampleCodes } {
  const values = new Float64Array(samples);
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const offset = low <= high ? low : 0;
  const step = low < high ? high / highest - low / highest : 1;
  const codes = new Uint16Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    codes[at] = value === value ? Math.min(Math.max(Math.round((value - offset) / step), 0), highest) : noValue;
  }
  return { codes, scale: { offset, step } };
}
