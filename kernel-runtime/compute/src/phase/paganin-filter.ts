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
  /** Edge pixels by which a frame is extended on each side, at most its own size. */
  readonly marginPx: number;
  /**
   * Evaluate the filter half a frequency off, as TomoPy does: at (k + 1/2) / (n - 1) cycles per pixel, with frames extended by twice
   * the margin to a power of two, and scaled to 1 at the lowest frequency.
   */
  readonly halfBins: boolean;
}

/** Size of the transform and place of the frame in it. */
export interface PaddedFrame {
  readonly rows: number;
  readonly columns: number;
  readonly top: number;
  readonly left: number;
}

/** The frame in the middle of the next size that transforms well; without margin the frame is only filled up to that size. */
export function paddedFrame(rows: number, columns: number, { marginPx, halfBins }: PaganinOptions): PaddedFrame {
  const along = (size: number): number =>
    halfBins
      ? Math.max(32, 2 ** Math.ceil(Math.log2(size + 2 * marginPx)))
      : laneLength(size + 2 * Math.min(marginPx, size));
  const [tall, wide] = [along(rows), along(columns)];
  return { rows: tall, columns: wide, top: (tall - rows) >> 1, left: (wide - columns) >> 1 };
}

/** The terms that a frequency along one axis adds to the denominator, for indices 0 .. length - 1. */
export function paganinTerms(length: number, { method, strength, halfBins }: PaganinOptions): Float64Array {
  return Float64Array.from({ length }, (_, index) => {
    const bin = 2 * index < length ? index : index - length;
    const cycles = halfBins ? (bin + 0.5) / (length - 1) : bin / length;
    return method === 'paganin'
      ? strength * (2 * Math.PI * cycles) ** 2
      : 2 * strength * (1 - Math.cos(2 * Math.PI * cycles));
  });
}

/** The same terms for the opposite frequencies. A real image sees the mean of both factors. */
export function mirroredTerms(terms: Float64Array): Float64Array {
  return terms.map((_, index) => terms[(terms.length - index) % terms.length]!);
}

/** What the filter is multiplied with, so that it is 1 at its lowest frequency. */
export function paganinScale(rowTerms: Float64Array, columnTerms: Float64Array): number {
  return 1 + rowTerms[0]! + columnTerms[0]!;
}
