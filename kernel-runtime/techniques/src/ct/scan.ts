import type { NdArray, ScanDescription } from '@daisy-lab/core';

/** Element types of detector frames: everything numeric that is not a 64-bit integer. */
export type ScanDtype = 'uint8' | 'int8' | 'uint16' | 'int16' | 'uint32' | 'int32' | 'float32' | 'float64';

/** Frames of one kind, as stored: projections over `angle`, flat and dark fields over `frame`. */
export type Projections = NdArray<ScanDtype, readonly ['angle', 'row', 'column']>;
export type Fields = NdArray<ScanDtype, readonly ['frame', 'row', 'column']>;

/** What one read of a scan gives: the same detector rows of every frame, unit count. */
export interface ScanArrays {
  readonly projections: Projections;
  /** Images of the beam without sample; null when the scan has none. */
  readonly flats: Fields | null;
  /** Images without beam; null when the scan has none. */
  readonly darks: Fields | null;
}

/** A parallel-beam scan that lies somewhere, read in bands of detector rows. The value of ports of kind `ct.scan`. */
export interface CtScan {
  readonly description: ScanDescription;
  /** Angle of each projection, radian. */
  readonly anglesRad: Float64Array;
  /**
   * Reads rows `first <= row < end` of all frames.
   * @param place gives memory for the projections; those that can read into it do
   * @throws DaisyError `File` or `ScanLayout` when the file cannot give them, `Cancelled` when aborted.
   */
  read(
    rows: readonly [first: number, end: number],
    signal?: AbortSignal,
    place?: (dtype: ScanDtype, shape: readonly number[]) => Projections,
  ): Promise<ScanArrays>;
  /** Counts of one projection, [row][column]; absent where projections cannot be read alone. */
  readProjection?(angle: number): Promise<ArrayLike<number>>;
}
