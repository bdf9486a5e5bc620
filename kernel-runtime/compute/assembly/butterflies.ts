// Radix 4 and 8 passes of the Stockham FFT, exponent +i. What happens to an output is a type parameter, so that it is resolved
// at compile time and the first and last passes cost nothing extra.
import { add, madd, mul, nmadd, sub } from './lanes';

/** Inner pass: times a twiddle factor (two floats, the same for all lanes). */
export type Twiddle = i32;
/** Last pass: stored as it is. */
export type Plain = i64;
/** Last pass of a projection: re and im exchanged back, times a complex table (two floats a point), shifted by half the length. */
export type Filter = f32;
/** The same with a factor per lane (eight floats a point): every lane has its own rotation axis. */
export type LaneFilter = f64;
/** Input: the upper half is known to be zero and is not read. */
export type HalfZero = i32;
export type FullInput = f32;

// @ts-ignore: decorator
@inline export function put<T>(o: usize, r: v128, i: v128, w: usize): void {
  if (isInteger<T>()) {
    if (sizeof<T>() == 4) {
      const a = v128.load_splat<f32>(w), b = v128.load_splat<f32>(w, 4);
      v128.store(o, nmadd(i, b, mul(r, a)));
      v128.store(o, madd(i, a, mul(r, b)), 16);
    } else {
      v128.store(o, r);
      v128.store(o, i, 16);
    }
  } else {
    const a = sizeof<T>() == 4 ? v128.load_splat<f32>(w) : v128.load(w);
    const b = sizeof<T>() == 4 ? v128.load_splat<f32>(w, 4) : v128.load(w, 16);
    v128.store(o, nmadd(r, b, mul(i, a)));
    v128.store(o, madd(r, a, mul(i, b)), 16);
  }
}

/**
 * One radix-8 pass: `m` groups of `s` points (counted in points) from `x` to `y`; `t` is the twiddle or filter table.
 * The inputs are loaded twice, for the sums (outputs 0, 2, 4, 6) and for the differences (1, 3, 5, 7): sixteen live vectors
 * would be spilled. Passes whose streams are multiples of 4 KiB apart fall in one cache set, so only one pass is radix 8.
 */
export function pass8<T, H>(x: usize, y: usize, m: i32, s: i32, t: usize): void {
  const sb = <usize>s << 5, d = sb * m, k = f32x4.splat(0.70710678);
  const ws: usize = isInteger<T>() ? 8 : sizeof<T>() == 4 ? <usize>s << 3 : sb;
  const wq: usize = isInteger<T>() ? 0 : sizeof<T>() == 4 ? 8 : 32;
  const half = isInteger<H>();
  for (let p = 0; p < m; p++) {
    let a = x, o = y, w = isInteger<T>() ? t - 8 : t;
    const o4 = sb << 2;
    for (const e = x + sb; a < e; a += 32, o += 32, w += wq) {
      let b = a + d, c = b + d, f = c + d, g = f + d, h = g + d, i = h + d, j = i + d;
      let z = isInteger<T>() ? o : o + o4; // block of outputs 0..3
      const z4 = isInteger<T>() ? o + o4 : o; // block of outputs 4..7, exchanged by the shift
      {
        let s0r = v128.load(a), s0i = v128.load(a, 16), s1r = v128.load(b), s1i = v128.load(b, 16);
        let s2r = v128.load(c), s2i = v128.load(c, 16), s3r = v128.load(f), s3i = v128.load(f, 16);
        if (!half) {
          s0r = add(s0r, v128.load(g)); s0i = add(s0i, v128.load(g, 16));
          s2r = add(s2r, v128.load(i)); s2i = add(s2i, v128.load(i, 16));
          s1r = add(s1r, v128.load(h)); s1i = add(s1i, v128.load(h, 16));
          s3r = add(s3r, v128.load(j)); s3i = add(s3i, v128.load(j, 16));
        }
        const er = add(s0r, s2r), ei = add(s0i, s2i), gr = add(s1r, s3r), gi = add(s1i, s3i);
        if (isInteger<T>()) {
          v128.store(z, add(er, gr));
          v128.store(z, add(ei, gi), 16);
        } else put<T>(z, add(er, gr), add(ei, gi), w);
        put<T>(z4, sub(er, gr), sub(ei, gi), w + 4 * ws);
        const fr = sub(s0r, s2r), fi = sub(s0i, s2i), hr = sub(s1r, s3r), hi = sub(s1i, s3i);
        put<T>(z + 2 * sb, sub(fr, hi), add(fi, hr), w + 2 * ws);
        put<T>(z4 + 2 * sb, add(fr, hi), sub(fi, hr), w + 6 * ws);
      }
      {
        let d0r = v128.load(a), d0i = v128.load(a, 16), d1r = v128.load(b), d1i = v128.load(b, 16);
        let d2r = v128.load(c), d2i = v128.load(c, 16), d3r = v128.load(f), d3i = v128.load(f, 16);
        if (!half) {
          d1r = sub(d1r, v128.load(h)); d1i = sub(d1i, v128.load(h, 16));
          d3r = sub(d3r, v128.load(j)); d3i = sub(d3i, v128.load(j, 16));
          d0r = sub(d0r, v128.load(g)); d0i = sub(d0i, v128.load(g, 16));
          d2r = sub(d2r, v128.load(i)); d2i = sub(d2i, v128.load(i, 16));
        }
        const ar = sub(d1r, d1i), br = add(d1r, d1i), cr = add(d3r, d3i), fr = sub(d3r, d3i);
        const gr = mul(k, sub(ar, cr)), gi = mul(k, add(br, fr)), hr = mul(k, add(ar, cr)), hi = mul(k, sub(br, fr));
        const er = sub(d0r, d2i), ei = add(d0i, d2r);
        put<T>(z + sb, add(er, gr), add(ei, gi), w + ws);
        put<T>(z4 + sb, sub(er, gr), sub(ei, gi), w + 5 * ws);
        const ur = add(d0r, d2i), ui = sub(d0i, d2r);
        put<T>(z + 3 * sb, sub(ur, hi), add(ui, hr), w + 3 * ws);
        put<T>(z4 + 3 * sb, add(ur, hi), sub(ui, hr), w + 7 * ws);
      }
    }
    x += sb; y += sb << 3;
    if (isInteger<T>()) t += 56;
  }
}

/** One radix-4 pass, arguments as for `pass8`. */
export function pass4<T, H>(x: usize, y: usize, m: i32, s: i32, t: usize): void {
  const sb = <usize>s << 5, d = sb * m;
  const ws: usize = isInteger<T>() ? 8 : sizeof<T>() == 4 ? <usize>s << 3 : sb;
  const wq: usize = isInteger<T>() ? 0 : sizeof<T>() == 4 ? 8 : 32;
  for (let p = 0; p < m; p++) {
    let a = x, o = y, w = isInteger<T>() ? t - 8 : t;
    for (const e = x + sb; a < e; a += 32, o += 32, w += wq) {
      const b = a + d, c = b + d, f = c + d;
      const z = isInteger<T>() ? o : o + 2 * sb, z2 = isInteger<T>() ? o + 2 * sb : o;
      const ar = v128.load(a), ai = v128.load(a, 16), br = v128.load(b), bi = v128.load(b, 16);
      let er = ar, ei = ai, gr = br, gi = bi, fr = ar, fi = ai, hr = br, hi = bi;
      if (!isInteger<H>()) {
        const cr = v128.load(c), ci = v128.load(c, 16), dr = v128.load(f), di = v128.load(f, 16);
        er = add(ar, cr); ei = add(ai, ci); gr = add(br, dr); gi = add(bi, di);
        fr = sub(ar, cr); fi = sub(ai, ci); hr = sub(br, dr); hi = sub(bi, di);
      }
      if (isInteger<T>()) {
        v128.store(z, add(er, gr));
        v128.store(z, add(ei, gi), 16);
      } else put<T>(z, add(er, gr), add(ei, gi), w);
      put<T>(z2, sub(er, gr), sub(ei, gi), w + 2 * ws);
      put<T>(z + sb, sub(fr, hi), add(fi, hr), w + ws);
      put<T>(z2 + sb, add(fr, hi), sub(fi, hr), w + 3 * ws);
    }
    x += sb; y += sb << 2;
    if (isInteger<T>()) t += 24;
  }
}
