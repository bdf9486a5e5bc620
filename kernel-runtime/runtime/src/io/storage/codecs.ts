import { filterId, type FilterSpec } from '@daisy-lab/compute';
import { DaisyError } from '@daisy-lab/core';

/** How values are compressed: `bitshuffle-lz4` is fast and needs a plug-in in other programs, `deflate` is read by every HDF5. */
export type Codec = 'none' | 'bitshuffle-lz4' | 'deflate' | 'lz4';
export const codecs: readonly Codec[] = ['none', 'bitshuffle-lz4', 'deflate', 'lz4'];

/** The HDF5 filters of a codec; `deflate` comes with the shuffle of bytes, level 1. */
export function filtersOf(codec: Codec, itemBytes: number): readonly FilterSpec[] {
  switch (codec) {
    case 'none':
      return [];
    case 'bitshuffle-lz4':
      return [{ id: filterId.bitshuffle, values: [0, 5, itemBytes, 0, 2] }];
    case 'deflate':
      return [
        ...(itemBytes > 1 ? [{ id: filterId.shuffle, values: [itemBytes] }] : []),
        { id: filterId.deflate, values: [1] },
      ];
    case 'lz4':
      return [{ id: filterId.lz4, values: [0] }];
  }
}

/** The codec that names of filters, as `StorageInfo` has them, come closest to; null for what is not written. */
export function codecOf(filters: readonly string[]): Codec | null {
  if (filters.length === 0) return 'none';
  if (filters.includes('deflate')) return 'deflate';
  return codecs.find(codec => filters.includes(codec)) ?? null;
}

/** `portable`: what every HDF5 program reads; `fast`: also what needs a plug-in there; or the codec itself. */
export type CodecWish = 'portable' | 'fast' | Codec;

/** @throws DaisyError `Input` for a name that is no codec. */
export function asCodecWish(name: string): CodecWish {
  const known: readonly CodecWish[] = ['portable', 'fast', ...codecs];
  const found = known.find(codec => codec === name);
  if (found) return found;
  throw new DaisyError('Input', {
    message: `There is no compression "${name}" to write with.`,
    action: `Choose one of ${known.join(', ')}.`,
  });
}
