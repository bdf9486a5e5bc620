import { itemSize, type Dtype } from '@daisy-lab/core';
import { ByteWriter } from './byte-writer.js';

/** Type of what a dataset or an attribute holds. */
export type WrittenType = Dtype | 'text';

/** Place of the sign, bits of exponent and mantissa, and bias of IEEE 754. */
const ieee = {
  float32: [31, 23, 8, 0, 23, 127],
  float64: [63, 52, 11, 0, 52, 1023],
} as const;

/** Bytes of a text that lies elsewhere: its length, the address of a heap and its number there. */
export const textReferenceBytes = 16;

export function writtenBytes(type: WrittenType): number {
  return type === 'text' ? textReferenceBytes : itemSize(type);
}

/** Body of a datatype message, version 1, little endian. */
export function datatype(type: WrittenType): Uint8Array {
  const bytes = new ByteWriter();
  if (type === 'text') {
    // of variable length, ends with a zero byte, UTF-8; its elements are unsigned bytes
    bytes.u8(0x19).u8(1).u8(1).u8(0).u32(textReferenceBytes);
    return bytes.raw(datatype('uint8')).bytes();
  }
  const size = itemSize(type);
  if (type === 'float32' || type === 'float64') {
    const [sign, exponentAt, exponentBits, mantissaAt, mantissaBits, bias] = ieee[type];
    bytes.u8(0x11).u8(0x20).u8(sign).u8(0).u32(size);
    bytes.u16(0).u16(size * 8);
    return bytes.u8(exponentAt).u8(exponentBits).u8(mantissaAt).u8(mantissaBits).u32(bias).bytes();
  }
  const signed = type.startsWith('int') ? 8 : 0;
  return bytes
    .u8(0x10)
    .u8(signed)
    .u16(0)
    .u32(size)
    .u16(0)
    .u16(size * 8)
    .bytes();
}

/** Body of a dataspace message, version 2; null for a single value. */
export function dataspace(shape: readonly number[] | null, mostShape?: readonly number[]): Uint8Array {
  const bytes = new ByteWriter().u8(2);
  if (shape === null) return bytes.u8(0).u8(0).u8(0).bytes();
  bytes
    .u8(shape.length)
    .u8(mostShape ? 1 : 0)
    .u8(1);
  for (const length of shape) bytes.size(length);
  for (const length of mostShape ?? []) bytes.size(length);
  return bytes.bytes();
}
