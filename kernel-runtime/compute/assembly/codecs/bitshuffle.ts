import { even8, high16, high32, high8, low16, low32, low8, odd8 } from './interleave';
import { merge2, merge4, merge8, split2, split4, split8 } from './shuffle';

// Bitshuffle of `count` elements (a multiple of 8): bit 0 of all elements, then bit 1 of all, ... each a plane of count / 8 bytes.
// See K. Masui et al., Astronomy and Computing 12 (2015) 181.

/** Up to 8 byte planes of 128 elements. */
const planes: usize = memory.data(1024, 16);

/** Transpose 8 x 8 bits in each half. */
// @ts-ignore: decorator
@inline function transposeBits(x: v128): v128 {
  let t = v128.and(v128.xor(x, i64x2.shr_u(x, 7)), i64x2.splat(0x00aa00aa00aa00aa));
  x = v128.xor(v128.xor(x, t), i64x2.shl(t, 7));
  t = v128.and(v128.xor(x, i64x2.shr_u(x, 14)), i64x2.splat(0x0000cccc0000cccc));
  x = v128.xor(v128.xor(x, t), i64x2.shl(t, 14));
  t = v128.and(v128.xor(x, i64x2.shr_u(x, 28)), i64x2.splat(0x00000000f0f0f0f0));
  return v128.xor(v128.xor(x, t), i64x2.shl(t, 28));
}

// @ts-ignore: decorator
@inline function transposeBits64(x: u64): u64 {
  let t = (x ^ (x >> 7)) & 0x00aa00aa00aa00aa;
  x = x ^ t ^ (t << 7);
  t = (x ^ (x >> 14)) & 0x0000cccc0000cccc;
  x = x ^ t ^ (t << 14);
  t = (x ^ (x >> 28)) & 0x00000000f0f0f0f0;
  return x ^ t ^ (t << 28);
}

/** 16 bytes of each of 8 bit planes, `stride` apart, to 128 bytes. */
// @ts-ignore: decorator
@inline function joinBits(from: usize, stride: usize, to: usize): void {
  const r0 = v128.load(from), r1 = v128.load(from + stride), r2 = v128.load(from + 2 * stride), r3 = v128.load(from + 3 * stride);
  const r4 = v128.load(from + 4 * stride), r5 = v128.load(from + 5 * stride), r6 = v128.load(from + 6 * stride), r7 = v128.load(from + 7 * stride);
  const a0 = low8(r0, r1), a1 = high8(r0, r1), b0 = low8(r2, r3), b1 = high8(r2, r3);
  const c0 = low8(r4, r5), c1 = high8(r4, r5), d0 = low8(r6, r7), d1 = high8(r6, r7);
  let x = low16(a0, b0), y = low16(c0, d0);
  v128.store(to, transposeBits(low32(x, y)));
  v128.store(to + 16, transposeBits(high32(x, y)));
  x = high16(a0, b0);
  y = high16(c0, d0);
  v128.store(to + 32, transposeBits(low32(x, y)));
  v128.store(to + 48, transposeBits(high32(x, y)));
  x = low16(a1, b1);
  y = low16(c1, d1);
  v128.store(to + 64, transposeBits(low32(x, y)));
  v128.store(to + 80, transposeBits(high32(x, y)));
  x = high16(a1, b1);
  y = high16(c1, d1);
  v128.store(to + 96, transposeBits(low32(x, y)));
  v128.store(to + 112, transposeBits(high32(x, y)));
}

/** 128 bytes to 16 bytes of each of 8 bit planes, `stride` apart. */
// @ts-ignore: decorator
@inline function splitBits(from: usize, to: usize, stride: usize): void {
  const x0 = transposeBits(v128.load(from)), x1 = transposeBits(v128.load(from + 16));
  const x2 = transposeBits(v128.load(from + 32)), x3 = transposeBits(v128.load(from + 48));
  const x4 = transposeBits(v128.load(from + 64)), x5 = transposeBits(v128.load(from + 80));
  const x6 = transposeBits(v128.load(from + 96)), x7 = transposeBits(v128.load(from + 112));
  const e0 = even8(x0, x1), e1 = even8(x2, x3), e2 = even8(x4, x5), e3 = even8(x6, x7);
  const o0 = odd8(x0, x1), o1 = odd8(x2, x3), o2 = odd8(x4, x5), o3 = odd8(x6, x7);
  const ee0 = even8(e0, e1), ee1 = even8(e2, e3), eo0 = odd8(e0, e1), eo1 = odd8(e2, e3);
  const oe0 = even8(o0, o1), oe1 = even8(o2, o3), oo0 = odd8(o0, o1), oo1 = odd8(o2, o3);
  v128.store(to, even8(ee0, ee1));
  v128.store(to + stride, even8(oe0, oe1));
  v128.store(to + 2 * stride, even8(eo0, eo1));
  v128.store(to + 3 * stride, even8(oo0, oo1));
  v128.store(to + 4 * stride, odd8(ee0, ee1));
  v128.store(to + 5 * stride, odd8(oe0, oe1));
  v128.store(to + 6 * stride, odd8(eo0, eo1));
  v128.store(to + 7 * stride, odd8(oo0, oo1));
}

/** Elements of `size` bytes from bit planes. */
export function bitUnshuffle(from: usize, to: usize, count: usize, size: usize): void {
  const row = count >> 3;
  const wide: usize = size == 1 || size == 2 || size == 4 || size == 8 ? row & ~(<usize>15) : 0;
  for (let at: usize = 0; at < wide; at += 16) {
    const out = to + at * 8 * size;
    if (size == 1) {
      joinBits(from + at, row, out);
      continue;
    }
    for (let b: usize = 0; b < size; b++) joinBits(from + b * 8 * row + at, row, planes + b * 128);
    for (let k: usize = 0; k < 128; k += 16) {
      if (size == 2) merge2(planes + k, 128, out + k * 2);
      else if (size == 4) merge4(planes + k, 128, out + k * 4);
      else merge8(planes + k, 128, out + k * 8);
    }
  }
  for (let at = wide; at < row; at++) {
    for (let b: usize = 0; b < size; b++) {
      let word: u64 = 0;
      for (let bit: usize = 0; bit < 8; bit++) word |= <u64>load<u8>(from + (b * 8 + bit) * row + at) << (8 * bit);
      word = transposeBits64(word);
      for (let k: usize = 0; k < 8; k++) store<u8>(to + (at * 8 + k) * size + b, <u8>(word >> (8 * k)));
    }
  }
}

/** Bit planes of elements of `size` bytes. */
export function bitShuffle(from: usize, to: usize, count: usize, size: usize): void {
  const row = count >> 3;
  const wide: usize = size == 1 || size == 2 || size == 4 || size == 8 ? row & ~(<usize>15) : 0;
  for (let at: usize = 0; at < wide; at += 16) {
    const source = from + at * 8 * size;
    if (size == 1) {
      splitBits(source, to + at, row);
      continue;
    }
    for (let k: usize = 0; k < 128; k += 16) {
      if (size == 2) split2(source + k * 2, planes + k, 128);
      else if (size == 4) split4(source + k * 4, planes + k, 128);
      else split8(source + k * 8, planes + k, 128);
    }
    for (let b: usize = 0; b < size; b++) splitBits(planes + b * 128, to + b * 8 * row + at, row);
  }
  for (let at = wide; at < row; at++) {
    for (let b: usize = 0; b < size; b++) {
      let word: u64 = 0;
      for (let k: usize = 0; k < 8; k++) word |= <u64>load<u8>(from + (at * 8 + k) * size + b) << (8 * k);
      word = transposeBits64(word);
      for (let bit: usize = 0; bit < 8; bit++) store<u8>(to + (b * 8 + bit) * row + at, <u8>(word >> (8 * bit)));
    }
  }
}
