// Counts -> transmission -> line integrals, four pixels at a time.
import { add, madd, mul, sub } from '../lanes';

/**
 * Constants of the logarithm: the bits of sqrt(1/2), the mask of the exponent, 1, ln 2 / 2^23, and atanh(s) = s P(s^2) on sqrt(1/2)..sqrt(2)
 * as the three coefficients of -2 P, best in the largest relative error (1.2e-7: a fourth would cost a tenth of the time). Read from memory before a loop, they stay in
 * registers; literals would be put together anew for every four pixels.
 */
const CONSTANTS: usize = memory.data<u32>([
  0x3f3504f3, 0xff800000, 0x3f800000, 0x33b17218, 0xc0000001, 0xbf2aa134, 0xbed36ffc,
]);

// @ts-ignore: decorator
@inline function constant(index: i32): v128 { return v128.load_splat<u32>(CONSTANTS + (<usize>index << 2)); }

/**
 * -ln(x) of four normal positive numbers: with the mantissa m within sqrt(1/2)..sqrt(2), ln m = 2 atanh((m - 1) / (m + 1)). The
 * quotient is exact enough near 1 for the relative error to stay below 4e-7 where ln goes to 0.
 */
// @ts-ignore: decorator
@inline function minusLog(
  x: v128, root: v128, mask: v128, one: v128, ln2: v128, p0: v128, p1: v128, p2: v128,
): v128 {
  const exponent = v128.and(i32x4.sub(x, root), mask), m = i32x4.sub(x, exponent);
  const s = f32x4.div(sub(m, one), add(m, one)), z = mul(s, s);
  const p = madd(z, madd(z, p2, p1), p0);
  return sub(mul(s, p), mul(f32x4.convert_i32x4_s(exponent), ln2));
}

/**
 * `n` counts (a multiple of 8 is worked on: the arrays have room) at `counts` to count x gain + offset at `out`, at least
 * `clip`; then -ln of it when `log`. `bytes` per count: 2 for uint16, 4 for float32. Dead pixels have gain 0 and offset 1.
 * Returns whether a live pixel is not finite.
 */
export function transmissionOf(
  counts: usize, bytes: i32, gain: usize, offset: usize, out: usize, n: i32, clip: f32, log: bool,
): bool {
  if (bytes == 2) {
    if (log) shortCounts(counts, gain, offset, out, n, clip, true);
    else shortCounts(counts, gain, offset, out, n, clip, false);
    return false;
  }
  return log ? floatCounts(counts, gain, offset, out, n, clip, true) : floatCounts(counts, gain, offset, out, n, clip, false);
}

// @ts-ignore: decorator
@inline function transmission(counts: usize, gain: usize, offset: usize, least: v128): v128 {
  return f32x4.pmax(least, madd(f32x4.convert_i32x4_s(v128.load_ext<u16>(counts)), v128.load(gain), v128.load(offset)));
}

/** Whole numbers always give a finite transmission. */
// @ts-ignore: decorator
@inline function shortCounts(counts: usize, gain: usize, offset: usize, out: usize, n: i32, clip: f32, log: bool): void {
  const root = constant(0), mask = constant(1), one = constant(2), ln2 = constant(3);
  const p0 = constant(4), p1 = constant(5), p2 = constant(6), least = f32x4.splat(clip);
  // two at a time: one divides while the other goes on, and the places move half as often
  for (let i = 0; i < n; i += 8, counts += 16, gain += 32, offset += 32, out += 32) {
    const t = transmission(counts, gain, offset, least), u = transmission(counts + 8, gain + 16, offset + 16, least);
    v128.store(out, log ? minusLog(t, root, mask, one, ln2, p0, p1, p2) : t);
    v128.store(out, log ? minusLog(u, root, mask, one, ln2, p0, p1, p2) : u, 16);
  }
}

// @ts-ignore: decorator
@inline function floatCounts(counts: usize, gain: usize, offset: usize, out: usize, n: i32, clip: f32, log: bool): bool {
  const root = constant(0), mask = constant(1), one = constant(2), ln2 = constant(3);
  const p0 = constant(4), p1 = constant(5), p2 = constant(6), least = f32x4.splat(clip);
  const zero = f32x4.splat(0);
  let bad = zero;
  for (let i = 0; i < n; i += 4, counts += 16, gain += 16, offset += 16, out += 16) {
    const g = v128.load(gain), live = f32x4.ne(g, zero);
    const t = v128.bitselect(madd(v128.load(counts), g, v128.load(offset)), one, live);
    bad = v128.or(bad, f32x4.ne(sub(t, t), zero));
    const kept = f32x4.pmax(least, t);
    v128.store(out, log ? minusLog(kept, root, mask, one, ln2, p0, p1, p2) : kept);
  }
  return v128.any_true(bad);
}

/** -ln of `n` values (rounded up to 4) at `from`; returns whether one of them is not a positive finite number. */
export function logOfTransmission(from: usize, out: usize, n: i32): bool {
  const root = constant(0), mask = constant(1), one = constant(2), ln2 = constant(3);
  const p0 = constant(4), p1 = constant(5), p2 = constant(6);
  const zero = f32x4.splat(0), smallest = f32x4.splat(1.17549435e-38);
  let bad = zero;
  for (let i = 0; i < n; i += 4, from += 16, out += 16) {
    const t = v128.load(from);
    bad = v128.or(bad, v128.or(v128.not(f32x4.gt(t, zero)), f32x4.ne(sub(t, t), zero)));
    v128.store(out, minusLog(f32x4.pmax(smallest, t), root, mask, one, ln2, p0, p1, p2));
  }
  return v128.any_true(bad);
}
