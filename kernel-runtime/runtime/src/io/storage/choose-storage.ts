import { encodeBytes } from '@daisy-lab/compute';
import { itemSize, type Dtype, type TypedArray } from '@daisy-lab/core';
import { bytesOf } from '../bytes/byte-order.js';
import type { StorageChoice } from '../data-source.js';
import { chunkShape, type Access } from './chunk-shape.js';
import { filtersOf, type Codec, type CodecWish } from './codecs.js';

/** What a choice is made for. */
export interface StorageWish {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly access: Access;
  /** Values of the array as they come, the more typical the better. */
  readonly sample: readonly TypedArray[];
  /**
   * `portable`: what every HDF5 program reads. `fast`: also bitshuffle-LZ4, which other programs read with the plug-in of their
   * HDF5. Or the codec itself.
   */
  readonly codec?: CodecWish;
  readonly chunks?: readonly number[];
}

/** A codec has to shrink the data by this factor to be worth its time: deflate is some ten times slower than LZ4. */
const worth: Readonly<Record<'portable' | 'fast', readonly (readonly [Codec, number])[]>> = {
  portable: [['deflate', 2]],
  fast: [['bitshuffle-lz4', 1.15]],
};
/** Values that are compressed to see how far they shrink. */
const sampleBytes = 1 << 20;

/** Chooses chunks by the access pattern and the codec by what it makes of a sample, and says in attributes what was chosen and why. */
export function chooseStorage(wish: StorageWish): StorageChoice {
  const { dtype, shape, access, codec: wanted = 'portable' } = wish;
  const itemBytes = itemSize(dtype);
  const sample = gathered(wish.sample, itemBytes);
  const ratioOf = (codec: Codec): number =>
    sample.length === 0 ? 1 : sample.length / encodeBytes(sample, filtersOf(codec, itemBytes)).length;
  const candidates = wanted === 'portable' || wanted === 'fast' ? worth[wanted] : ([[wanted, 0]] as const);
  const measured = candidates.map(([codec, least]) => ({ codec, least, ratio: ratioOf(codec) }));
  const chosen = measured.find(({ ratio, least }) => ratio >= least);
  const { codec, ratio } = chosen ?? { codec: 'none' as const, ratio: 1 };
  return {
    chunks: wish.chunks ?? chunkShape(shape, itemBytes, access),
    codec,
    attributes: {
      storage_access: access,
      storage_codec: codec,
      storage_ratio: rounded(ratio),
      ...(chosen ? {} : { storage_refused: measured.map(({ codec, ratio }) => `${codec} ${rounded(ratio)}`) }),
    },
  };
}

const rounded = (ratio: number): number => Number(ratio.toPrecision(3));

/** Stretches of equal length from the middle of each array, together at most `sampleBytes`. */
function gathered(arrays: readonly TypedArray[], itemBytes: number): Uint8Array {
  const most = Math.floor(sampleBytes / Math.max(1, arrays.length) / itemBytes) * itemBytes;
  const parts = arrays.map(array => {
    const bytes = bytesOf(array);
    const length = Math.min(most, bytes.length);
    const first = Math.floor((bytes.length - length) / 2 / itemBytes) * itemBytes;
    return bytes.subarray(first, first + length);
  });
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
