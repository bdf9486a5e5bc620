import { copyMatch } from './copy';
import { DAMAGED } from './lz4-decode';

/** Distances up to this take 13 bits; longer ones are marked by it and take 16 bits more. */
const NEAR: usize = 8191;

/** Decode BloscLZ, the FastLZ of the Blosc library; returns the bytes written or DAMAGED. */
export function decodeBloscLz(from: usize, bytes: usize, to: usize, capacity: usize): i32 {
  if (bytes == 0) return 0;
  const sEnd = from + bytes;
  const dEnd = to + capacity;
  let s = from;
  let d = to;
  let control: usize = load<u8>(s++) & 31;
  while (true) {
    if (control >= 32) {
      let length = (control >> 5) - 1;
      let distance = (control & 31) << 8;
      let code: usize;
      if (length == 6) {
        do {
          if (s >= sEnd || length > capacity) return DAMAGED;
          code = load<u8>(s++);
          length += code;
        } while (code == 255);
      }
      if (s >= sEnd) return DAMAGED;
      code = load<u8>(s++);
      length += 3;
      distance += code;
      if (code == 255 && distance == NEAR) {
        if (sEnd - s < 2) return DAMAGED;
        distance = NEAR + ((<usize>load<u8>(s) << 8) | load<u8>(s + 1));
        s += 2;
      }
      distance += 1;
      if (distance > d - to || length > dEnd - d) return DAMAGED;
      copyMatch(d, distance, length);
      d += length;
    } else {
      const literals = control + 1;
      if (literals > sEnd - s || literals > dEnd - d) return DAMAGED;
      memory.copy(d, s, literals);
      d += literals;
      s += literals;
    }
    if (s >= sEnd) break;
    control = load<u8>(s++);
  }
  return <i32>(d - to);
}
