// Medians of windows, four pixels at a time.

// one instruction each; which of two zeros or with NaN comes out does not matter
// @ts-ignore: decorator
@inline function least(a: v128, b: v128): v128 { return f32x4.pmin(a, b); }
// @ts-ignore: decorator
@inline function most(a: v128, b: v128): v128 { return f32x4.pmax(a, b); }
// @ts-ignore: decorator
@inline function middle(a: v128, b: v128, c: v128): v128 { return most(least(a, b), least(most(a, b), c)); }

/**
 * Medians of `n` windows (rounded up to 4) of numbers at `out`. `lines` are the addresses of `count` lines, each at the pixel of the
 * first window, with `radius` values before it and beyond its end; the window has `2 radius + 1` values of each. `work`
 * holds half a window of vectors and three more.
 */
export function medianLine(lines: usize, count: i32, radius: i32, n: i32, out: usize, work: usize): void {
  if (count == 3 && radius == 1) return medianOfNine(load<i32>(lines), load<i32>(lines, 4), load<i32>(lines, 8), n, out);
  for (let x = 0; x < n; x += 4, out += 16) v128.store(out, medianAt(lines, count, radius, <usize>x << 2, work));
}

/** Makes the medians NaN whose window holds what is no finite number. */
export function markMissing(lines: usize, count: i32, radius: i32, n: i32, out: usize): void {
  const back = <usize>radius << 2, zero = f32x4.splat(0);
  for (let x = 0; x < n; x += 4, out += 16) {
    let sum = zero;
    for (let i = 0; i < count; i++) {
      const first = <usize>load<i32>(lines + (<usize>i << 2)) + (<usize>x << 2) - back;
      for (let at = first; at <= first + 2 * back; at += 4) sum = f32x4.add(sum, f32x4.mul(v128.load(at), zero));
    }
    v128.store(out, f32x4.add(v128.load(out), sum));
  }
}

/** Whether all `n` values are finite numbers. */
export function allFinite(line: usize, n: i32): bool {
  const end = line + (<usize>n << 2);
  let sum = f32x4.splat(0);
  for (; line + 16 <= end; line += 16) sum = f32x4.add(sum, f32x4.sub(v128.load(line), v128.load(line)));
  let all = !v128.any_true(f32x4.ne(sum, f32x4.splat(0)));
  for (; line < end; line += 4) all = all && isFinite(load<f32>(line));
  return all;
}

/** Whether one of `n` values lies `distance` or more from that of `others`. */
export function someFar(values: usize, others: usize, n: i32, distance: f32): bool {
  const most = f32x4.splat(distance), end = values + (<usize>n << 2);
  let far = f32x4.splat(0);
  for (; values + 16 <= end; values += 16, others += 16) {
    far = v128.or(far, f32x4.ge(f32x4.abs(f32x4.sub(v128.load(values), v128.load(others))), most));
  }
  let some = v128.any_true(far);
  for (; values < end; values += 4, others += 4) some = some || abs(load<f32>(values) - load<f32>(others)) >= distance;
  return some;
}

/** Columns sorted, the median is that of the largest low, the middle and the smallest high value. */
function medianOfNine(a: usize, b: usize, c: usize, n: i32, out: usize): void {
  for (let x = 0; x < n; x += 4, a += 16, b += 16, c += 16, out += 16) {
    let low = f32x4.splat(-Infinity), high = f32x4.splat(Infinity);
    let m0 = low, m1 = low, m2 = low;
    for (let shift: usize = 0; shift < 12; shift += 4) {
      const p = v128.load(a + shift - 4), q = v128.load(b + shift - 4), r = v128.load(c + shift - 4);
      const l = least(p, q), h = most(p, q);
      low = most(low, least(l, r));
      high = least(high, most(h, r));
      m0 = m1;
      m1 = m2;
      m2 = most(l, least(h, r));
    }
    v128.store(out, middle(low, middle(m0, m1, m2), high));
  }
}

/**
 * Of a few more than half the values the smallest and the largest cannot be the median: they go, another value comes, until one is
 * left between two (A. W. Paeth, Graphics Gems (1990) 171).
 */
// @ts-ignore: decorator
@inline function medianAt(lines: usize, count: i32, radius: i32, at: usize, work: usize): v128 {
  const width = 2 * radius + 1, back = <usize>radius << 2;
  let kept = (count * width >> 1) + 2, left = count * width - kept;
  let line: usize = lines, next = <usize>load<i32>(line) + at - back, end = next + (<usize>width << 2);
  for (let i = 0; i < kept; i++) {
    v128.store(work + (<usize>i << 4), v128.load(next));
    next += 4;
    if (next == end && i + 1 < count * width) {
      line += 4;
      next = <usize>load<i32>(line) + at - back;
      end = next + (<usize>width << 2);
    }
  }
  while (true) {
    const last = work + (<usize>(kept - 1) << 4), a = v128.load(work), b = v128.load(last);
    let low = least(a, b), high = most(a, b);
    let p = work + 16, q = last - 16;
    for (; p < q; p += 16, q -= 16) {
      const c = v128.load(p), d = v128.load(q), lower = least(c, d), upper = most(c, d);
      v128.store(p, most(low, lower));
      v128.store(q, least(high, upper));
      low = least(low, lower);
      high = most(high, upper);
    }
    if (p == q) {
      const c = v128.load(p), rest = most(low, c);
      low = least(low, c);
      v128.store(p, least(high, rest));
      high = most(high, rest);
    }
    if (left == 0) return v128.load(work, 16);
    v128.store(work, v128.load(next));
    next += 4;
    left--;
    kept--;
    if (next == end && left > 0) {
      line += 4;
      next = <usize>load<i32>(line) + at - back;
      end = next + (<usize>width << 2);
    }
  }
}
