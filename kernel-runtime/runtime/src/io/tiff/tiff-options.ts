import type { Dtype } from '@daisy-lab/core';

export interface TiffOptions {
  readonly overwrite?: boolean;
  readonly compression?: 'none' | 'deflate' | 'lzw';
  /** Differences before compression: 2 for integers, 3 for floats; only with a compression. */
  readonly predictor?: 1 | 2 | 3;
  /** Edge of square tiles in pixels, a multiple of 16; strips without it. */
  readonly tilePx?: number;
  readonly bigEndian?: boolean;
  /** Offsets of 64 bits; without it, where the size may need them. */
  readonly bigTiff?: boolean;
  /** Text of the first page. */
  readonly description?: string;
}

/** What all pages of a file have in common. */
export interface TiffPages {
  readonly dtype: Dtype;
  readonly width: number;
  readonly height: number;
  /** Values of a pixel, 3 for colour. */
  readonly samples?: number;
  /** Number of pages, when it is known. */
  readonly pages?: number;
}
