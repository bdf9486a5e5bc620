import type { CodecMemory, Region } from './codec-memory.js';
import { damaged, written } from './damaged.js';
import { zstd } from './general.js';
import { inflate } from './inflate.js';

const headerBytes = 16;
const flag = { byteShuffle: 1, stored: 2, bitShuffle: 4, unsplit: 16 } as const;
const codecNames = ['BloscLZ', 'LZ4', 'Snappy', 'zlib', 'Zstandard'] as const;

/** What the header of a Blosc buffer says. */
interface Header {
  readonly flags: number;
  readonly elementBytes: number;
  readonly total: number;
  readonly block: number;
  readonly stored: number;
}

/**
 * A buffer of the Blosc library, version 1 (HDF5 filter 32001, Zarr): blocks, each split in one stream per byte of an element.
 * `spare` has room for a block, as large as the output.
 * @see https://github.com/Blosc/c-blosc/blob/main/README_CHUNK_FORMAT.rst
 */
export function decodeBlosc(memory: CodecMemory, input: Region, output: Region, spare: Region): number {
  const header = readHeader(memory, input, output.bytes);
  const { flags, total, block } = header;
  if (flags & flag.stored) {
    if (headerBytes + total > header.stored) throw damaged('Blosc', 'they are cut off');
    memory.bytes({ at: output.at, bytes: total }).set(memory.bytes({ at: input.at + headerBytes, bytes: total }));
    return total;
  }
  const blocks = Math.ceil(total / block);
  if (headerBytes + 4 * blocks > header.stored) throw damaged('Blosc', 'the table of blocks is cut off');
  const view = memory.view(input);
  for (let index = 0; index < blocks; index++) {
    const here = Math.min(block, total - index * block);
    const shuffled = (flags & (flag.byteShuffle | flag.bitShuffle)) !== 0 && header.elementBytes > 0;
    const out = { at: output.at + index * block, bytes: here };
    const to = shuffled ? { at: spare.at, bytes: here } : out;
    decodeBlock(memory, input, view.getUint32(headerBytes + 4 * index, true), to, header);
    if (shuffled) unshuffleBlock(memory, to, out, header);
  }
  return total;
}

function readHeader(memory: CodecMemory, input: Region, capacity: number): Header {
  if (input.bytes < headerBytes) throw damaged('Blosc', 'the header is cut off');
  const view = memory.view(input);
  const header = {
    flags: view.getUint8(2),
    elementBytes: view.getUint8(3),
    total: view.getUint32(4, true),
    block: view.getUint32(8, true),
    stored: view.getUint32(12, true),
  };
  const { total, block, stored } = header;
  if (view.getUint8(0) > 2) throw damaged('Blosc', `version ${view.getUint8(0)} is not known`);
  if (total > capacity) throw damaged('Blosc', `they claim ${total} bytes where ${capacity} belong`);
  if (stored > input.bytes || (total > 0 && (block === 0 || block > total))) throw damaged('Blosc', 'sizes do not fit');
  return header;
}

function decodeBlock(memory: CodecMemory, input: Region, start: number, to: Region, header: Header): void {
  const { flags, elementBytes, block, stored } = header;
  const split =
    !(flags & flag.unsplit) &&
    elementBytes <= 16 &&
    block >= 128 * elementBytes &&
    to.bytes === block &&
    elementBytes > 0;
  const streams = split ? elementBytes : 1;
  const size = Math.floor(to.bytes / streams);
  const view = memory.view(input);
  let at = start;
  for (let stream = 0; stream < streams; stream++) {
    if (at + 4 > stored) throw damaged('Blosc', 'a block is cut off');
    const bytes = view.getUint32(at, true);
    at += 4;
    if (bytes > stored - at) throw damaged('Blosc', 'a block is cut off');
    const from = { at: input.at + at, bytes };
    decodeStream(memory, from, { at: to.at + stream * size, bytes: size }, flags >> 5);
    at += bytes;
  }
}

function decodeStream(memory: CodecMemory, from: Region, to: Region, codec: number): void {
  const { kernel } = memory;
  if (from.bytes === to.bytes) {
    memory.bytes(to).set(memory.bytes(from));
    return;
  }
  const name = codecNames[codec];
  let bytes: number;
  if (name === 'BloscLZ') bytes = written(name, kernel.decodeBloscLz(from.at, from.bytes, to.at, to.bytes));
  else if (name === 'LZ4') bytes = written(name, kernel.decodeLz4(from.at, from.bytes, to.at, to.bytes));
  else if (name === 'zlib') bytes = inflate(memory.bytes(from), memory.bytes({ at: to.at, bytes: to.bytes + 1 }));
  else if (name === 'Zstandard') {
    const plain = zstd(memory.bytes(from), to.bytes);
    memory.bytes(to).set(plain);
    bytes = plain.length;
  } else throw damaged('Blosc', `${name ?? `compressor ${codec}`} is not known here`);
  if (bytes !== to.bytes) throw damaged('Blosc', 'a block is shorter than it should be');
}

function unshuffleBlock(memory: CodecMemory, from: Region, to: Region, { flags, elementBytes }: Header): void {
  const { kernel } = memory;
  const count = Math.floor(from.bytes / elementBytes);
  if (flags & flag.byteShuffle) kernel.unshuffle(from.at, from.bytes, to.at, elementBytes);
  else {
    // Blosc leaves blocks alone whose elements do not come in eights
    const bytes = count % 8 === 0 ? count * elementBytes : 0;
    if (bytes > 0) kernel.bitUnshuffle(from.at, to.at, count, elementBytes);
    const rest = from.bytes - bytes;
    memory.bytes({ at: to.at + bytes, bytes: rest }).set(memory.bytes({ at: from.at + bytes, bytes: rest }));
  }
}
