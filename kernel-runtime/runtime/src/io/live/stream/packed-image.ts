import { DaisyError, itemSize, ndarray, typedArray, type Dtype, type NdArray } from '@daisy-lab/core';
import { decodeBytes, filterId, type FilterSpec } from '@daisy-lab/compute';
import { bytesOf, swapBytes } from '../../bytes/byte-order.js';

/** `bslz4` and `lz4` are framed as HDF5's filters are; `lz4-block` is one bare block of LZ4. */
export type StreamCompression = 'none' | 'bslz4' | 'lz4' | 'lz4-block';

/** An image as a stream carries it. */
export interface PackedImage {
  readonly shape: readonly number[];
  readonly dtype: Dtype;
  readonly littleEndian: boolean;
  readonly compression: StreamCompression;
  /** Bytes that bitshuffle takes for an element; that of the dtype without. */
  readonly elementBytes?: number;
  readonly bytes: Uint8Array;
}

/** Larger images are refused before memory is taken. */
const mostImageBytes = 2 ** 30;

/**
 * Decodes an image of axes row and column.
 * @throws DaisyError `Data` when its bytes are not what its description says.
 */
export function unpackImage(packed: PackedImage): NdArray {
  const { dtype, littleEndian } = packed;
  const shape = shapeOf(packed);
  const item = itemSize(dtype);
  const size = shape.reduce((product, length) => product * length, item);
  if (size > mostImageBytes) throw damaged(`it claims ${size} bytes`);
  const plain = plainBytes(packed, size);
  // a message that is kept whole for its image is no loss; its slice() would be no copy
  const aligned = plain.byteOffset % item === 0 && (littleEndian || item === 1) ? plain : new Uint8Array(plain);
  if (!littleEndian) swapBytes(aligned, item);
  const data = typedArray(dtype, aligned.buffer, aligned.byteOffset, size / item);
  return ndarray(data as Float32Array, shape, ['row', 'column']) as NdArray;
}

/** Axes of length 1 before the last two carry nothing. */
function shapeOf({ shape }: PackedImage): readonly [number, number] {
  const [rows, columns] = shape.slice(-2) as [number, number];
  const rest = shape.slice(0, -2);
  const whole = shape.every(length => Number.isSafeInteger(length) && length > 0);
  if (shape.length < 2 || !whole || rest.some(length => length !== 1)) {
    throw damaged(`its shape is [${shape.slice(0, 8).join(', ')}]`);
  }
  return [rows, columns];
}

function plainBytes({ compression, bytes, dtype, elementBytes }: PackedImage, size: number): Uint8Array {
  if (compression === 'none') {
    if (bytes.length !== size) throw damaged(`it has ${bytes.length} of ${size} bytes`);
    return bytes;
  }
  if (compression === 'lz4-block') return decodeBytes(framed(bytes, size), [lz4], size);
  const claimed = bytes.length < 12 ? 0 : Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0));
  if (claimed !== size) throw damaged(`its compressed values are ${claimed} instead of ${size} bytes`);
  return decodeBytes(bytes, [compression === 'lz4' ? lz4 : bitshuffle(elementBytes || itemSize(dtype))], size);
}

const lz4: FilterSpec = { id: filterId.lz4, values: [] };

/** Version, size of an element, standard blocks, LZ4 inside. */
export const bitshuffle = (elementBytes: number): FilterSpec => ({
  id: filterId.bitshuffle,
  values: [0, 2, elementBytes, 0, 2],
});

/** One block of LZ4 in the framing of HDF5: bytes of the whole, bytes of a block, stored bytes. */
function framed(block: Uint8Array, size: number): Uint8Array {
  // in that framing, as many bytes as the values have mean values that are not compressed
  if (block.length === size) throw damaged('its compressed bytes are as many as its values');
  const bytes = new Uint8Array(16 + block.length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(size));
  view.setUint32(8, size);
  view.setUint32(12, block.length);
  bytes.set(block, 16);
  return bytes;
}

/** The bytes of an image, little endian, as they go into a stream. */
export function plainImage({ dtype, shape, data }: NdArray): PackedImage {
  return { shape: shape.slice(-2), dtype, littleEndian: true, compression: 'none', bytes: bytesOf(data) };
}

function damaged(why: string): DaisyError {
  return new DaisyError('Data', { message: `The image is damaged: ${why}.` });
}
