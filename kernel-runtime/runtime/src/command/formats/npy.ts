import { DaisyError, itemSize, sharedArray, sizeOf, typedArray, type Dtype, type TypedArray } from '@daisy-lab/core';
import { bytesOf, readBytes, withFile, writeBytes } from './bytes.js';

/** An array as a file holds it: axes and unit come from the contract. */
export interface PlainArray {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly data: TypedArray;
}

const magic = '\u0093NUMPY';

/** NumPy's codes of our dtypes, without the byte order. */
const codes: { readonly [D in Dtype]: string } = {
  int8: 'i1',
  uint8: 'u1',
  int16: 'i2',
  uint16: 'u2',
  int32: 'i4',
  uint32: 'u4',
  int64: 'i8',
  uint64: 'u8',
  float32: 'f4',
  float64: 'f8',
};

/**
 * Writes NumPy's `.npy`, version 1.0, C order, little endian.
 * @see NumPy Enhancement Proposal 1
 */
export async function writeNpy(path: string, array: PlainArray, signal?: AbortSignal): Promise<void> {
  const { dtype, shape, data } = array;
  const order = itemSize(dtype) === 1 ? '|' : '<';
  const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const text = `{'descr': '${order}${codes[dtype]}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const padded = `${text.padEnd(Math.ceil((10 + text.length + 1) / 64) * 64 - 11)}\n`;
  const header = Buffer.alloc(10 + padded.length);
  header.write(magic, 'latin1');
  header.writeUInt8(1, 6);
  header.writeUInt16LE(padded.length, 8);
  header.write(padded, 10, 'latin1');
  await writeBytes(path, [header, bytesOf(data)], signal);
}

/**
 * Reads `.npy` into shared memory. Byte order and column-major order are turned into ours; `bool` becomes uint8.
 * @throws DaisyError `File` for what is not a `.npy` file of plain numbers or ends too early.
 */
export function readNpy(path: string): Promise<PlainArray> {
  return withFile(path, async file => {
    const start = new Uint8Array(12);
    await readBytes(file, start.subarray(0, 10), 0, path);
    const view = new DataView(start.buffer);
    if (Buffer.from(start.subarray(0, 6)).toString('latin1') !== magic) throw notNpy(path, 'it does not begin as one');
    const isFirstVersion = view.getUint8(6) === 1;
    if (!isFirstVersion) await readBytes(file, start.subarray(10), 10, path);
    const headerStart = isFirstVersion ? 10 : 12;
    const headerLength = isFirstVersion ? view.getUint16(8, true) : view.getUint32(8, true);
    if (headerLength > 65536) throw notNpy(path, 'its header is too long');
    const headerBytes = new Uint8Array(headerLength);
    await readBytes(file, headerBytes, headerStart, path);
    const { dtype, bigEndian, columnMajor, shape } = parseHeader(Buffer.from(headerBytes).toString('latin1'), path);
    const { data } = sharedArray(
      dtype,
      shape,
      shape.map(() => ''),
    );
    const bytes = bytesOf(data);
    await readBytes(file, bytes, headerStart + headerLength, path);
    if (bigEndian) swapBytes(bytes, itemSize(dtype));
    return { dtype, shape, data: columnMajor && shape.length > 1 ? toRowMajor(dtype, shape, data) : data };
  });
}

interface Header {
  readonly dtype: Dtype;
  readonly bigEndian: boolean;
  readonly columnMajor: boolean;
  readonly shape: readonly number[];
}

function parseHeader(text: string, path: string): Header {
  const descr = /'descr'\s*:\s*'([<>|=])([a-z])(\d+)'/.exec(text);
  const shape = /'shape'\s*:\s*\(([\d,\sL]*)\)/.exec(text);
  if (!descr || !shape) throw notNpy(path, 'it does not hold plain numbers');
  const code = descr[2] === 'b' ? 'u1' : `${descr[2]}${descr[3]}`;
  const dtype = (Object.keys(codes) as Dtype[]).find(name => codes[name] === code);
  if (!dtype) throw notNpy(path, `Daisy has no arrays of type ${descr[2]}${descr[3]}`);
  const lengths = shape[1]!.split(',').flatMap(part => (part.trim() === '' ? [] : [parseInt(part, 10)]));
  return {
    dtype,
    bigEndian: descr[1] === '>',
    columnMajor: /'fortran_order'\s*:\s*True/.test(text),
    shape: lengths,
  };
}

function notNpy(path: string, why: string): DaisyError {
  return new DaisyError('File', { message: `${path} cannot be read as .npy: ${why}.`, path });
}

function swapBytes(bytes: Uint8Array, size: number): void {
  for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}

/** Copies column-major data so that the last axis is the fastest. */
function toRowMajor(dtype: Dtype, shape: readonly number[], data: TypedArray): TypedArray {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(0, axis)));
  const turned = typedArray(dtype, new SharedArrayBuffer(data.byteLength));
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < turned.length; to++) {
    turned[to] = data[from]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      from -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return turned;
}
