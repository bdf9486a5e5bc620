// Stage 1: projections -> filtered polar samples, shifted to the rotation axis.
import { correctTails } from './correct-tails';
import { fft } from './fft';
import { madd, mul, nmadd, POINT, POINT_SHIFT } from './lanes';
import { packSwapped, unpack } from './pack';
import { Plan } from './plan';

/**
 * Filter the projections `first` .. `end - 1`. `samples` holds these angles only: [slot][angle][column], slots `slotStride` bytes
 * apart. Returns a bit per slot that holds a value which is not finite.
 */
export function filterProjections(
  plan: Plan, samples: usize, slotStride: usize, first: i32, end: i32, work: usize,
): i32 {
  const n = plan.columns, length = plan.polarLength, bytes = <usize>length << POINT_SHIFT, edge = plan.edge != 0;
  // the upper half of a projection padded by zeros to twice its width is zero and is never read
  const halfZero = !edge && n <= length / 2, read = halfZero ? length / 2 : length;
  const x = work, a = x + (<usize>read << POINT_SHIFT), b = a + bytes;
  memory.fill(x + (<usize>n << POINT_SHIFT), 0, <usize>(read - n) << POINT_SHIFT);
  let bad = 0;
  for (let p = first; p < end; p++, samples += <usize>n << 2) {
    bad |= packSwapped(samples, slotStride, n, x, 0, load<f32>(plan.weights + (<usize>p << 2)));
    if (edge) continueEnds(x, n, length);
    const polar = plan.polar + <usize>plan.polarStride * p;
    const last = fft(plan.polarPlan, x, polar, a, b, halfZero, plan.filter, plan.perLane != 0);
    if (plan.tails) correctTails(plan, last, polar, last == a ? b : a);
  }
  return bad;
}

/** Fill the padding: the last value of a projection fades to 0 over its first half, the first value rises over the second (cyclically). */
function continueEnds(x: usize, n: i32, length: i32): void {
  const left = x, right = x + (<usize>(n - 1) << POINT_SHIFT), gap = <f32>(length - n + 1);
  let o = x + (<usize>n << POINT_SHIFT);
  for (let i = 1; i <= length - n; i++, o += POINT) {
    const t = <f32>2 * <f32>i / gap;
    const end = t < 1 ? right : left, u: f32 = t < 1 ? 1 - t : t - 1, w = f32x4.splat(u * u * (3 - 2 * u));
    v128.store(o, mul(w, v128.load(end)));
    v128.store(o, mul(w, v128.load(end, 16)), 16);
  }
}

/**
 * The transpose of `filterProjections`: polar samples, times the conjugate of the filter table, back to the projections
 * `first` .. `end - 1`. The samples come from `sampleBands` with re and im exchanged.
 */
export function unfilterProjections(
  plan: Plan, samples: usize, slotStride: usize, first: i32, end: i32, work: usize,
): void {
  const n = plan.columns, length = plan.polarLength, half = length / 2, bytes = <usize>length << POINT_SHIFT;
  const x = work, a = x + bytes, b = a + bytes, halfBytes = bytes >> 1, perLane = plan.perLane != 0;
  const factorBytes: usize = perLane ? POINT : POINT >> 2;
  for (let p = first; p < end; p++, samples += <usize>n << 2) {
    let w = plan.filter, o = x;
    for (let part = 0; part < 2; part++) {
      let s = plan.polar + <usize>plan.polarStride * p + (part == 0 ? halfBytes : 0);
      for (let k = 0; k < half; k++, s += POINT, o += POINT, w += factorBytes) {
        if (part == 1 && k == 0) {
          memory.fill(o, 0, POINT); // the Nyquist frequency is never sampled: its memory may hold anything
          continue;
        }
        const fr = perLane ? v128.load(w) : v128.load_splat<f32>(w);
        const fi = perLane ? v128.load(w, 16) : v128.load_splat<f32>(w, 4);
        const re = v128.load(s, 16), im = v128.load(s);
        v128.store(o, madd(im, fi, mul(re, fr)));
        v128.store(o, nmadd(re, fi, mul(im, fr)), 16);
      }
    }
    fft(plan.polarPlan, x, x, a, b, false, 0, false);
    unpack(x, n, samples, slotStride, 0, load<f32>(plan.weights + (<usize>p << 2)));
  }
}
