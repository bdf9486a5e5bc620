import type { Dtype } from '../array/dtype.js';

/** What may be wrong with a pixel, the gravest last: a value below zero, a count at the top of its type, no number (NaN or infinite). */
export const flaws = ['negative', 'saturated', 'noNumber'] as const;
export type Flaw = (typeof flaws)[number];

/** Rectangle and pooling of a tile. `binX`, `binY` >= 1 source pixels make one tile pixel; whole bins only. */
export interface TileRequest {
  readonly handle: string;
  readonly frame: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly binX: number;
  readonly binY: number;
  readonly pool: 'mean' | 'max' | 'min';
  /** `draft` reads one row of each bin (while dragging), `exact` all. */
  readonly quality: 'draft' | 'exact';
  /** Pooled samples in two bytes each, where they do: see `SampleCodes`. */
  readonly codes?: boolean;
  /** Kinds of pixels to mark: a bin has the mark of its gravest pixel. */
  readonly flaws?: readonly Flaw[];
}

/**
 * What 16-bit codes stand for: `value = offset + code * step`, and 65535 is NaN. Where marks were asked for, `markedFrom + n` is a bin
 * marked with the n-th of `flaws`, counted from 0, and has no value.
 */
export interface SampleCodes {
  readonly offset: number;
  readonly step: number;
  readonly markedFrom?: number;
}

/** What a tile of a very large image was made of. */
export interface OverviewFacts {
  /** Part of the pixels of the image, 0 to 1. */
  readonly share: number;
  /** Otherwise the next look reads more. */
  readonly isComplete: boolean;
}

/** A stack of images that the viewer service has opened; array `data` of a tile is [height, width]. */
export interface ViewerInfo {
  readonly handle: string;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly dtype: Dtype;
  readonly unit?: string | undefined;
  readonly axes: readonly string[];
  /** Changes when the content behind the handle changed. */
  readonly version: number;
  /** What may be wrong with its pixels, and can be marked. */
  readonly flaws: readonly Flaw[];
}

export interface Histogram {
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
  /** NaN and infinite pixels. */
  readonly invalid: number;
  /** 0.5 and 99.5 percentiles: limits of automatic contrast. */
  readonly percentiles: readonly [number, number];
  /** Pixels of each kind that was asked for. */
  readonly flaws?: Readonly<Partial<Record<Flaw, number>>>;
}

/** Of the pixels of a rectangle that are numbers. */
export interface PixelStatistics {
  readonly count: number;
  /** NaN and infinite pixels. */
  readonly invalid: number;
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  readonly mean: number;
  /** Standard deviation of the population. */
  readonly std: number;
}
