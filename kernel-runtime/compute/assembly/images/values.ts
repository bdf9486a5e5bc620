// Value by value, four at a time; arrays have room up to the next multiple of 4 (of 8 where it is said).

/** `c1 v + c2 v^2 + ...` in place; `coefficients` are float32, `count` of them. */
export function polynomial(values: usize, n: i32, coefficients: usize, count: i32): void {
  for (let i = 0; i < n; i += 4, values += 16) {
    const v = v128.load(values);
    let sum = f32x4.splat(0);
    for (let power = count - 1; power >= 0; power--) {
      sum = f32x4.mul(f32x4.add(sum, v128.load_splat<f32>(coefficients + (<usize>power << 2))), v);
    }
    v128.store(values, sum);
  }
}

/**
 * (count - dark) / ((before + share (after - before)) ratio), at least `clip`; 1 where `before` is 0: no beam. `bytes` per count: 2 for
 * uint16, 4 for float32. Returns whether a live pixel is not finite.
 */
export function mixedBeam(
  counts: usize, bytes: i32, dark: usize, before: usize, after: usize, share: f32, ratio: f32, out: usize, n: i32, clip: f32,
): bool {
  const zero = f32x4.splat(0), one = f32x4.splat(1), part = f32x4.splat(share), times = f32x4.splat(ratio), low = f32x4.splat(clip);
  let bad = zero;
  for (let i = 0; i < n; i += 4, dark += 16, before += 16, after += 16, out += 16) {
    const count = bytes == 2 ? f32x4.convert_i32x4_u(v128.load_ext<u16>(counts)) : v128.load(counts);
    counts += bytes == 2 ? 8 : 16;
    const b = v128.load(before), live = f32x4.ne(b, zero);
    const beam = f32x4.mul(f32x4.add(b, f32x4.mul(part, f32x4.sub(v128.load(after), b))), times);
    const t = v128.bitselect(f32x4.div(f32x4.sub(count, v128.load(dark)), beam), one, live);
    bad = v128.or(bad, f32x4.ne(f32x4.sub(t, t), zero));
    v128.store(out, f32x4.pmax(low, t));
  }
  return v128.any_true(bad);
}

// @ts-ignore: decorator
@inline function level(two: v128, low: v128, factor: v128, half: v128): v128 {
  return f64x2.floor(f64x2.add(f64x2.mul(f64x2.sub(f64x2.promote_low_f32x4(two), low), factor), half));
}

/** (value - low) x factor, rounded to the whole number of `bytes` (1, 2) that is nearest, NaN to 0; 8 values at a time. */
export function toIntegers(values: usize, n: i32, low: f64, factor: f64, bytes: i32, out: usize): void {
  const l = f64x2.splat(low), f = f64x2.splat(factor), half = f64x2.splat(0.5);
  for (let i = 0; i < n; i += 8, values += 32, out += <usize>bytes << 3) {
    const p = v128.load(values), q = v128.load(values, 16);
    const a = fours(p, l, f, half), b = fours(q, l, f, half), words = i16x8.narrow_i32x4_u(a, b);
    if (bytes == 2) v128.store(out, words);
    // numbers beyond 255 were cut before: words of 16 bits are narrowed as signed ones
    else v128.store64_lane(out, i8x16.narrow_i16x8_u(i16x8.min_u(words, i16x8.splat(255)), words), 0);
  }
}

// @ts-ignore: decorator
@inline function fours(v: v128, low: v128, factor: v128, half: v128): v128 {
  const first = i32x4.trunc_sat_f64x2_u_zero(level(v, low, factor, half));
  const second = i32x4.trunc_sat_f64x2_u_zero(level(v128.shuffle<f32>(v, v, 2, 3, 2, 3), low, factor, half));
  // narrowing reads signed numbers: 65535 is the most that comes out
  return i32x4.min_u(v128.shuffle<i32>(first, second, 0, 1, 4, 5), i32x4.splat(65535));
}

/** The smallest and the largest finite one of `n` values, as two float32 at `out`; the first above the second where there is none. */
export function finiteRange(values: usize, n: i32, out: usize): void {
  const up = f32x4.splat(Infinity), down = f32x4.splat(-Infinity), zero = f32x4.splat(0), end = values + (<usize>n << 2);
  let low = up, high = down;
  for (; values + 16 <= end; values += 16) {
    const v = v128.load(values), finite = f32x4.eq(f32x4.sub(v, v), zero);
    low = f32x4.min(low, v128.bitselect(v, up, finite));
    high = f32x4.max(high, v128.bitselect(v, down, finite));
  }
  let least = min(f32x4.extract_lane(low, 0), f32x4.extract_lane(low, 1));
  least = min(least, min(f32x4.extract_lane(low, 2), f32x4.extract_lane(low, 3)));
  let most = max(f32x4.extract_lane(high, 0), f32x4.extract_lane(high, 1));
  most = max(most, max(f32x4.extract_lane(high, 2), f32x4.extract_lane(high, 3)));
  for (; values < end; values += 4) {
    const v = load<f32>(values);
    if (!isFinite(v)) continue;
    least = min(least, v);
    most = max(most, v);
  }
  store<f32>(out, least);
  store<f32>(out, most, 4);
}
