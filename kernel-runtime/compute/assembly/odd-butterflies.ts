// Radix 3 and 5 passes; they stand between the first and the last pass, so the outputs are always twiddled.
import { put, Twiddle } from './butterflies';
import { add, madd, mul, nmadd, sub } from './lanes';

/** One radix-3 pass: `m` groups of `s` points from `x` to `y`, twiddles at `t`. */
export function pass3(x: usize, y: usize, m: i32, s: i32, t: usize): void {
  const sb = <usize>s << 5, d = sb * m, h = f32x4.splat(0.5), q = f32x4.splat(0.8660254);
  for (let p = 0; p < m; p++, t += 16) {
    let o = y;
    for (const e = x + sb; x < e; x += 32, o += 32) {
      const b = x + d, c = b + d;
      const ar = v128.load(x), ai = v128.load(x, 16), br = v128.load(b), bi = v128.load(b, 16);
      const cr = v128.load(c), ci = v128.load(c, 16);
      const sr = add(br, cr), si = add(bi, ci), ur = mul(q, sub(br, cr)), ui = mul(q, sub(bi, ci));
      v128.store(o, add(ar, sr));
      v128.store(o, add(ai, si), 16);
      const vr = nmadd(h, sr, ar), vi = nmadd(h, si, ai);
      put<Twiddle>(o + sb, sub(vr, ui), add(vi, ur), t);
      put<Twiddle>(o + 2 * sb, add(vr, ui), sub(vi, ur), t + 8);
    }
    y += 3 * sb;
  }
}

/** One radix-5 pass. */
export function pass5(x: usize, y: usize, m: i32, s: i32, t: usize): void {
  const sb = <usize>s << 5, d = sb * m;
  const c1 = f32x4.splat(0.30901699), c2 = f32x4.splat(-0.80901699);
  const q1 = f32x4.splat(0.95105652), q2 = f32x4.splat(0.58778525);
  for (let p = 0; p < m; p++, t += 32) {
    let z = y;
    for (const e = x + sb; x < e; x += 32, z += 32) {
      const b = x + d, c = b + d, f = c + d, g = f + d;
      const br = v128.load(b), bi = v128.load(b, 16), gr = v128.load(g), gi = v128.load(g, 16);
      const cr = v128.load(c), ci = v128.load(c, 16), fr = v128.load(f), fi = v128.load(f, 16);
      const ar = add(br, gr), ai = add(bi, gi), er = add(cr, fr), ei = add(ci, fi);
      const ur = sub(br, gr), ui = sub(bi, gi), vr = sub(cr, fr), vi = sub(ci, fi);
      const zr = v128.load(x), zi = v128.load(x, 16);
      v128.store(z, add(zr, add(ar, er)));
      v128.store(z, add(zi, add(ai, ei)), 16);
      const t1r = madd(c2, er, madd(c1, ar, zr)), t1i = madd(c2, ei, madd(c1, ai, zi));
      const u1r = madd(q2, vr, mul(q1, ur)), u1i = madd(q2, vi, mul(q1, ui));
      put<Twiddle>(z + sb, sub(t1r, u1i), add(t1i, u1r), t);
      put<Twiddle>(z + 4 * sb, add(t1r, u1i), sub(t1i, u1r), t + 24);
      const t2r = madd(c1, er, madd(c2, ar, zr)), t2i = madd(c1, ei, madd(c2, ai, zi));
      const u2r = nmadd(q1, vr, mul(q2, ur)), u2i = nmadd(q1, vi, mul(q2, ui));
      put<Twiddle>(z + 2 * sb, sub(t2r, u2i), add(t2i, u2r), t + 8);
      put<Twiddle>(z + 3 * sb, add(t2r, u2i), sub(t2i, u2r), t + 16);
    }
    y += 5 * sb;
  }
}
