import { ChunkCodec } from './chunk-codec.js';
import type { FilterSpec } from './filters.js';

let shared: ChunkCodec | undefined;

/**
 * Decodes bytes that went through HDF5 filters (also the frames of detector streams and chunks of Zarr), in this thread.
 * @throws DaisyError `Data` when they are damaged.
 */
export function decodeBytes(stored: Uint8Array, filters: readonly FilterSpec[], plainBytes: number): Uint8Array {
  shared ??= new ChunkCodec();
  const format = { filters, chunkBytes: plainBytes };
  shared.room(stored.length, format).set(stored);
  return shared.decode(stored.length, format).slice();
}

/** Applies HDF5 filters to bytes, in this thread. */
export function encodeBytes(plain: Uint8Array, filters: readonly FilterSpec[]): Uint8Array {
  shared ??= new ChunkCodec();
  return shared.encode(plain, filters);
}
