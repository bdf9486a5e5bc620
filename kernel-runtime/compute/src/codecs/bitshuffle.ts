import type { CodecMemory, Region } from './codec-memory.js';
import { damaged, written } from './damaged.js';
import { zstd } from './general.js';
import { blockHeaderBytes, readBlockHeader, writeBlockHeader } from './lz4-frames.js';

/** Values of HDF5 filter 32008: version (2), bytes of an element, elements of a block (0: the default), compression. */
export interface BitshuffleSettings {
  readonly elementBytes: number;
  readonly blockElements: number;
  readonly compression: 'none' | 'lz4' | 'zstd';
}

export function bitshuffleSettings(values: readonly number[]): BitshuffleSettings {
  const [, , elementBytes = 0, blockElements = 0, compression = 0] = values;
  const name = ({ 0: 'none', 2: 'lz4', 3: 'zstd' } as const)[compression];
  if (elementBytes < 1 || elementBytes > 4096 || blockElements % 8 !== 0 || name === undefined) {
    throw damaged('bitshuffle', 'the settings of the filter make no sense');
  }
  return { elementBytes, blockElements: blockElements || defaultBlock(elementBytes), compression: name };
}

/** Elements in a block of about 8 kB. */
function defaultBlock(elementBytes: number): number {
  return Math.max(128, Math.floor(8192 / elementBytes / 8) * 8);
}

/** Bytes `range` of a chunk are decoded, others may be: blocks are independent of each other. */
export function decodeBitshuffle(
  memory: CodecMemory,
  input: Region,
  output: Region,
  values: readonly number[],
  [first, end]: readonly [number, number],
): number {
  const settings = bitshuffleSettings(values);
  const { elementBytes } = settings;
  if (settings.compression === 'none') {
    if (input.bytes > output.bytes) throw damaged('bitshuffle', 'they are longer than the chunk');
    inBlocks(memory, input, output, settings, 'bitUnshuffle');
    return input.bytes;
  }
  const [total, block] = readBlockHeader(memory, input, output.bytes, 'bitshuffle');
  const from = { at: input.at + blockHeaderBytes, bytes: input.bytes - blockHeaderBytes };
  if (settings.compression === 'zstd') {
    decodeZstdBlocks(memory, from, output, total, block, elementBytes);
    return total;
  }
  const { decodeBitshuffleLz4 } = memory.kernel;
  return written(
    'bitshuffle',
    decodeBitshuffleLz4(from.at, from.bytes, output.at, total, block, elementBytes, first, end),
  );
}

export function encodeBitshuffle(
  memory: CodecMemory,
  input: Region,
  output: Region,
  values: readonly number[],
): number {
  const settings = bitshuffleSettings(values);
  if (settings.compression === 'none') {
    inBlocks(memory, input, output, settings, 'bitShuffle');
    return input.bytes;
  }
  if (settings.compression === 'zstd') throw damaged('bitshuffle', 'Zstandard is read, but not written');
  const { elementBytes } = settings;
  const block = settings.blockElements * elementBytes;
  writeBlockHeader(memory, output, input.bytes, block);
  const at = output.at + blockHeaderBytes;
  return blockHeaderBytes + memory.kernel.encodeBitshuffleLz4(input.at, input.bytes, at, block, elementBytes);
}

function inBlocks(
  memory: CodecMemory,
  input: Region,
  output: Region,
  { elementBytes, blockElements }: BitshuffleSettings,
  step: 'bitShuffle' | 'bitUnshuffle',
): void {
  const whole = Math.floor(input.bytes / elementBytes / 8) * 8;
  for (let done = 0; done < whole; done += blockElements) {
    const count = Math.min(blockElements, whole - done);
    const offset = done * elementBytes;
    memory.kernel[step](input.at + offset, output.at + offset, count, elementBytes);
  }
  const rest = { at: input.at + whole * elementBytes, bytes: input.bytes - whole * elementBytes };
  memory.bytes({ at: output.at + whole * elementBytes, bytes: rest.bytes }).set(memory.bytes(rest));
}

function decodeZstdBlocks(
  memory: CodecMemory,
  from: Region,
  output: Region,
  total: number,
  block: number,
  elementBytes: number,
): void {
  const unit = 8 * elementBytes;
  if (block === 0 || block % unit !== 0) throw damaged('bitshuffle', 'the block size makes no sense');
  const view = memory.view(from);
  let at = 0;
  for (let done = 0; done < total;) {
    const here = Math.floor(Math.min(block, total - done) / unit) * unit;
    if (here === 0) {
      const rest = total - done;
      if (rest > from.bytes - at) throw damaged('bitshuffle', 'the last bytes are cut off');
      memory.bytes({ at: output.at + done, bytes: rest }).set(memory.bytes({ at: from.at + at, bytes: rest }));
      return;
    }
    if (at + 4 > from.bytes) throw damaged('bitshuffle', 'a block is cut off');
    const stored = view.getUint32(at);
    at += 4;
    if (stored > from.bytes - at) throw damaged('bitshuffle', 'a block is cut off');
    const plain = zstd(memory.bytes({ at: from.at + at, bytes: stored }), here);
    if (plain.length !== here) throw damaged('bitshuffle', 'a block is shorter than it should be');
    unshuffleBlock(memory, plain, { at: output.at + done, bytes: here }, elementBytes);
    at += stored;
    done += here;
  }
}

function unshuffleBlock(memory: CodecMemory, plain: Uint8Array, output: Region, elementBytes: number): void {
  const { scratch } = memory;
  if (plain.length > scratch.bytes) throw damaged('bitshuffle', 'a block is too large');
  memory.bytes({ at: scratch.at, bytes: plain.length }).set(plain);
  memory.kernel.bitUnshuffle(scratch.at, output.at, plain.length / elementBytes, elementBytes);
}
