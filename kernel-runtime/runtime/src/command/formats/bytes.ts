import { open, type FileHandle } from 'node:fs/promises';
import { DaisyError } from '@daisy-lab/core';

/** One read or write; small enough that a cancel request waits for no longer than one of them. */
const chunkBytes = 32 * 1024 * 1024;

/** Writes byte views one after the other. */
export async function writeBytes(path: string, parts: readonly Uint8Array[], signal?: AbortSignal): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (const part of parts) {
      for (let at = 0; at < part.length;) {
        signal?.throwIfAborted();
        const { bytesWritten } = await file.write(part, at, Math.min(chunkBytes, part.length - at));
        at += bytesWritten;
      }
    }
  } finally {
    await file.close();
  }
}

/** Opens a file, hands it to `use` and closes it, whatever happens. */
export async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, 'r');
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

/**
 * Fills `into` with the bytes from `position` on.
 * @throws DaisyError `File` when the file ends before.
 */
export async function readBytes(file: FileHandle, into: Uint8Array, position: number, path: string): Promise<void> {
  for (let at = 0; at < into.length;) {
    const { bytesRead } = await file.read(into, at, Math.min(chunkBytes, into.length - at), position + at);
    if (bytesRead === 0) {
      throw new DaisyError('File', {
        message: `${path} ends after ${position + at} of ${position + into.length} bytes.`,
        action: 'The program that wrote it may have been stopped, or the disk may be full.',
        path,
      });
    }
    at += bytesRead;
  }
}

/** The memory of a typed array as bytes, without a copy. */
export function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
