import { copyWide } from './copy';
import { TABLE_BYTES, table } from './work-area';

// The table holds the last place of each hash, counted through all blocks: what is before the block is of an earlier one and void, so
// that the table need not be cleared for each.

/** Count of the first byte of the block. */
let counted: u32 = 1;
/** Bytes of the largest block with the small table, and of any block. */
const SMALL_BLOCK: usize = 65536;

/** A match may start no later than this before the end, and the last five bytes are literals. */
const MATCH_LIMIT: usize = 12;
const LAST_LITERALS: usize = 5;

/** The most bytes that a block of `bytes` can take. */
export function lz4Bound(bytes: usize): usize {
  return bytes + bytes / 255 + 16;
}

// Matches of six bytes and more count: shorter ones save a byte or none, and take most of the time of both sides on noise.

// @ts-ignore: decorator
@inline function hash(sequence: u64, bits: u32): usize {
  return <usize>(((sequence << 16) * 227718039650203) >> (64 - bits));
}

// @ts-ignore: decorator
@inline function alike(a: usize, b: usize): bool {
  return (load<u64>(a) ^ load<u64>(b)) << 16 == 0;
}

// @ts-ignore: decorator
@inline function writeLength(to: usize, length: usize): usize {
  let left = length - 15;
  while (left >= 255) {
    store<u8>(to++, 255);
    left -= 255;
  }
  store<u8>(to++, <u8>left);
  return to;
}

// @ts-ignore: decorator
@inline function writeLiterals(to: usize, token: usize, from: usize, literals: usize): usize {
  if (literals >= 15) {
    store<u8>(token, 0xf0);
    to = writeLength(to, literals);
  } else {
    store<u8>(token, <u8>(literals << 4));
  }
  copyWide(to, from, literals);
  return to + literals;
}

// @ts-ignore: decorator
@inline function matchLength(a: usize, b: usize, end: usize): usize {
  const start = a;
  while (a + 8 <= end) {
    const difference = load<u64>(a) ^ load<u64>(b);
    if (difference != 0) return a - start + <usize>(ctz(difference) >> 3);
    a += 8;
    b += 8;
  }
  while (a < end && load<u8>(a) == load<u8>(b)) {
    a++;
    b++;
  }
  return a - start;
}

/** Encode one LZ4 block; `to` has room for lz4Bound(bytes). Returns the bytes written. */
export function encodeLz4(from: usize, bytes: usize, to: usize): usize {
  const end = from + bytes;
  let d = to;
  let anchor = from;
  if (bytes > MATCH_LIMIT) {
    const bits: u32 = bytes <= SMALL_BLOCK ? 12 : 14;
    if (bytes > 0x7fff_ffff || counted > 0x8000_0000) {
      memory.fill(table, 0, TABLE_BYTES);
      counted = 1;
    }
    const start = counted;
    counted += <u32>bytes;
    const lastStart = end - MATCH_LIMIT;
    let s = from;
    let misses: usize = 1 << 4;
    while (s <= lastStart) {
      const slot = table + (hash(load<u64>(s), bits) << 2);
      const place = load<u32>(slot);
      store<u32>(slot, start + <u32>(s - from));
      let match = from + (place - start);
      if (place < start || s - match > 65535 || !alike(match, s)) {
        s += misses++ >> 4;
        continue;
      }
      misses = 1 << 4;
      while (s > anchor && match > from && load<u8>(s - 1) == load<u8>(match - 1)) {
        s--;
        match--;
      }
      const token = d++;
      d = writeLiterals(d, token, anchor, s - anchor);
      store<u16>(d, <u16>(s - match));
      d += 2;
      const length = matchLength(s + 4, match + 4, end - LAST_LITERALS);
      store<u8>(token, load<u8>(token) | <u8>(length < 15 ? length : 15));
      if (length >= 15) d = writeLength(d, length);
      s += 4 + length;
      anchor = s;
      if (s <= lastStart) store<u32>(table + (hash(load<u64>(s - 2), bits) << 2), start + <u32>(s - 2 - from));
    }
  }
  const token = d++;
  return writeLiterals(d, token, anchor, end - anchor) - to;
}
