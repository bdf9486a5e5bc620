// Eight real slices <-> four complex lanes.
import { add, lower, mul, POINT, upper } from './lanes';

/**
 * Four positions of four slices (`stride` bytes apart), times a factor per position, to four positions of four lanes; returns 0 x their
 * sum (NaN if one is not finite).
 */
// @ts-ignore: decorator
@inline function blockIn(src: usize, stride: usize, o: usize, zero: v128, f: v128): v128 {
  const a = mul(f, v128.load(src)), b = mul(f, v128.load(src + stride));
  const c = mul(f, v128.load(src + 2 * stride)), d = mul(f, v128.load(src + 3 * stride));
  const ac0 = lower(a, c), ac1 = upper(a, c), bd0 = lower(b, d), bd1 = upper(b, d);
  const p = lower(ac0, bd0), q = upper(ac0, bd0), r = lower(ac1, bd1), s = upper(ac1, bd1);
  v128.store(o, p);
  v128.store(o + POINT, q);
  v128.store(o + 2 * POINT, r);
  v128.store(o + 3 * POINT, s);
  return add(add(mul(zero, p), mul(zero, q)), add(mul(zero, r), mul(zero, s)));
}

// @ts-ignore: decorator
@inline function blockOut(src: usize, dst: usize, stride: usize, f: v128): void {
  const a = v128.load(src), b = v128.load(src + POINT), c = v128.load(src + 2 * POINT), d = v128.load(src + 3 * POINT);
  const ac0 = lower(a, c), ac1 = upper(a, c), bd0 = lower(b, d), bd1 = upper(b, d);
  v128.store(dst, mul(f, lower(ac0, bd0)));
  v128.store(dst + stride, mul(f, upper(ac0, bd0)));
  v128.store(dst + 2 * stride, mul(f, lower(ac1, bd1)));
  v128.store(dst + 3 * stride, mul(f, upper(ac1, bd1)));
}

/**
 * `n` samples of eight slices, times `scale` and the factors at `factors` (0: none), to points with re and im exchanged (slots 0..3
 * go to im): the input of a forward transform.
 * Returns a bit per lane that met a value which is not finite (bit l: slot l, bit l + 4: slot l + 4).
 */
export function packSwapped(src: usize, stride: usize, n: i32, o: usize, factors: usize, scale: f32): i32 {
  const zero = f32x4.splat(0), sc = f32x4.splat(scale);
  let i = 0, badIm = zero, badRe = zero;
  for (; i + 4 <= n; i += 4, src += 16, o += 4 * POINT) {
    const f = factors ? mul(sc, v128.load(factors + (<usize>i << 2))) : sc;
    badIm = add(badIm, blockIn(src, stride, o + 16, zero, f));
    badRe = add(badRe, blockIn(src + 4 * stride, stride, o, zero, f));
  }
  let bad = i32x4.bitmask(f32x4.ne(badIm, badIm)) | (i32x4.bitmask(f32x4.ne(badRe, badRe)) << 4);
  for (; i < n; i++, src += 4, o += POINT) {
    const f = factors ? scale * load<f32>(factors + (<usize>i << 2)) : scale;
    for (let l = 0; l < 8; l++) {
      const v = f * load<f32>(src + stride * l);
      store<f32>(o + (<usize>(l ^ 4) << 2), v);
      if (!isFinite(v)) bad |= 1 << l;
    }
  }
  return bad;
}

/** `n` points to eight slices (`stride` bytes apart), times the factors at `factors` (0: none) and `scale`. */
export function unpack(src: usize, n: i32, dst: usize, stride: usize, factors: usize, scale: f32): void {
  const sc = f32x4.splat(scale);
  let i = 0;
  for (; i + 4 <= n; i += 4, src += 4 * POINT, dst += 16) {
    const f = factors ? mul(sc, v128.load(factors + (<usize>i << 2))) : sc;
    blockOut(src, dst, stride, f);
    blockOut(src + 16, dst + 4 * stride, stride, f);
  }
  for (; i < n; i++, src += POINT, dst += 4) {
    const f = factors ? scale * load<f32>(factors + (<usize>i << 2)) : scale;
    for (let l = 0; l < 8; l++) store<f32>(dst + stride * l, f * load<f32>(src + (<usize>l << 2)));
  }
}
