import { inflateSync } from 'node:zlib';
import { decompress as decompressZstd } from 'fzstd';
import { itemSize, type Dtype } from '@daisy-lab/core';
import { swapBytes } from '../bytes/byte-order.js';
import { decodeLzw } from './lzw.js';
import { undoPredictor } from './predictor.js';
import type { Compression } from './tiff-tags.js';

/** How the values of a tile or strip were coded. */
export interface TileCoding {
  readonly dtype: Dtype;
  readonly compression: Compression;
  /** 1 none, 2 differences of neighbours, 3 differences of the bytes of floats. */
  readonly predictor: number;
  readonly samples: number;
  /** Samples lie in planes of their own instead of pixel by pixel. */
  readonly planar: boolean;
  readonly tileWidth: number;
  readonly littleEndian: boolean;
}

/** More than a tile is never decoded, but some writers pad a strip. */
const slack = 64 * 1024;

/**
 * One tile or strip as values in the byte order of this machine.
 * @param length bytes that it must have
 */
export function decodeTile(stored: Uint8Array, coding: TileCoding, length: number): Uint8Array {
  return finishTile(decompressed(stored, coding, length), coding, length);
}

function decompressed(stored: Uint8Array, { compression }: TileCoding, length: number): Uint8Array {
  switch (compression) {
    case 'deflate':
      // one piece of output: pieces of the usual 16 kB take half of the time
      return inflateSync(stored, { maxOutputLength: length + slack, chunkSize: Math.max(64, length) });
    case 'lzw':
      return decodeLzw(stored, length);
    case 'packbits':
      return decodePackBits(stored, length);
    case 'zstd':
      return decompressZstd(stored, new Uint8Array(length));
    case 'none':
      return stored;
  }
}

/** Values in the byte order of this machine, without their predictor, of what was decompressed; in its place where that can be. */
export function finishTile(decoded: Uint8Array, coding: TileCoding, length: number): Uint8Array {
  if (decoded.length < length) throw new Error(`a tile has ${decoded.length} of ${length} bytes`);
  const { dtype, predictor, samples, planar, tileWidth, littleEndian } = coding;
  const item = itemSize(dtype);
  const aligned = decoded.byteOffset % item === 0 ? decoded.subarray(0, length) : decoded.slice(0, length);
  if (!littleEndian && predictor !== 3) swapBytes(aligned, item);
  const perPixel = planar ? 1 : samples;
  undoPredictor(predictor, aligned, { dtype, rowItems: tileWidth * perPixel, samples: perPixel });
  return aligned;
}

/** Runs of Apple's PackBits: n < 128: n + 1 bytes as they are; n > 128: one byte 257 - n times. */
export function decodePackBits(bytes: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  let to = 0;
  for (let at = 0; to < length;) {
    if (at >= bytes.length) throw new Error(`PackBits data end after ${to} of ${length} bytes`);
    const head = bytes[at++]!;
    if (head < 128) {
      const piece = bytes.subarray(at, at + Math.min(head + 1, length - to));
      out.set(piece, to);
      to += head + 1;
      at += head + 1;
      if (piece.length === 0) throw new Error('PackBits data end within a run');
    } else if (head > 128) {
      out.fill(bytes[at++] ?? 0, to, to + 257 - head);
      to += 257 - head;
    }
  }
  return out;
}
