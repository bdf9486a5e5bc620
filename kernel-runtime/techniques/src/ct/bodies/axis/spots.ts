import { median } from '../median.js';

/** Single values of a sinogram that stand out: hits of gamma rays or cosmic radiation, hot pixels that blink. */
export interface Spots {
  /** The sinogram without them; the same one where there are none. */
  readonly clean: Float32Array;
  /** Spots over all values. */
  readonly share: number;
  /** Spots that are lower than their neighbours, over all spots. */
  readonly low: number;
  /** Spread of the noise, from second differences along the angle. */
  readonly noise: number;
}

/** A value this many times the noise beyond all its neighbours, and further than they differ among themselves, is a spot. */
const clearly = 5;
/** Differences that the noise is told from. */
const enough = 20_000;
const fromMedian = 1.4826;

/**
 * Spots of one detector row [angle][column] are bridged by the middle of their four neighbours. Edges of the sample lie between their
 * neighbours, and faulty columns have neighbours of their own kind above and below: both stay.
 */
export function findSpots(data: Float32Array, angles: number, columns: number): Spots {
  const noise = noiseOf(data, angles, columns);
  let clean = data;
  let [low, high] = [0, 0];
  const near = new Float32Array(4);
  for (let angle = 1; angle < angles - 1; angle++) {
    for (let x = 1; x < columns - 1; x++) {
      const at = angle * columns + x;
      const value = data[at]!;
      const [left, right, before, after] = [data[at - 1]!, data[at + 1]!, data[at - columns]!, data[at + columns]!];
      const [least, most] = [Math.min(left, right, before, after), Math.max(left, right, before, after)];
      const beyond = Math.max(clearly * noise, most - least);
      const isLow = value < least - beyond;
      if (!isLow && !(value > most + beyond)) continue;
      if (isLow) low++;
      else high++;
      if (clean === data) clean = data.slice();
      near.set([left, right, before, after]);
      near.sort();
      clean[at] = (near[1]! + near[2]!) / 2;
    }
  }
  const count = low + high;
  return { clean, share: count / Math.max(1, data.length), low: count > 0 ? low / count : 0, noise };
}

function noiseOf(data: Float32Array, angles: number, columns: number): number {
  const inner = Math.max(0, angles - 2) * columns;
  const every = Math.max(1, Math.ceil(inner / enough)) | 1;
  const bends = new Float32Array(Math.ceil(inner / every));
  for (let i = 0; i < bends.length; i++) {
    const at = i * every;
    bends[i] = Math.abs(data[at]! - 2 * data[at + columns]! + data[at + 2 * columns]!) / Math.sqrt(6);
  }
  return bends.length > 0 ? fromMedian * median(bends) : Infinity;
}
