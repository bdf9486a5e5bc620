import { copyMatch } from './copy';
import { DAMAGED } from './lz4-decode';

/** Decode LZF; returns the bytes written or DAMAGED. */
export function decodeLzf(from: usize, bytes: usize, to: usize, capacity: usize): i32 {
  const sEnd = from + bytes;
  const dEnd = to + capacity;
  let s = from;
  let d = to;
  while (s < sEnd) {
    const control: usize = load<u8>(s++);
    if (control < 32) {
      const literals = control + 1;
      if (literals > sEnd - s || literals > dEnd - d) return DAMAGED;
      memory.copy(d, s, literals);
      d += literals;
      s += literals;
      continue;
    }
    let length = control >> 5;
    if (length == 7) {
      if (s >= sEnd) return DAMAGED;
      length += load<u8>(s++);
    }
    if (s >= sEnd) return DAMAGED;
    const distance = ((control & 31) << 8) + load<u8>(s++) + 1;
    length += 2;
    if (distance > d - to || length > dEnd - d) return DAMAGED;
    copyMatch(d, distance, length);
    d += length;
  }
  return <i32>(d - to);
}
