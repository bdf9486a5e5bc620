// Stockham FFT of four complex lanes at once, exponent +i only. A forward transform exchanges re and im while packing.
import { Filter, FullInput, HalfZero, LaneFilter, pass4, pass8, Plain, Twiddle } from './butterflies';
import { pass3, pass5 } from './odd-butterflies';

/**
 * Transform `src` into `dst` (which may be `src`) with two work buffers of the same length.
 *
 * `plan` holds i32 length, i32 passes, then per pass i32 radix and the address of its twiddles. The first and the last radix
 * are 4 or 8. `zeroHalf`: the upper half of `src` is zero and is not read. `filter`: 0, or the table of the last pass, with one
 * factor per lane when `perLane`. Returns the input of the last pass, in `a` or `b`.
 */
export function fft(
  plan: usize, src: usize, dst: usize, a: usize, b: usize, zeroHalf: bool, filter: usize, perLane: bool,
): usize {
  const n = load<i32>(plan), passes = load<i32>(plan, 4);
  let len = n, s = 1, x = src, y = a;
  for (let c = 0; c < passes; c++) {
    const entry = plan + 8 + (c << 3);
    const r = load<i32>(entry), t = <usize>load<u32>(entry, 4), m = len / r;
    if (c == passes - 1) {
      if (r == 8) {
        if (!filter) pass8<Plain, FullInput>(x, dst, m, s, t);
        else if (perLane) pass8<LaneFilter, FullInput>(x, dst, m, s, filter);
        else pass8<Filter, FullInput>(x, dst, m, s, filter);
      } else {
        if (!filter) pass4<Plain, FullInput>(x, dst, m, s, t);
        else if (perLane) pass4<LaneFilter, FullInput>(x, dst, m, s, filter);
        else pass4<Filter, FullInput>(x, dst, m, s, filter);
      }
      return x;
    }
    if (r == 8) {
      if (c == 0 && zeroHalf) pass8<Twiddle, HalfZero>(x, y, m, s, t);
      else pass8<Twiddle, FullInput>(x, y, m, s, t);
    } else if (r == 4) {
      if (c == 0 && zeroHalf) pass4<Twiddle, HalfZero>(x, y, m, s, t);
      else pass4<Twiddle, FullInput>(x, y, m, s, t);
    } else if (r == 3) pass3(x, y, m, s, t);
    else pass5(x, y, m, s, t);
    x = y;
    y = y == a ? b : a;
    len = m;
    s *= r;
  }
  return x;
}
