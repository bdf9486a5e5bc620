import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

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
