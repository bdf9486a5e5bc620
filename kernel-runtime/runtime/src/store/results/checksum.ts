import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { combineCrc32 } from './crc32-combine.js';

const blockBytes = 4 << 20;

/** CRC-32 of a file, read in blocks. */
export async function fileChecksum(path: string): Promise<number> {
  const file = await open(path, 'r');
  try {
    const block = Buffer.allocUnsafe(blockBytes);
    let sum = 0;
    for (let at = 0; ;) {
      const { bytesRead } = await file.read(block, 0, blockBytes, at);
      if (bytesRead === 0) return sum;
      sum = crc32(block.subarray(0, bytesRead), sum);
      at += bytesRead;
    }
  } finally {
    await file.close();
  }
}

interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly crc32: number;
}

/** The checksum of a file from the stretches that are written to it, in any order: it need not be read again. */
export class WrittenChecksum {
  readonly #stretches: Stretch[] = [];

  add(start: number, bytes: Uint8Array): void {
    this.#stretches.push({ start, end: start + bytes.length, crc32: crc32(bytes) });
  }

  /** Null when the stretches do not cover the file, or parts of it were written twice. */
  of(fileBytes: number): number | null {
    let sum = 0;
    let reached = 0;
    for (const { start, end, crc32: own } of this.#stretches.sort((a, b) => a.start - b.start)) {
      if (start !== reached) return null;
      sum = combineCrc32(sum, own, end - start);
      reached = end;
    }
    return reached === fileBytes ? sum : null;
  }
}
