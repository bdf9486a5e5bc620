import { laneLength } from '../fft/lane-plan.js';

/**
 * The two forms of the filter for one material at one distance:
 * `paganin` 1 / (1 + a |k|^2), `generalised` with |k|^2 replaced by the discrete Laplacian (2 / W^2)(2 - cos W kx - cos W ky).
 */
export type PaganinMethod = 'paganin' | 'generalised';
export const paganinMethods = ['paganin', 'generalised'] as const;

/** What the filter depends on. */
export interface PaganinOptions {
  readonly method: PaganinMethod;
  /** lambda d (delta / beta) / (4 pi), in units of squared pixels. */
  readonly strength: number;
  /** Extend the frame by its edge pixels by five decay lengths of the filter, at most by its own size. */
  readonly pad: boolean;
}

/** Size of the transform and place of the frame in it. */
export interface PaddedFrame {
  readonly rows: number;
  readonly columns: number;
  readonly top: number;
  readonly left: number;
}

/** The frame in the middle of the next size that transforms well; without `pad` the frame is only filled up to that size. */
export function paddedFrame(rows: number, columns: number, { strength, pad }: PaganinOptions): PaddedFrame {
  const margin = pad ? Math.max(8, Math.ceil(5 * Math.sqrt(strength))) : 0;
  const along = (size: number): number => laneLength(size + 2 * Math.min(margin, size));
  const [tall, wide] = [along(rows), along(columns)];
  return { rows: tall, columns: wide, top: (tall - rows) >> 1, left: (wide - columns) >> 1 };
}

/** The terms that a frequency along one axis adds to the denominator, for indices 0 .. length - 1. */
export function paganinTerms(length: number, { method, strength }: PaganinOptions): Float64Array {
  return Float64Array.from({ length }, (_, index) => {
    const cycles = Math.min(index, length - index) / length;
    return method === 'paganin'
      ? strength * (2 * Math.PI * cycles) ** 2
      : 2 * strength * (1 - Math.cos(2 * Math.PI * cycles));
  });
}
