import type { StorageWish } from '../storage/choose-storage.js';
import type { Access } from '../storage/chunk-shape.js';

export interface RechunkOptions {
  /** How the copy will be read; both ways by default. */
  readonly access?: Access;
  /** As in `chooseStorage`; by default the compression of the source where it can be written, else `portable`. */
  readonly codec?: StorageWish['codec'];
  /** Shape of the chunks, where the one that fits the access is not wanted. */
  readonly chunks?: readonly number[];
  /** The dataset that is stored anew; every array of at least 1 MB with two axes and more by default. */
  readonly dataset?: string;
  /** Memory for the values on their way; 512 MB by default. */
  readonly memoryLimitBytes?: number;
  readonly overwrite?: boolean;
  readonly signal?: AbortSignal;
  /** Told the finished fraction, 0..1. */
  readonly onProgress?: (fraction: number) => void;
}
