// Spread polar samples over the cells of a band of the Cartesian grid.
//
// Coordinates are 32.32 fixed point: samples are divided among the bands exactly (each is used once, no comparison of floats at
// the edges), and nothing drifts; float32 coordinates would cost 1e-4 cells at 2048 columns.
import { gridPairs } from './grid-pairs';
import { add, madd, mul, POINT, POINT_SHIFT, spread } from './lanes';
import { GUARD, GUARD_BYTES, Plan } from './plan';

/** First sample (0 .. n) in order of increasing u whose first cell is >= `cell`: the same integers as in the inner loops. */
// @ts-ignore: decorator
@inline export function firstSampleAt(start: i64, step: i64, cell: i32, n: i32): i32 {
  const need = (<i64>(cell - 1) << 32) - start;
  if (need <= 0) return 0;
  if (step == 0) return n;
  const j = (need + step - 1) / step;
  return j > n ? n : <i32>j;
}

// @ts-ignore: decorator
@inline function accumulate(h: usize, r: v128, i: v128, w: v128): void {
  v128.store(h, madd(r, w, v128.load(h)));
  v128.store(h, madd(i, w, v128.load(h, 16)), 16);
}
// @ts-ignore: decorator
@inline function row4(h: usize, r: v128, i: v128, w0: v128, w1: v128, w2: v128, w3: v128): void {
  accumulate(h, r, i, w0);
  accumulate(h + POINT, r, i, w1);
  accumulate(h + 2 * POINT, r, i, w2);
  accumulate(h + 3 * POINT, r, i, w3);
}
// @ts-ignore: decorator
@inline function row5(h: usize, r: v128, i: v128, w0: v128, w1: v128, w2: v128, w3: v128, w4: v128): void {
  row4(h, r, i, w0, w1, w2, w3);
  accumulate(h + 4 * POINT, r, i, w4);
}

/**
 * Add all samples whose first cell along u lies in [lo, hi) to rows band[cell - base], `stride` bytes apart;
 * kernelWidth - 1 guard rows follow the band. `scratch`: zeros, see `gridPairs`.
 */
export function gridSamples(
  plan: Plan, band: usize, stride: usize, lo: i32, hi: i32, base: i32, scratch: usize,
): void {
  const half = plan.polarLength / 2, reach = plan.reach, n = 2 * reach + 1, width = plan.kernelWidth, table = plan.kernelTable;
  const bytes = <usize>plan.polarStride, halfKernel = <i64>width << 31;
  const origin = band + (<usize>(plan.gridSize / 2 + GUARD + 1) << POINT_SHIFT);
  for (let p = 0, angle = plan.angleTable, polar = plan.polar; p < plan.angles; p++, angle += 24, polar += bytes) {
    const du = load<i64>(angle), dv = load<i64>(angle, 8), direction = <i32>load<i64>(angle, 16);
    const start = -du * reach - halfKernel;
    const j0 = firstSampleAt(start, du, lo, n), j1 = firstSampleAt(start, du, hi, n);
    if (j0 >= j1) continue;
    let a = start + du * j0 - (<i64>(base - 1) << 32), b = dv * (j0 - reach) - halfKernel;
    const step = direction << <i32>POINT_SHIFT;
    let src = polar + ((half + direction * (j0 - reach)) << <i32>POINT_SHIFT);
    if (width == 4) for (let j = j0; j < j1; j++, a += du, b += dv, src += step) {
      const ta = table + (<usize>((<u32>a) >> 24) << 5), tb = table + (<usize>((<u32>b) >> 24) << 5);
      const xa = f32x4.splat(<f32>(<i32>a & 0xffffff)), xb = f32x4.splat(<f32>(<i32>b & 0xffffff));
      const wu = madd(xa, v128.load(ta, 16), v128.load(ta)), wv = madd(xb, v128.load(tb, 16), v128.load(tb));
      const w0 = spread(wv, 0), w1 = spread(wv, 1), w2 = spread(wv, 2), w3 = spread(wv, 3);
      const zr = v128.load(src), zi = v128.load(src, 16);
      let h = origin + stride * <usize>(a >> 32) + (<usize>(b >> 32) << POINT_SHIFT), w = spread(wu, 0);
      row4(h, mul(zr, w), mul(zi, w), w0, w1, w2, w3); h += stride; w = spread(wu, 1);
      row4(h, mul(zr, w), mul(zi, w), w0, w1, w2, w3); h += stride; w = spread(wu, 2);
      row4(h, mul(zr, w), mul(zi, w), w0, w1, w2, w3); h += stride; w = spread(wu, 3);
      row4(h, mul(zr, w), mul(zi, w), w0, w1, w2, w3);
    } else if (width == 5) for (let j = j0; j < j1; j++, a += du, b += dv, src += step) {
      const ta = table + (<usize>((<u32>a) >> 24) << 6), tb = table + (<usize>((<u32>b) >> 24) << 6);
      const xa = f32x4.splat(<f32>(<i32>a & 0xffffff)), xb = f32x4.splat(<f32>(<i32>b & 0xffffff));
      const wu = madd(xa, v128.load(ta, 32), v128.load(ta)), wv = madd(xb, v128.load(tb, 32), v128.load(tb));
      const w0 = spread(wv, 0), w1 = spread(wv, 1), w2 = spread(wv, 2), w3 = spread(wv, 3);
      const w4 = madd(xb, v128.load_splat<f32>(tb, 48), v128.load_splat<f32>(tb, 16));
      const zr = v128.load(src), zi = v128.load(src, 16);
      let h = origin + stride * <usize>(a >> 32) + (<usize>(b >> 32) << POINT_SHIFT), w = spread(wu, 0);
      row5(h, mul(zr, w), mul(zi, w), w0, w1, w2, w3, w4); h += stride; w = spread(wu, 1);
      row5(h, mul(zr, w), mul(zi, w), w0, w1, w2, w3, w4); h += stride; w = spread(wu, 2);
      row5(h, mul(zr, w), mul(zi, w), w0, w1, w2, w3, w4); h += stride; w = spread(wu, 3);
      row5(h, mul(zr, w), mul(zi, w), w0, w1, w2, w3, w4); h += stride;
      w = madd(xa, v128.load_splat<f32>(ta, 48), v128.load_splat<f32>(ta, 16));
      row5(h, mul(zr, w), mul(zi, w), w0, w1, w2, w3, w4);
    } else {
      // from the other end where v falls
      const count = j1 - j0, last = count - 1;
      if (dv >= 0) gridPairs(count, a, b, du, dv, src, step, table, origin, stride, scratch);
      else gridPairs(count, a + du * last, b + dv * last, -du, -dv, src + step * last, -step, table, origin, stride, scratch);
    }
  }
}

/** Fold the guard cells at both ends of a row back into the grid: they carry the highest frequencies, which the ramp amplifies. */
export function foldGuards(row: usize, gridBytes: usize): void {
  const inner = row + GUARD_BYTES;
  for (let i: usize = 0; i < GUARD_BYTES; i += 16) {
    v128.store(row + gridBytes + i, add(v128.load(row + gridBytes + i), v128.load(row + i)));
    v128.store(inner + i, add(v128.load(inner + i), v128.load(inner + gridBytes + i)));
  }
}
