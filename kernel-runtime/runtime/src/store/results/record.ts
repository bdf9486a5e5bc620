import type { Dtype, ResultHeader } from '@daisy-lab/core';

/** An array of a result as it lies on disk. */
export interface ArrayRecord {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly axes: readonly string[];
  readonly unit?: string;
  /** CRC-32 of the bytes. */
  readonly crc32: number;
}

/** What stands in result.json. */
export interface ResultRecord {
  /** Changes when the layout of results changes; results of another one are computed again. */
  readonly format: 1;
  readonly key: string;
  readonly header: ResultHeader;
  readonly arrays: Readonly<Record<string, ArrayRecord>>;
  /** CRC-32 of values.bin. */
  readonly valuesCrc32: number;
  readonly bytes: number;
  readonly milliseconds: number;
  readonly createdMs: number;
}

export const recordFormat = 1;
