import type { Dtype, TypedArray, ViewerInfo } from '@daisy-lab/core';

/** Pixels of one image, [y][x]. 64-bit integers come as float64. */
export type Pixels = Exclude<TypedArray, BigInt64Array | BigUint64Array>;

/** A rectangle of an image, in pixels; all of it lies inside. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What is read at once at least: a chunk, a tile, a strip, a row. */
export interface PartSize {
  readonly width: number;
  readonly height: number;
  /** Bytes that are read and decoded for it. */
  readonly bytes: number;
}

/** Reads rectangles of one image, [y][x]; `into`, of the size of the rectangle and no longer used, may take it. */
export type ReadBox = (box: Box, into?: Pixels) => Promise<Pixels>;

/** Images of which parts can be read. */
export interface FrameParts {
  readonly size: PartSize;
  /** Opens the source for as long as `use` works. */
  read<T>(frame: number, signal: AbortSignal | undefined, use: (read: ReadBox) => Promise<T>): Promise<T>;
}

/** A stack of images that can be looked at. */
export interface FrameSource extends Omit<ViewerInfo, 'handle' | 'version' | 'flaws'> {
  /** Pixels of one image; `signal` stops what takes long. */
  read(frame: number, signal?: AbortSignal): Promise<Pixels>;
  /** The counts that the images were made of, where they are others: saturation is seen there. */
  readonly counts?: Pick<FrameSource, 'dtype' | 'read'>;
  /** The same into memory of the caller, where it fits; only for sources that give each image memory of its own. */
  readInto?(frame: number, into: Pixels | undefined, signal?: AbortSignal): Promise<Pixels>;
  /** Absent where images can be read as a whole only. */
  readonly parts?: FrameParts;
}

export const dtypeOfPixels = (dtype: Dtype): Dtype => (dtype === 'int64' || dtype === 'uint64' ? 'float64' : dtype);
