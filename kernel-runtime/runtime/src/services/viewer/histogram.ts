import type { Histogram } from '@daisy-lab/core';
import { contrastLimits, contrastRanks } from './frame-statistics.js';
import type { Pixels } from './frame-source.js';

/** Values that are looked at together: few enough to stay near the processor. */
const blockLength = 1 << 14;

/** Histogram of all pixels that are finite, and the limits of automatic contrast. */
export function histogramOf(pixels: Pixels, bins: number): Histogram {
  const tally = tallyOf(pixels);
  return tally ? histogramOfTally(tally, bins) : histogramOfNumbers(pixels, bins);
}

/** How often each of the possible values occurs. */
interface Tally {
  readonly counts: Uint32Array;
  /** The value of the first count. */
  readonly first: number;
  readonly pixels: number;
}

/** Of whole numbers of at most 16 bits, each is counted: two reads a pixel instead of a division. */
function tallyOf(pixels: Pixels): Tally | undefined {
  if (pixels instanceof Uint8Array || pixels instanceof Uint8ClampedArray)
    return { counts: countBytes(pixels), first: 0, pixels: pixels.length };
  if (pixels instanceof Uint16Array) return { counts: countWords(pixels, 0), first: 0, pixels: pixels.length };
  if (!(pixels instanceof Int16Array)) return undefined;
  const words = new Uint16Array(pixels.buffer, pixels.byteOffset, pixels.length);
  return { counts: countWords(words, 0x8000), first: -0x8000, pixels: pixels.length };
}

function countBytes(pixels: Uint8Array | Uint8ClampedArray): Uint32Array {
  const counts = new Uint32Array(256);
  for (let at = 0; at < pixels.length; at++) counts[pixels[at]!]!++;
  return counts;
}

/** @param flip bits that put signed words in order */
function countWords(pixels: Uint16Array, flip: number): Uint32Array {
  const counts = new Uint32Array(65536);
  for (let at = 0; at < pixels.length; at++) counts[pixels[at]! ^ flip]!++;
  return counts;
}

function histogramOfTally({ counts: each, first, pixels }: Tally, bins: number): Histogram {
  const lowest = each.findIndex(count => count > 0);
  if (lowest < 0) return emptyHistogram(bins, 0);
  const highest = each.findLastIndex(count => count > 0);
  const counts = new Array<number>(bins).fill(0);
  const scale = highest > lowest ? bins / (highest - lowest) : 0;
  const [lowRank, highRank] = contrastRanks(pixels);
  const percentiles: [number, number] = [first + lowest, first + highest];
  for (let value = lowest, seen = 0; value <= highest; value++) {
    const count = each[value]!;
    if (count === 0) continue;
    counts[Math.min(bins - 1, Math.floor((value - lowest) * scale))]! += count;
    if (seen <= lowRank) percentiles[0] = first + value;
    if (seen <= highRank) percentiles[1] = first + value;
    seen += count;
  }
  return { low: first + lowest, high: first + highest, counts, invalid: 0, percentiles };
}

function histogramOfNumbers(pixels: Pixels, bins: number): Histogram {
  let low = Infinity;
  let high = -Infinity;
  let invalid = 0;
  inBlocks(pixels, (block, length) => {
    for (let at = 0; at < length; at++) {
      const value = block[at]!;
      if (!Number.isFinite(value)) invalid++;
      else {
        if (value < low) low = value;
        if (value > high) high = value;
      }
    }
  });
  if (invalid === pixels.length) return emptyHistogram(bins, invalid);
  const counts = new Float64Array(bins);
  const scale = high > low ? bins / (high - low) : 0;
  inBlocks(pixels, (block, length) => {
    for (let at = 0; at < length; at++) {
      const value = block[at]!;
      if (Number.isFinite(value)) counts[Math.min(bins - 1, Math.floor((value - low) * scale))]!++;
    }
  });
  return { low, high, counts: Array.from(counts), invalid, percentiles: contrastLimits(pixels) };
}

/** The values as float64, block by block: one loop for all types of pixels is fast only on one of them. */
function inBlocks(pixels: Pixels, look: (block: Float64Array, length: number) => void): void {
  const block = new Float64Array(Math.min(blockLength, pixels.length));
  for (let start = 0; start < pixels.length; start += blockLength) {
    const part = pixels.subarray(start, start + blockLength);
    block.set(part);
    look(block, part.length);
  }
}

const emptyHistogram = (bins: number, invalid: number): Histogram => ({
  ...{ low: 0, high: 0, counts: new Array<number>(bins).fill(0) },
  ...{ invalid, percentiles: [0, 0] },
});
