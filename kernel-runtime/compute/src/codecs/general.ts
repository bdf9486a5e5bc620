import { createRequire } from 'node:module';
import * as zlib from 'node:zlib';
import { DaisyError } from '@daisy-lab/core';
import { damaged } from './damaged.js';

export function deflate(bytes: Uint8Array, level: number): Uint8Array {
  return zlib.deflateSync(bytes, { level });
}

type ZstdDecode = (bytes: Uint8Array, capacity: number) => Uint8Array;

interface NodeZstd {
  readonly zstdDecompressSync?: (bytes: Uint8Array, options: { maxOutputLength: number }) => Uint8Array;
}

interface Fzstd {
  readonly decompress: (bytes: Uint8Array, into: Uint8Array) => Uint8Array;
}

let decodeZstd: ZstdDecode | null | undefined;

/** Whether Zstandard can be read here: by Node 22.15 or later, or by the package fzstd. */
export function zstdAvailable(): boolean {
  return zstdDecoder() !== null;
}

/**
 * Decodes one Zstandard frame.
 * @throws DaisyError `Data` when it is damaged or holds more than `capacity` bytes, `Resource` when nothing here can decode it.
 */
export function zstd(bytes: Uint8Array, capacity: number): Uint8Array {
  const decode = zstdDecoder();
  if (!decode) {
    throw new DaisyError('Resource', {
      message: 'Zstandard cannot be decompressed with this version of Node.',
      action: 'Use Node 22.15 or later.',
    });
  }
  try {
    return decode(bytes, capacity);
  } catch (thrown) {
    throw damaged('Zstandard', reasonOf(thrown));
  }
}

function zstdDecoder(): ZstdDecode | null {
  decodeZstd ??= nodeZstd() ?? packagedZstd();
  return decodeZstd;
}

function nodeZstd(): ZstdDecode | null {
  const { zstdDecompressSync } = zlib as NodeZstd;
  if (!zstdDecompressSync) return null;
  return (bytes, capacity) => zstdDecompressSync(bytes, { maxOutputLength: Math.max(1, capacity) });
}

function packagedZstd(): ZstdDecode | null {
  const name = 'fzstd';
  try {
    const { decompress } = createRequire(import.meta.url)(name) as Fzstd;
    return (bytes, capacity) => {
      checkFrame(bytes, capacity);
      return decompress(bytes, new Uint8Array(capacity));
    };
  } catch {
    return null; // the package is optional
  }
}

/** Looks at the sizes that a frame claims before a decoder allocates by them. @see RFC 8878, 3.1.1 */
function checkFrame(bytes: Uint8Array, capacity: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== 0xfd2fb528) throw new Error('the frame has no magic number');
  const descriptor = view.getUint8(4);
  const single = (descriptor & 32) !== 0;
  const sizeAt = 5 + (single ? 0 : 1) + [0, 1, 2, 4][descriptor & 3]!;
  const sizeField = descriptor >> 6;
  const claimed =
    sizeField === 0
      ? single
        ? view.getUint8(sizeAt)
        : null
      : sizeField === 1
        ? view.getUint16(sizeAt, true) + 256
        : sizeField === 2
          ? view.getUint32(sizeAt, true)
          : Number(view.getBigUint64(sizeAt, true));
  if (claimed === null) throw new Error('the frame does not say its size');
  if (claimed > capacity) throw new Error(`the frame claims ${claimed} bytes`);
}

function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
