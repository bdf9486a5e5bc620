// Projections in a period little longer than they are: what comes around its end is taken off (src/fourier/tail-correction.ts).
import { add, madd, mul, nmadd, POINT, POINT_SHIFT, sub } from './lanes';
import { Plan } from './plan';

/** Highest harmonic of a correction; the same on the host. */
export const TAIL_ORDER: usize = 20;
const COUNT: usize = TAIL_ORDER + 1;
const ARRAY: usize = COUNT << POINT_SHIFT;
const MATRIX: usize = COUNT * COUNT * 4;

/**
 * Add what the filtered projection at `polar` lacks: harmonics around frequency zero and around both ends of the spectrum, beyond which
 * `TAIL_ORDER` frequencies more are made. `last` is the input of the last pass of the transform, which is radix 4, and still has the
 * frequencies before the filter. `work`: 4 * 21 points.
 */
export function correctTails(plan: Plan, last: usize, polar: usize, work: usize): void {
  const sums = work, differences = sums + ARRAY, x = differences + ARRAY, y = x + ARRAY;
  const turns = plan.tails, matrices = turns + 8 * COUNT, perLane = plan.perLane != 0, half = <usize>(plan.polarLength / 2) << POINT_SHIFT;
  const factorBytes: usize = perLane ? POINT : POINT >> 2, group = factorBytes * (2 * TAIL_ORDER + 1);
  const factors = plan.tailFactors + factorBytes * TAIL_ORDER;
  memory.fill(polar - TAIL_ORDER * POINT, 0, TAIL_ORDER * POINT);
  memory.fill(polar + 2 * half, 0, COUNT * POINT);

  harmonics(plan, last, 1, turns, sums, differences);
  product(matrices, sums, x);
  product(matrices + MATRIX, differences, y);
  addHarmonics(x, y, polar + half, factors, perLane, false);

  harmonics(plan, last, -1, turns, sums, differences);
  product(matrices + 2 * MATRIX, differences, x);
  product(matrices + 3 * MATRIX, sums, y);
  addHarmonics(x, y, polar + 2 * half, factors + group, perLane, true);
  addHarmonics(x, y, polar, factors + 2 * group, perLane, false);
}

/**
 * P(l) + P(-l) and P(l) - P(-l), l = 0 .. K, where P are frequencies from zero (`sign` 1) or from the end of the spectrum (-1) on, counted
 * from the middle of the projection: outputs 0 and 3, or 2 and 1, of the last butterflies. Re and im come exchanged from a forward transform.
 */
function harmonics(plan: Plan, last: usize, sign: f32, turns: usize, sums: usize, differences: usize): void {
  const s = <usize>(plan.polarLength / 4) << POINT_SHIFT, e = f32x4.splat(sign);
  for (let l: usize = 0; l < COUNT; l++, turns += 8, sums += POINT, differences += POINT) {
    const a = last + (l << POINT_SHIFT), b = a + s, c = b + s, d = c + s;
    const pi = madd(e, add(v128.load(b), v128.load(d)), add(v128.load(a), v128.load(c)));
    const pr = madd(e, add(v128.load(b, 16), v128.load(d, 16)), add(v128.load(a, 16), v128.load(c, 16)));
    const cos = v128.load_splat<f32>(turns), sin = v128.load_splat<f32>(turns, 4);
    const ur = nmadd(pi, sin, mul(pr, cos)), ui = madd(pr, sin, mul(pi, cos));
    let vr = ur, vi = ui;
    if (l) {
      const f = last + s - (l << POINT_SHIFT), g = f + s, h = g + s, i = h + s;
      const ni = madd(e, sub(v128.load(g, 16), v128.load(i, 16)), sub(v128.load(f), v128.load(h)));
      const nr = nmadd(e, sub(v128.load(g), v128.load(i)), sub(v128.load(f, 16), v128.load(h, 16)));
      vr = madd(ni, sin, mul(nr, cos));
      vi = nmadd(nr, sin, mul(ni, cos));
    }
    v128.store(sums, add(ur, vr));
    v128.store(sums, add(ui, vi), 16);
    v128.store(differences, sub(ur, vr));
    v128.store(differences, sub(ui, vi), 16);
  }
}

/** y = matrix [k][l] x, real times complex. */
function product(matrix: usize, x: usize, y: usize): void {
  for (const end = y + ARRAY; y < end; y += POINT) {
    let r = f32x4.splat(0), i = r;
    for (let a = x; a < x + ARRAY; a += POINT, matrix += 4) {
      const c = v128.load_splat<f32>(matrix);
      r = madd(c, v128.load(a), r);
      i = madd(c, v128.load(a, 16), i);
    }
    v128.store(y, r);
    v128.store(y, i, 16);
  }
}

/** Add x(k) + y(k) to o(k) and x(k) - y(k) to o(-k), times the factors there; `falling`: at k = 0 the difference, else the sum. */
function addHarmonics(x: usize, y: usize, o: usize, factors: usize, perLane: bool, falling: bool): void {
  const factorBytes: usize = perLane ? POINT : POINT >> 2;
  for (let k: usize = 0; k < COUNT; k++, x += POINT, y += POINT) {
    const xr = v128.load(x), xi = v128.load(x, 16), yr = v128.load(y), yi = v128.load(y, 16), at = k << POINT_SHIFT, w = k * factorBytes;
    if (k || !falling) addTimes(o + at, add(xr, yr), add(xi, yi), factors + w, perLane);
    if (k || falling) addTimes(o - at, sub(xr, yr), sub(xi, yi), factors - w, perLane);
  }
}

// @ts-ignore: decorator
@inline function addTimes(o: usize, r: v128, i: v128, w: usize, perLane: bool): void {
  const a = perLane ? v128.load(w) : v128.load_splat<f32>(w), b = perLane ? v128.load(w, 16) : v128.load_splat<f32>(w, 4);
  v128.store(o, add(v128.load(o), nmadd(i, b, mul(r, a))));
  v128.store(o, add(v128.load(o, 16), madd(r, b, mul(i, a))), 16);
}
