import { table } from './work-area';

// The table holds the last place of each hash, relative to the start of the block, plus one; 0 for none.

/** A match may start no later than this before the end, and the last five bytes are literals. */
const MATCH_LIMIT: usize = 12;
const LAST_LITERALS: usize = 5;

/** The most bytes that a block of `bytes` can take. */
export function lz4Bound(bytes: usize): usize {
  return bytes + bytes / 255 + 16;
}

// @ts-ignore: decorator
@inline function hash(sequence: u32, bits: u32): usize {
  return (sequence * 2654435761) >> (32 - bits);
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
  memory.copy(to, from, literals);
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
    const bits: u32 = bytes <= 65536 ? 12 : 14;
    memory.fill(table, 0, 4 << bits);
    const lastStart = end - MATCH_LIMIT;
    let s = from;
    let misses: usize = 1 << 6;
    while (s <= lastStart) {
      const slot = table + (hash(load<u32>(s), bits) << 2);
      const place = load<u32>(slot);
      store<u32>(slot, <u32>(s - from + 1));
      let match = from + place - 1;
      if (place == 0 || s - match > 65535 || load<u32>(match) != load<u32>(s)) {
        s += misses++ >> 6;
        continue;
      }
      misses = 1 << 6;
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
      if (s <= lastStart) store<u32>(table + (hash(load<u32>(s - 2), bits) << 2), <u32>(s - 2 - from + 1));
    }
  }
  const token = d++;
  return writeLiterals(d, token, anchor, end - anchor) - to;
}
