// Samples of a ray on the grid two at a time, for kernels of six cells: neighbours touch nearly the same cells, which are then loaded and
// stored once for both. Narrower kernels fit the registers one sample at a time, and gain nothing.
import { madd, mul, POINT, POINT_SHIFT, spread } from './lanes';

/** Bytes of the work space: for each of the two samples the weights along u, with zeros on both sides. */
export const PAIR_BYTES: usize = 128;
const WIDTH: i32 = 6;

// @ts-ignore: decorator
@inline function addOne(h: usize, r: v128, i: v128, w: v128): void {
  v128.store(h, madd(r, w, v128.load(h)));
  v128.store(h, madd(i, w, v128.load(h, 16)), 16);
}
// @ts-ignore: decorator
@inline function addBoth(h: usize, ar: v128, ai: v128, aw: v128, br: v128, bi: v128, bw: v128): void {
  v128.store(h, madd(br, bw, madd(ar, aw, v128.load(h))));
  v128.store(h, madd(bi, bw, madd(ai, aw, v128.load(h, 16))), 16);
}
/** Four of the eight weights of a row of the table, `part` 0 or 16. */
// @ts-ignore: decorator
@inline function weights(row: usize, fraction: v128, part: usize): v128 {
  return madd(fraction, v128.load(row + part, 32), v128.load(row + part));
}
// @ts-ignore: decorator
@inline function rowOf(table: usize, x: i64): usize { return table + (<usize>((<u32>x) >> 24) << 6); }
// @ts-ignore: decorator
@inline function fractionOf(x: i64): v128 { return f32x4.splat(<f32>(<i32>x & 0xffffff)); }

/**
 * Add `count` samples from `src` on, `step` bytes apart, at (a, b) and steps of (du, dv) from there; dv >= 0, no step longer than a cell.
 * `scratch`: `PAIR_BYTES` of zeros, used again in the next call. The sums do not depend on which samples make a pair: the cells that only one
 * of two touches get 0 of the other.
 */
export function gridPairs(
  count: i32, a: i64, b: i64, du: i64, dv: i64, src: usize, step: usize, table: usize, origin: usize, stride: usize, scratch: usize,
): void {
  const ua = scratch + 16, ub = scratch + 80, none = f32x4.splat(0);
  for (let j = 0; j < count; j += 2) {
    let u = <i32>(a >> 32), v = <i32>(b >> 32), onU = 0, onV = 0;
    const au = rowOf(table, a), av = rowOf(table, b), ax = fractionOf(a), ay = fractionOf(b);
    v128.store(ua, weights(au, ax, 0));
    v128.store(ua, weights(au, ax, 16), 16);
    const wa = weights(av, ay, 0), wA = weights(av, ay, 16), ar = v128.load(src), ai = v128.load(src, 16);
    let wb = wa, wB = wA, br = none, bi = none;
    if (j + 1 < count) {
      a += du; b += dv; src += step;
      const bu = rowOf(table, a), bv = rowOf(table, b), bx = fractionOf(a), by = fractionOf(b);
      v128.store(ub, weights(bu, bx, 0));
      v128.store(ub, weights(bu, bx, 16), 16);
      wb = weights(bv, by, 0);
      wB = weights(bv, by, 16);
      br = v128.load(src);
      bi = v128.load(src, 16);
      onU = <i32>(a >> 32) - u;
      onV = <i32>(b >> 32) - v;
      a += du; b += dv; src += step;
    }
    let pa = ua, pb = ub, rows = WIDTH;
    if (onU > 0) { pb -= 4; rows++; }
    else if (onU < 0) { pa -= 4; u--; rows++; }
    let h = origin + stride * <usize>u + (<usize>v << POINT_SHIFT);
    if (onV == 0) for (; rows > 0; rows--, h += stride, pa += 4, pb += 4) {
      const p = v128.load_splat<f32>(pa), q = v128.load_splat<f32>(pb);
      const rA = mul(ar, p), iA = mul(ai, p), rB = mul(br, q), iB = mul(bi, q);
      addBoth(h, rA, iA, spread(wa, 0), rB, iB, spread(wb, 0));
      addBoth(h + POINT, rA, iA, spread(wa, 1), rB, iB, spread(wb, 1));
      addBoth(h + 2 * POINT, rA, iA, spread(wa, 2), rB, iB, spread(wb, 2));
      addBoth(h + 3 * POINT, rA, iA, spread(wa, 3), rB, iB, spread(wb, 3));
      addBoth(h + 4 * POINT, rA, iA, spread(wA, 0), rB, iB, spread(wB, 0));
      addBoth(h + 5 * POINT, rA, iA, spread(wA, 1), rB, iB, spread(wB, 1));
    } else for (; rows > 0; rows--, h += stride, pa += 4, pb += 4) {
      const p = v128.load_splat<f32>(pa), q = v128.load_splat<f32>(pb);
      const rA = mul(ar, p), iA = mul(ai, p), rB = mul(br, q), iB = mul(bi, q);
      addOne(h, rA, iA, spread(wa, 0));
      addBoth(h + POINT, rA, iA, spread(wa, 1), rB, iB, spread(wb, 0));
      addBoth(h + 2 * POINT, rA, iA, spread(wa, 2), rB, iB, spread(wb, 1));
      addBoth(h + 3 * POINT, rA, iA, spread(wa, 3), rB, iB, spread(wb, 2));
      addBoth(h + 4 * POINT, rA, iA, spread(wA, 0), rB, iB, spread(wb, 3));
      addBoth(h + 5 * POINT, rA, iA, spread(wA, 1), rB, iB, spread(wB, 0));
      addOne(h + 6 * POINT, rB, iB, spread(wB, 1));
    }
  }
}
