import { bitShuffle, bitUnshuffle } from './bitshuffle';
import { DAMAGED, decodeLz4 } from './lz4-decode';
import { encodeLz4 } from './lz4-encode';
import { LARGEST_BLOCK, scratch } from './work-area';

/**
 * Blocks of HDF5 filter 32008 with LZ4: `from` is behind the header of 12 bytes, `total` the bytes of all blocks decoded and
 * `block` those of one. Only blocks that touch bytes `first <= byte < end` are decoded, to their places in `to`. Returns `total`
 * or DAMAGED.
 */
export function decodeBitshuffleLz4(
  from: usize, bytes: usize, to: usize, total: usize, block: usize, size: usize, first: usize, end: usize,
): i32 {
  const unit: usize = size << 3;
  if (block == 0 || block > LARGEST_BLOCK || block % unit != 0) return DAMAGED;
  const sEnd = from + bytes;
  let s = from;
  let at: usize = 0;
  while (at < total) {
    let here = total - at;
    if (here > block) here = block;
    here -= here % unit;
    if (here == 0) {
      if (total - at > sEnd - s) return DAMAGED;
      memory.copy(to + at, s, total - at);
      break;
    }
    if (sEnd - s < 4) return DAMAGED;
    const stored: usize = bswap<u32>(load<u32>(s));
    s += 4;
    if (stored > sEnd - s) return DAMAGED;
    if (at + here > first && at < end) {
      if (decodeLz4(s, stored, scratch, here) != <i32>here) return DAMAGED;
      bitUnshuffle(scratch, to + at, here / size, size);
    }
    s += stored;
    at += here;
    if (at >= end) break;
  }
  return <i32>total;
}

/** Encode to blocks of HDF5 filter 32008 with LZ4, without the header. Returns the bytes written. */
export function encodeBitshuffleLz4(from: usize, total: usize, to: usize, block: usize, size: usize): usize {
  const unit: usize = size << 3;
  let d = to;
  let at: usize = 0;
  while (at < total) {
    let here = total - at;
    if (here > block) here = block;
    here -= here % unit;
    if (here == 0) {
      memory.copy(d, from + at, total - at);
      d += total - at;
      break;
    }
    bitShuffle(from + at, scratch, here / size, size);
    const stored = encodeLz4(scratch, here, d + 4);
    store<u32>(d, bswap<u32>(<u32>stored));
    d += 4 + stored;
    at += here;
  }
  return d - to;
}
