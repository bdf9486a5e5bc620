import type { Pixels } from '../viewer/frame-source.js';

/** Images to be written. */
export interface ExportWish {
  readonly first: number;
  readonly end: number;
  readonly format: 'png' | 'tiff' | 'gif' | 'hdf5';
  /** Of the values of TIFF and HDF5; 32: as they are. */
  readonly bits?: number | undefined;
  readonly file: string;
  /** Values of black and white; for pictures and integers. */
  readonly low: number;
  readonly high: number;
  readonly overwrite: boolean;
}

/** Grey levels between two values; what is no number is black. */
export function greyOf(pixels: Pixels, low: number, high: number): Uint8Array {
  const scale = 255 / (high - low || 1);
  return Uint8Array.from(pixels as ArrayLike<number>, value => Math.min(255, Math.max(0, (value - low) * scale)) || 0);
}
