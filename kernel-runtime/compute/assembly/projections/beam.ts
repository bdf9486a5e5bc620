// Counts -> transmission -> line integrals, four pixels at a time.
import { add, madd, mul, nmadd, sub } from '../lanes';

/**
 * Constants of the logarithm, read from memory: as literals they would be put together anew for every four pixels. The exponent
 * bias of sqrt(1/2), the mask of the mantissa, the polynomial of Cephes' logf from the highest power down, ln 2 (at 12), 1/2, 1.
 */
const CONSTANTS: usize = memory.data<u32>([
  0x3f3504f3, 0x007fffff, 0x3d9021bb, 0xbdebd1b8, 0x3def251a, 0xbdfe5d4f, 0x3e11e9bf, 0xbe2aae50, 0x3e4cceac, 0xbe7ffffc,
  0x3eaaaaaa, 0, 0x3f317218, 0x3f000000, 0x3f800000,
]);

// @ts-ignore: decorator
@inline function constant(index: i32): v128 { return v128.load_splat<u32>(CONSTANTS + (<usize>index << 2)); }

/** -ln(x) of four normal positive numbers: mantissa within sqrt(1/2)..sqrt(2), then the polynomial in pairs of terms. */
// @ts-ignore: decorator
@inline function minusLog(x: v128): v128 {
  const root = constant(0), shifted = i32x4.sub(x, root);
  const exponent = f32x4.convert_i32x4_s(i32x4.shr_s(shifted, 23));
  const m = sub(i32x4.add(v128.and(shifted, constant(1)), root), constant(14));
  const z = mul(m, m), z4 = mul(z, z);
  const high = madd(z4, constant(2), madd(z, madd(m, constant(3), constant(4)), madd(m, constant(5), constant(6))));
  const p = madd(z4, high, madd(z, madd(m, constant(7), constant(8)), madd(m, constant(9), constant(10))));
  // all signs turned, so that nothing is left to negate: 0.5 z - p m z - m - e ln 2
  const y = sub(mul(z, nmadd(p, m, constant(13))), m);
  return sub(y, mul(exponent, constant(12)));
}

/**
 * `n` counts (a multiple of 4 is worked on: the arrays have room) at `counts` to (count - dark) x gain at `out`, at least
 * `clip`; then -ln of it when `log`. `bytes` per count: 2 for uint16, 4 for float32. Pixels of gain 0 are dead and give 1.
 * Returns whether a live pixel is not finite.
 */
export function transmissionOf(
  counts: usize, bytes: i32, dark: usize, gain: usize, out: usize, n: i32, clip: f32, log: bool,
): bool {
  const zero = f32x4.splat(0), one = f32x4.splat(1), least = f32x4.splat(clip);
  let bad = zero;
  for (let i = 0; i < n; i += 4, dark += 16, gain += 16, out += 16) {
    let c: v128;
    if (bytes == 2) {
      c = f32x4.convert_i32x4_u(v128.load_ext<u16>(counts));
      counts += 8;
    } else {
      c = v128.load(counts);
      counts += 16;
    }
    const g = v128.load(gain), live = f32x4.ne(g, zero);
    const t = v128.bitselect(mul(sub(c, v128.load(dark)), g), one, live);
    bad = v128.or(bad, f32x4.ne(sub(t, t), zero));
    const kept = f32x4.pmax(least, t);
    v128.store(out, log ? minusLog(kept) : kept);
  }
  return v128.any_true(bad);
}

/** -ln of `n` values (rounded up to 4) at `from`; returns whether one of them is not a positive finite number. */
export function logOfTransmission(from: usize, out: usize, n: i32): bool {
  const zero = f32x4.splat(0), smallest = f32x4.splat(1.17549435e-38);
  let bad = zero;
  for (let i = 0; i < n; i += 4, from += 16, out += 16) {
    const t = v128.load(from);
    bad = v128.or(bad, v128.or(v128.not(f32x4.gt(t, zero)), f32x4.ne(sub(t, t), zero)));
    v128.store(out, minusLog(f32x4.pmax(smallest, t)));
  }
  return v128.any_true(bad);
}
