// Stage 2 of a projection, the transpose of transform-bands.ts: grid columns -> polar samples.
import { fft } from './fft';
import { firstSampleAt } from './grid-samples';
import { madd, mul, POINT, POINT_SHIFT, spread } from './lanes';
import { GUARD, GUARD_BYTES, Plan } from './plan';

/** Four cells, times their weights. */
// @ts-ignore: decorator
@inline function dot4(h: usize, w0: v128, w1: v128, w2: v128, w3: v128): v128 {
  const a = madd(w1, v128.load(h + POINT), mul(w0, v128.load(h)));
  return madd(w3, v128.load(h + 3 * POINT), madd(w2, v128.load(h + 2 * POINT), a));
}
// @ts-ignore: decorator
@inline function dot5(h: usize, w0: v128, w1: v128, w2: v128, w3: v128, w4: v128): v128 {
  return madd(w4, v128.load(h + 4 * POINT), dot4(h, w0, w1, w2, w3));
}

/** Interpolate all samples whose first cell along u lies in [lo, hi) from rows band[cell - base]: `gridSamples` read backwards. */
function interpolateSamples(plan: Plan, band: usize, stride: usize, lo: i32, hi: i32, base: i32): void {
  const half = plan.polarLength / 2, reach = plan.reach, n = 2 * reach + 1, width = plan.kernelWidth, table = plan.kernelTable;
  const bytes = <usize>plan.polarStride, halfKernel = <i64>width << 31;
  const origin = band + (<usize>(plan.gridSize / 2 + GUARD + 1) << POINT_SHIFT);
  const rowShift: usize = width > 4 ? 6 : 5, differences: usize = width > 4 ? 32 : 16;
  for (let p = 0, angle = plan.angleTable, polar = plan.polar; p < plan.angles; p++, angle += 24, polar += bytes) {
    const du = load<i64>(angle), dv = load<i64>(angle, 8), direction = <i32>load<i64>(angle, 16);
    const start = -du * reach - halfKernel;
    const j0 = firstSampleAt(start, du, lo, n), j1 = firstSampleAt(start, du, hi, n);
    if (j0 >= j1) continue;
    let a = start + du * j0 - (<i64>(base - 1) << 32), b = dv * (j0 - reach) - halfKernel;
    const step = direction << <i32>POINT_SHIFT;
    let o = polar + ((half + direction * (j0 - reach)) << <i32>POINT_SHIFT);
    for (let j = j0; j < j1; j++, a += du, b += dv, o += step) {
      const ta = table + (<usize>((<u32>a) >> 24) << rowShift), tb = table + (<usize>((<u32>b) >> 24) << rowShift);
      const xa = f32x4.splat(<f32>(<i32>a & 0xffffff)), xb = f32x4.splat(<f32>(<i32>b & 0xffffff));
      const wu = madd(xa, v128.load(ta + differences), v128.load(ta));
      const wv = madd(xb, v128.load(tb + differences), v128.load(tb));
      const w0 = spread(wv, 0), w1 = spread(wv, 1), w2 = spread(wv, 2), w3 = spread(wv, 3);
      let h = origin + stride * <usize>(a >> 32) + (<usize>(b >> 32) << POINT_SHIFT);
      let w = spread(wu, 0), r: v128, i: v128;
      if (width == 4) {
        r = mul(w, dot4(h, w0, w1, w2, w3)); i = mul(w, dot4(h + 16, w0, w1, w2, w3));
        h += stride; w = spread(wu, 1);
        r = madd(w, dot4(h, w0, w1, w2, w3), r); i = madd(w, dot4(h + 16, w0, w1, w2, w3), i);
        h += stride; w = spread(wu, 2);
        r = madd(w, dot4(h, w0, w1, w2, w3), r); i = madd(w, dot4(h + 16, w0, w1, w2, w3), i);
        h += stride; w = spread(wu, 3);
        r = madd(w, dot4(h, w0, w1, w2, w3), r); i = madd(w, dot4(h + 16, w0, w1, w2, w3), i);
      } else {
        const wU = madd(xa, v128.load(ta, 48), v128.load(ta, 16)), wV = madd(xb, v128.load(tb, 48), v128.load(tb, 16));
        const w4 = spread(wV, 0);
        if (width == 5) {
          r = mul(w, dot5(h, w0, w1, w2, w3, w4)); i = mul(w, dot5(h + 16, w0, w1, w2, w3, w4));
          h += stride; w = spread(wu, 1);
          r = madd(w, dot5(h, w0, w1, w2, w3, w4), r); i = madd(w, dot5(h + 16, w0, w1, w2, w3, w4), i);
          h += stride; w = spread(wu, 2);
          r = madd(w, dot5(h, w0, w1, w2, w3, w4), r); i = madd(w, dot5(h + 16, w0, w1, w2, w3, w4), i);
          h += stride; w = spread(wu, 3);
          r = madd(w, dot5(h, w0, w1, w2, w3, w4), r); i = madd(w, dot5(h + 16, w0, w1, w2, w3, w4), i);
          h += stride; w = spread(wU, 0);
          r = madd(w, dot5(h, w0, w1, w2, w3, w4), r); i = madd(w, dot5(h + 16, w0, w1, w2, w3, w4), i);
        } else {
          const w5 = spread(wV, 1);
          r = f32x4.splat(0); i = r;
          for (let c = 0; c < width; c++, h += stride) {
            const q = c < 4 ? wu : wU, m = c & 3;
            w = m == 0 ? spread(q, 0) : m == 1 ? spread(q, 1) : m == 2 ? spread(q, 2) : spread(q, 3);
            let dr = dot5(h, w0, w1, w2, w3, w4), di = dot5(h + 16, w0, w1, w2, w3, w4);
            dr = madd(w5, v128.load(h + 5 * POINT), dr); di = madd(w5, v128.load(h + 5 * POINT, 16), di);
            r = madd(w, dr, r); i = madd(w, di, i);
          }
        }
      }
      v128.store(o, r);
      v128.store(o, i, 16);
    }
  }
}

/** Fetch, transform and read the grid columns `first` .. `end - 1`; a range may start anywhere, samples belong to exactly one range. */
export function sampleBands(plan: Plan, first: i32, end: i32, work: usize): void {
  const n = plan.columns, size = plan.gridSize, rows = plan.bandRows, h = size / 2, n2 = n / 2;
  const overhang = plan.kernelWidth - 1;
  const stride = <usize>(size + 2 * GUARD) << POINT_SHIFT, gridBytes = <usize>size << POINT_SHIFT;
  const band = work, a = band + stride * (rows + overhang), b = a + gridBytes;
  for (let u = first; u < end; u += rows) {
    const count = min(rows, end - u), kept = u == first ? 0 : overhang;
    if (kept) memory.copy(band, band + stride * rows, stride * overhang);
    for (let y = 0; y < n; y++) {
      let g = band + stride * kept + (<usize>(GUARD + (y < n2 ? y - n2 + size : y - n2)) << POINT_SHIFT);
      const line = plan.halfGrid + <usize>plan.halfGridStride * y;
      for (let r = kept; r < count + overhang; r++, g += stride) {
        const c = u + r, t = line + (<usize>(c < size ? c : c - size) << POINT_SHIFT);
        v128.store(g, v128.load(t));
        v128.store(g, v128.load(t, 16), 16);
      }
    }
    for (let r = kept; r < count + overhang; r++) {
      const row = band + stride * r, inner = row + GUARD_BYTES;
      memory.fill(inner + (<usize>(n - n2) << POINT_SHIFT), 0, <usize>(size - n) << POINT_SHIFT);
      fft(plan.gridPlan, inner, inner, a, b, false, 0, false);
      memory.copy(row, row + gridBytes, GUARD_BYTES); // cyclic
      memory.copy(inner + gridBytes, inner, GUARD_BYTES);
    }
    const lo = u - h;
    interpolateSamples(plan, band, stride, lo, lo + count, lo);
    if (u + count > size - 8) interpolateSamples(plan, band, stride, lo - size, lo + count - size, lo - size);
  }
}
