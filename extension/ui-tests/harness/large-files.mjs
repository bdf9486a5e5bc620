/** Data files of a size that nobody wants to write: sparse on disk, whole for a reader. */
import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import * as h5wasm from 'h5wasm/node';
import { lookup3 } from '../../../kernel-runtime/runtime/lib/io/hdf5/format/checksum.js';

/** Different images in a stack; more would take their time. */
const patterns = 8;

/**
 * A stack `/frames` of uint16 images in one piece. Only the images of `filled` hold something; the others are holes in the file.
 *
 * @param {{ path: string, frames: number, size: number, filled: readonly number[] }} options
 */
export async function writeSparseStack({ path, frames, size, filled }) {
  await h5wasm.ready;
  const file = new h5wasm.File(path, 'w');
  file.create_dataset({ name: 'frames', data: new Uint16Array(2 * size * size), shape: [2, size, size], dtype: '<H' });
  file.close();
  const bytes = readFileSync(path);
  const frameBytes = 2 * size * size;
  const dataAt = growStack(bytes, frames, size);
  const whole = openSync(path, 'r+');
  writeSync(whole, bytes, 0, Math.min(bytes.length, dataAt), 0);
  ftruncateSync(whole, dataAt + frames * frameBytes);
  const pictures = new Map();
  for (const frame of filled) {
    const picture = frame % patterns;
    if (!pictures.has(picture)) pictures.set(picture, ringsOf(size, picture));
    writeSync(whole, pictures.get(picture), 0, frameBytes, dataAt + frame * frameBytes);
  }
  closeSync(whole);
}

/** An image of uint16 as an npy file: bands of rows, the rest holes in the file. */
export function writeHugeImage(path, size) {
  const entries = `{'descr': '<u2', 'fortran_order': False, 'shape': (${size}, ${size}), }`;
  const header = `\x93NUMPY\x01\x00v\x00${entries.padEnd(117)}\n`;
  const file = openSync(path, 'w');
  writeSync(file, Buffer.from(header, 'latin1'));
  ftruncateSync(file, header.length + 2 * size * size);
  const band = new Uint16Array(size * 16).map((_, at) => 30_000 + 20_000 * Math.sin((at % size) / 300));
  for (let row = 0; row < size; row += 256)
    writeSync(file, Buffer.from(band.buffer), 0, band.byteLength, header.length + 2 * size * row);
  closeSync(file);
}

/** A group `/many` with so many groups in it. */
export async function writeManyMembers(path, count) {
  await h5wasm.ready;
  const file = new h5wasm.File(path, 'w');
  const group = file.create_group('many');
  for (let i = 0; i < count; i++) group.create_group(`entry_${String(i).padStart(6, '0')}`);
  file.close();
}

/** Rewrites shape and size of the dataset and the end of the file, with their checksums; returns where the values begin. */
function growStack(bytes, frames, size) {
  const frameBytes = 2 * size * size;
  const shape = sizesOf(2, size, size);
  for (let at = bytes.indexOf(shape); at >= 0; at = bytes.indexOf(shape, at + 1))
    bytes.writeBigUInt64LE(BigInt(frames), at);
  const sizeAt = bytes.indexOf(sizesOf(2 * frameBytes));
  const dataAt = Number(bytes.readBigUInt64LE(sizeAt - 8));
  bytes.writeBigUInt64LE(BigInt(frames * frameBytes), sizeAt);
  const header = bytes.lastIndexOf('OHDR', sizeAt);
  bytes.writeUInt32LE(lookup3(bytes.subarray(header, headerEnd(bytes, header))) >>> 0, headerEnd(bytes, header));
  bytes.writeBigUInt64LE(BigInt(dataAt + frames * frameBytes), 28);
  bytes.writeUInt32LE(lookup3(bytes.subarray(0, 44)) >>> 0, 44);
  return dataAt;
}

/** Where the checksum of an object header (version 2) stands. */
function headerEnd(bytes, at) {
  const flags = bytes[at + 5];
  const lengthAt = at + 6 + (flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0);
  const lengthBytes = 1 << (flags & 3);
  return lengthAt + lengthBytes + bytes.readUIntLE(lengthAt, lengthBytes);
}

const sizesOf = (...values) => Buffer.from(BigUint64Array.from(values, BigInt).buffer);

/** Rings that differ from frame to frame. */
function ringsOf(size, frame) {
  const pixels = new Uint16Array(size * size);
  for (let y = 0, at = 0; y < size; y++) {
    for (let x = 0; x < size; x++, at++) {
      const radius = Math.hypot(x - size / 2, y - size / 2 - frame);
      pixels[at] = 20_000 + 12_000 * Math.cos(radius / 9) + ((at * 2654435761) >>> 22);
    }
  }
  return Buffer.from(pixels.buffer);
}
