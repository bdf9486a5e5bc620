import type { Dtype, TypedArray, ViewerInfo } from '@daisy-lab/core';

/** Pixels of one image, [y][x]. 64-bit integers come as float64. */
export type Pixels = Exclude<TypedArray, BigInt64Array | BigUint64Array>;

/** A stack of images that can be looked at. */
export interface FrameSource extends Omit<ViewerInfo, 'handle' | 'version' | 'flaws'> {
  /** Pixels of one image; `signal` stops what takes long. */
  read(frame: number, signal?: AbortSignal): Promise<Pixels>;
  /** The counts that the images were made of, where they are others: saturation is seen there. */
  readonly counts?: Pick<FrameSource, 'dtype' | 'read'>;
  /** The same into memory of the caller, where it fits; only for sources that give each image memory of its own. */
  readInto?(frame: number, into: Pixels | undefined, signal?: AbortSignal): Promise<Pixels>;
}

export const dtypeOfPixels = (dtype: Dtype): Dtype => (dtype === 'int64' || dtype === 'uint64' ? 'float64' : dtype);
