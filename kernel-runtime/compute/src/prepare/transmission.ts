import type { Samples } from '../strips/strip.js';
import { firstAddress, projectionStages, type ProjectionStages } from '../wasm/projections-module.js';

/** Counts of all projections with the beam, in shared memory; every array has [row][column] pixels innermost. */
export interface TransmissionTask {
  /** [angle][pixel] */
  readonly counts: Samples;
  readonly angles: number;
  readonly pixels: number;
  /** 1 / (flat - dark) per pixel; 0 for dead pixels. */
  readonly gain: Float32Array;
  /** -dark / (flat - dark) per pixel; 1 for dead pixels. */
  readonly offset: Float32Array;
  /** Smallest transmission that is let through. */
  readonly clipBelow: number;
  /** Write -ln(transmission) instead of the transmission. */
  readonly log: boolean;
  /** [angle][pixel] */
  readonly out: Float32Array;
}

/** Values that had no result: how many, and the first of them. */
export interface BadValues {
  readonly count: number;
  readonly angle: number;
  readonly pixel: number;
}

/** Pixels of one item. */
export const blockPixels = 8192;
/** Items that are worked on together: counts, beam and result of so many pixels stay in the second-level cache for all angles. */
const blocksAtOnce = 2;
const pixelsAtOnce = blocksAtOnce * blockPixels;
const slot = pixelsAtOnce * 4 + 256;
type Slots = [number, number, number, number];

interface Staging {
  readonly stages: ProjectionStages;
  readonly buffer: ArrayBuffer;
}

let staging: Staging | undefined;

/** Blocks of pixels, all angles: count x gain + offset, clipped, then the logarithm if asked for. */
export function transmissionStrip(task: TransmissionTask, first: number, end: number): BadValues | undefined {
  const { counts, angles, pixels, gain, offset, clipBelow, log, out } = task;
  const { stages, buffer } = (staging ??= projectionStages(firstAddress + 4 * slot));
  const bytes = counts instanceof Uint16Array ? 2 : 4;
  const [atGain, atOffset, atCounts, atOut] = [0, 1, 2, 3].map(index => firstAddress + index * slot) as Slots;
  const view = (at: number, length: number): Float32Array => new Float32Array(buffer, at, length);
  const countsView = bytes === 2 ? new Uint16Array(buffer, atCounts, pixelsAtOnce) : view(atCounts, pixelsAtOnce);
  let bad: BadValues | undefined;
  for (let block = first; block < end; block += blocksAtOnce) {
    const start = block * blockPixels;
    const length = Math.min(Math.min(end - block, blocksAtOnce) * blockPixels, pixels - start);
    view(atGain, pixelsAtOnce).fill(0, length);
    view(atGain, length).set(gain.subarray(start, start + length));
    view(atOffset, pixelsAtOnce).fill(1, length);
    view(atOffset, length).set(offset.subarray(start, start + length));
    const result = view(atOut, length);
    for (let angle = 0; angle < angles; angle++) {
      const from = angle * pixels + start;
      countsView.set(counts.subarray(from, from + length));
      if (stages.transmissionOf(atCounts, bytes, atGain, atOffset, atOut, length, clipBelow, log)) {
        bad = joinBad(bad, badCounts(counts, gain, pixels, angle, start, length));
      }
      out.set(result, from);
    }
  }
  return bad;
}

/** -ln of blocks of values. */
export function logStrip(
  { values, out }: { readonly values: Float32Array; readonly out: Float32Array },
  first: number,
  end: number,
): number {
  const { stages, buffer } = (staging ??= projectionStages(firstAddress + 4 * slot));
  let bad = 0;
  for (let block = first; block < end; block++) {
    const start = block * blockPixels;
    const length = Math.min(blockPixels, values.length - start);
    const view = new Float32Array(buffer, firstAddress, Math.ceil(length / 4) * 4);
    view.fill(1, length & ~3);
    view.set(values.subarray(start, start + length));
    if (stages.logOfTransmission(firstAddress, firstAddress, length)) {
      for (let i = start; i < start + length; i++) if (!(values[i]! > 0 && values[i]! < Infinity)) bad++;
    }
    out.set(view.subarray(0, length), start);
  }
  return bad;
}

/** The earlier place of two, and how many they are together. */
export function joinBad(a: BadValues | undefined, b: BadValues | undefined): BadValues | undefined {
  if (!a || !b) return a ?? b;
  const before = a.angle < b.angle || (a.angle === b.angle && a.pixel < b.pixel) ? a : b;
  return { ...before, count: a.count + b.count };
}

/** Counts of live pixels (not 0 in `live`) that are no numbers, in a block of one projection. */
export function badCounts(
  counts: Samples,
  live: Float32Array,
  pixels: number,
  angle: number,
  start: number,
  length: number,
): BadValues | undefined {
  let count = 0;
  let pixel = -1;
  for (let i = start; i < start + length; i++) {
    if (live[i] === 0 || Number.isFinite(counts[angle * pixels + i])) continue;
    if (count++ === 0) pixel = i;
  }
  return count === 0 ? undefined : { count, angle, pixel };
}
