import { copyMatch, copyWide } from './copy';

/** What a decoder returns instead of a length. */
export const DAMAGED: i32 = -1;

/**
 * Decode one LZ4 block; returns the bytes written or DAMAGED. Nothing outside of the two buffers and their slack is touched,
 * whatever the block says.
 * @see https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
 */
export function decodeLz4(from: usize, bytes: usize, to: usize, capacity: usize): i32 {
  let s = from;
  let d = to;
  const sEnd = from + bytes;
  const dEnd = to + capacity;
  while (s < sEnd) {
    const token: u32 = load<u8>(s++);
    let literals: usize = token >> 4;
    if (literals == 15) {
      let more: u32;
      do {
        if (s >= sEnd || literals > capacity) return DAMAGED;
        more = load<u8>(s++);
        literals += more;
      } while (more == 255);
    }
    if (literals > 0) {
      if (literals > sEnd - s || literals > dEnd - d) return DAMAGED;
      copyWide(d, s, literals);
      d += literals;
      s += literals;
    }
    if (s >= sEnd) break;
    if (sEnd - s < 2) return DAMAGED;
    const distance: usize = load<u16>(s);
    s += 2;
    let length: usize = token & 15;
    if (length == 15) {
      let more: u32;
      do {
        if (s >= sEnd || length > capacity) return DAMAGED;
        more = load<u8>(s++);
        length += more;
      } while (more == 255);
    }
    length += 4;
    if (distance == 0 || distance > d - to || length > dEnd - d) return DAMAGED;
    copyMatch(d, distance, length);
    d += length;
  }
  return <i32>(d - to);
}
