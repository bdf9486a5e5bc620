import { promisify } from 'node:util';
import { inflate, inflateSync } from 'node:zlib';
import { decompress as decompressZstd } from 'fzstd';
import { itemSize } from '@daisy-lab/core';
import { swapBytes } from '../bytes/byte-order.js';
import { decodeLzw } from './lzw.js';
import type { PageLayout } from './page-layout.js';
import { undoPredictor } from './predictor.js';

const inflateAsync = promisify(inflate) as (
  bytes: Uint8Array,
  options: { maxOutputLength: number },
) => Promise<Uint8Array>;

/** More than a tile is never decoded, but some writers pad a strip. */
const slack = 64 * 1024;

/**
 * One tile or strip as values in the byte order of this machine.
 * @param length bytes that it must have
 */
export function decodeTile(stored: Uint8Array, layout: PageLayout, length: number): Uint8Array {
  return finished(decompressed(stored, layout, length), layout, length);
}

/** The same; what a thread of the pool can do, it does. */
export async function decodeTileAsync(stored: Uint8Array, layout: PageLayout, length: number): Promise<Uint8Array> {
  if (layout.compression !== 'deflate') return decodeTile(stored, layout, length);
  return finished(await inflateAsync(stored, { maxOutputLength: length + slack }), layout, length);
}

function decompressed(stored: Uint8Array, { compression }: PageLayout, length: number): Uint8Array {
  switch (compression) {
    case 'deflate':
      return inflateSync(stored, { maxOutputLength: length + slack });
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

function finished(decoded: Uint8Array, layout: PageLayout, length: number): Uint8Array {
  if (decoded.length < length) throw new Error(`a tile has ${decoded.length} of ${length} bytes`);
  const { dtype, predictor, samples, planar, tileWidth, littleEndian } = layout;
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
