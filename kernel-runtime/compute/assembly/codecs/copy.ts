// Copies in steps of 16 bytes. They may read and write up to 15 bytes beyond the end: behind every buffer lie 64 bytes that belong
// to nobody.

// @ts-ignore: decorator
@inline export function copyWide(to: usize, from: usize, bytes: usize): void {
  let i: usize = 0;
  do {
    v128.store(to + i, v128.load(from + i));
    i += 16;
  } while (i < bytes);
}

/** Which byte of a pattern of `period` bytes stands at each of 16 places: 16 bytes per period 0..15. */
const places: usize = memory.data(256, 16);
/** Bytes by which whole patterns advance in 16, per period. */
const advance: usize = memory.data(16);

export function preparePatterns(): void {
  for (let period: usize = 1; period < 16; period++) {
    for (let i: usize = 0; i < 16; i++) store<u8>(places + period * 16 + i, <u8>(i % period));
    store<u8>(advance + period, <u8>(16 - (16 % period)));
  }
}

/** Copy of `bytes` from `distance` bytes before `to`, where the source may overlap what is written (LZ77). */
// @ts-ignore: decorator
@inline export function copyMatch(to: usize, distance: usize, bytes: usize): void {
  if (distance >= 16) {
    copyWide(to, to - distance, bytes);
    return;
  }
  const pattern = i8x16.swizzle(v128.load(to - distance), v128.load(places + distance * 16));
  const step = <usize>load<u8>(advance + distance);
  let i: usize = 0;
  do {
    v128.store(to + i, pattern);
    i += step;
  } while (i < bytes);
}
