import type { Dtype, TypedArray } from '@daisy-lab/core';

const codes: Readonly<Record<Dtype, string>> = {
  int8: '|i1',
  uint8: '|u1',
  int16: '<i2',
  uint16: '<u2',
  int32: '<i4',
  uint32: '<u4',
  int64: '<i8',
  uint64: '<u8',
  float32: '<f4',
  float64: '<f8',
};

/** An array as a file of NumPy, version 1. @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html */
export function npyFile(dtype: Dtype, shape: readonly number[], data: TypedArray): Uint8Array {
  const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const text = `{'descr': '${codes[dtype]}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const headBytes = Math.ceil((10 + text.length + 1) / 64) * 64;
  const file = new Uint8Array(headBytes + data.byteLength);
  file.set([0x93, ...ascii('NUMPY'), 1, 0]);
  new DataView(file.buffer).setUint16(8, headBytes - 10, true);
  file.set(ascii(`${text.padEnd(headBytes - 11)}\n`), 10);
  file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), headBytes);
  return file;
}

const ascii = (text: string): number[] => Array.from(text, character => character.charCodeAt(0));
