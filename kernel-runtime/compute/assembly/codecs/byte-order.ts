/** Turn the bytes of each of `count` elements of `size` bytes around, in place. */
export function swapBytes(at: usize, count: usize, size: usize): void {
  if (size == 2) {
    for (let i: usize = 0; i < count; i++) store<u16>(at + 2 * i, bswap<u16>(load<u16>(at + 2 * i)));
  } else if (size == 4) {
    for (let i: usize = 0; i < count; i++) store<u32>(at + 4 * i, bswap<u32>(load<u32>(at + 4 * i)));
  } else if (size == 8) {
    for (let i: usize = 0; i < count; i++) store<u64>(at + 8 * i, bswap<u64>(load<u64>(at + 8 * i)));
  }
}
