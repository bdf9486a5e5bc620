import { cyclicResponse, filterResponse, windowAt } from './filters.js';
import type { SliceFilter } from './job.js';
import { isShort, type Sizes } from './sizes.js';
import { tailOrder } from './tail-correction.js';

/** The filters of the two slices of a lane; without `im` both have the first. */
export interface LaneFilter {
  readonly re: SliceFilter;
  readonly im?: SliceFilter | undefined;
}

/** What a batch does to its projections before the grid, apart from the geometry. */
export interface BatchFilter {
  /** One for all four lanes, or one for each. */
  readonly lanes: readonly LaneFilter[];
  /** `'transpose'`: no ramp and no weights, which makes the backprojection the transpose of the projection. */
  readonly kind?: 'filtered' | 'transpose';
  readonly padding?: 'zero' | 'edge' | undefined;
}

/** Factors of all frequencies, in the order of the transform (0 first, negative ones last); the Nyquist frequency is left out. */
export function writeFilter(table: Float32Array, { lanes, kind }: BatchFilter, sizes: Sizes): void {
  const half = sizes.polarLength / 2;
  const gain = gainOf(kind, sizes);
  table.fill(0);
  const gainsOf = (filter: SliceFilter): ((k: number) => number) => {
    const response = kind === 'transpose' ? undefined : responseOf(filter, sizes);
    return k => (k === -half ? 0 : gain * (response ? response[Math.abs(k)]! : 1));
  };
  const [low, high] = [table.subarray(0, table.length / 2), table.subarray(table.length / 2)];
  writeFactors(low, lanes, { first: 0, period: 2 * half }, gainsOf);
  writeFactors(high, lanes, { first: -half, period: 2 * half }, gainsOf);
}

/**
 * Factors of the corrections: frequencies -K .. K around zero, around the upper and around the lower end of the spectrum, all counted from
 * the middle of the projections. At the ends they grow with what the window leaves there.
 */
export function writeTailFactors(table: Float32Array, { lanes, kind }: BatchFilter, sizes: Sizes): void {
  const { polarLength: period, columns } = sizes;
  const gain = gainOf(kind, sizes);
  table.fill(0);
  const group = table.length / 3;
  [0, 1, -1].forEach((end, i) => {
    const from = (end * period) / 2;
    const gains =
      ({ filter }: SliceFilter) =>
      () =>
        end === 0 ? gain : -end * gain * windowAt(filter, 1);
    const frequencies = { first: from - tailOrder, period, from, middle: (columns - 1) / 2 };
    writeFactors(table.subarray(i * group, (i + 1) * group), lanes, frequencies, gains);
  });
}

function gainOf(kind: BatchFilter['kind'], { angles, polarLength }: Sizes): number {
  return (kind === 'transpose' ? 1 : Math.PI / angles) / polarLength;
}

function responseOf({ filter, cutoff }: SliceFilter, sizes: Sizes): Float64Array {
  return isShort(sizes) ? cyclicResponse(filter, sizes.polarLength) : filterResponse(filter, sizes.polarLength, cutoff);
}

/** Frequency `first` and those that follow, of which `from` is 0 and which are counted from a place on the detector. */
interface Frequencies {
  readonly first: number;
  readonly period: number;
  readonly from?: number;
  readonly middle?: number;
}

/**
 * Gain times the phase that moves the axis to 0. Two filters in one lane, as re + i im, make two slices of one real sinogram, the real
 * and the imaginary part of the image.
 */
function writeFactors(
  table: Float32Array,
  lanes: readonly LaneFilter[],
  { first, period, from = 0, middle = 0 }: Frequencies,
  gainsOf: (filter: SliceFilter) => (k: number) => number,
): void {
  const floats = 2 * lanes.length;
  lanes.forEach(({ re, im }, lane) => {
    const add = (filter: SliceFilter, a: number, b: number): void => {
      const gain = gainsOf(filter);
      for (let at = lane, k = first; at < table.length; at += floats, k++) {
        const angle = (2 * Math.PI * (k * filter.axisPx - (k - from) * middle)) / period;
        const [cos, sin] = [gain(k) * Math.cos(angle), gain(k) * Math.sin(angle)];
        table[at]! += a * cos - b * sin;
        table[at + lanes.length]! += a * sin + b * cos;
      }
    };
    add(re, 1, 0);
    if (im) add(im, 0, 1);
  });
}
