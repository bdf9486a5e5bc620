import type { Samples } from '../strips/strip.js';
import { blockValues, imageBlocks } from '../wasm/image-blocks.js';
import { badCounts, joinBad, type BadValues } from './transmission.js';

/** Counts of all projections with beams of several times, in shared memory; [row][column] pixels innermost. */
export interface MixedBeamTask {
  /** [angle][pixel] */
  readonly counts: Samples;
  readonly angles: number;
  readonly pixels: number;
  readonly dark: Float32Array;
  /** Flat less dark field of each time, [time][pixel]; 0 at all times where one of them has no beam. */
  readonly beams: Float32Array;
  /** For each angle: the beam before it, and the share of the next one. */
  readonly before: Int32Array;
  readonly shares: Float32Array;
  /** Exposure of a projection over that of a flat field. */
  readonly ratio: number;
  readonly clipBelow: number;
  /** [angle][pixel] */
  readonly out: Float32Array;
}

/** Blocks of pixels, all angles: `(count - dark) / (beam at that time x ratio)`, clipped. */
export function mixedBeamStrip(task: MixedBeamTask, first: number, end: number): BadValues | undefined {
  const { counts, angles, pixels, dark, beams, before, shares, ratio, clipBelow, out } = task;
  const { stages, at, floats, shorts } = imageBlocks();
  const bytes = counts instanceof Uint16Array ? 2 : 4;
  const times = beams.length / pixels;
  let bad: BadValues | undefined;
  for (let block = first; block < end; block++) {
    const start = block * blockValues;
    const length = Math.min(blockValues, pixels - start);
    floats(1, length).set(dark.subarray(start, start + length));
    const [countsView, result] = [bytes === 2 ? shorts(0, length) : floats(0, length), floats(4, length)];
    // what lies beyond the end of the last block has no beam
    floats(2).fill(0, length & ~3);
    let loaded = -1;
    for (let angle = 0; angle < angles; angle++) {
      const time = before[angle]!;
      if (time !== loaded) {
        loaded = time;
        [time, Math.min(times - 1, time + 1)].forEach((of, i) =>
          floats(2 + i, length).set(beams.subarray(of * pixels + start, of * pixels + start + length)),
        );
      }
      const from = angle * pixels + start;
      countsView.set(counts.subarray(from, from + length));
      const share = shares[angle]!;
      if (stages.mixedBeam(at(0), bytes, at(1), at(2), at(3), share, ratio, at(4), length, clipBelow)) {
        bad = joinBad(bad, badCounts(counts, beams, pixels, angle, start, length));
      }
      out.set(result, from);
    }
  }
  return bad;
}
