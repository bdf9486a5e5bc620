import type { CodecMemory, Region } from './codec-memory.js';
import { damaged, written } from './damaged.js';

/** Header of HDF5's LZ4 and bitshuffle filters: bytes of the whole (64 bits), bytes of a block (32 bits), both big endian. */
export const blockHeaderBytes = 12;
const defaultBlockBytes = 1 << 22;

/** @throws DaisyError `Data` when the header claims more than there is room for. */
export function readBlockHeader(memory: CodecMemory, input: Region, capacity: number, codec: string): [number, number] {
  if (input.bytes < blockHeaderBytes) throw damaged(codec, 'the header is cut off');
  const view = memory.view(input);
  const total = view.getUint32(0) * 2 ** 32 + view.getUint32(4);
  if (total > capacity) throw damaged(codec, `they claim ${total} bytes where ${capacity} belong`);
  return [total, view.getUint32(8)];
}

export function writeBlockHeader(memory: CodecMemory, output: Region, total: number, block: number): void {
  const view = memory.view(output);
  view.setUint32(0, Math.floor(total / 2 ** 32));
  view.setUint32(4, total >>> 0);
  view.setUint32(8, block);
}

/** HDF5 filter 32004: LZ4 blocks behind their lengths; a block that did not shrink is stored as it is. */
export function decodeLz4Frames(memory: CodecMemory, input: Region, output: Region): number {
  const [total, block] = readBlockHeader(memory, input, output.bytes, 'LZ4');
  const view = memory.view(input);
  let at = blockHeaderBytes;
  for (let done = 0; done < total;) {
    const here = Math.min(block, total - done);
    if (here === 0 || at + 4 > input.bytes) throw damaged('LZ4', 'a block is cut off');
    const stored = view.getUint32(at);
    at += 4;
    if (stored > input.bytes - at) throw damaged('LZ4', 'a block is cut off');
    const from = { at: input.at + at, bytes: stored };
    const to = { at: output.at + done, bytes: here };
    if (stored === here) memory.bytes(to).set(memory.bytes(from));
    else if (written('LZ4', memory.kernel.decodeLz4(from.at, stored, to.at, here)) !== here) {
      throw damaged('LZ4', 'a block is shorter than it should be');
    }
    at += stored;
    done += here;
  }
  return total;
}

export function encodeLz4Frames(memory: CodecMemory, input: Region, output: Region, blockBytes = 0): number {
  const block = Math.max(1, Math.min(blockBytes || defaultBlockBytes, input.bytes || 1));
  writeBlockHeader(memory, output, input.bytes, block);
  const view = memory.view(output);
  let at = blockHeaderBytes;
  for (let done = 0; done < input.bytes; done += block) {
    const here = Math.min(block, input.bytes - done);
    const from = { at: input.at + done, bytes: here };
    let stored = memory.kernel.encodeLz4(from.at, here, output.at + at + 4);
    if (stored >= here) {
      memory.bytes({ at: output.at + at + 4, bytes: here }).set(memory.bytes(from));
      stored = here;
    }
    view.setUint32(at, stored);
    at += 4 + stored;
  }
  return at;
}
