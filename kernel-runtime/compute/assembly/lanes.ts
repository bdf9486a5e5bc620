// A point of a transform is 32 bytes: the real parts of four lanes, then their imaginary parts. A lane carries two real slices
// (slot l as the real part, slot l + 4 as the imaginary part), so that one batch is eight slices.

/** log2 of the bytes of a point. */
export const POINT_SHIFT: usize = 5;
/** Bytes of a point. */
export const POINT: usize = 1 << POINT_SHIFT;

// @ts-ignore: decorator
@inline export function add(a: v128, b: v128): v128 { return f32x4.add(a, b); }
// @ts-ignore: decorator
@inline export function sub(a: v128, b: v128): v128 { return f32x4.sub(a, b); }
// @ts-ignore: decorator
@inline export function mul(a: v128, b: v128): v128 { return f32x4.mul(a, b); }
/** c + a b */
// @ts-ignore: decorator
@inline export function madd(a: v128, b: v128, c: v128): v128 { return f32x4.add(c, f32x4.mul(a, b)); }
/** c - a b */
// @ts-ignore: decorator
@inline export function nmadd(a: v128, b: v128, c: v128): v128 { return f32x4.sub(c, f32x4.mul(a, b)); }

/** Element `i` (a compile-time constant 0..3) of `w` in every lane. */
// @ts-ignore: decorator
@inline export function spread(w: v128, i: i32): v128 {
  return i == 0 ? v128.shuffle<f32>(w, w, 0, 0, 0, 0)
    : i == 1 ? v128.shuffle<f32>(w, w, 1, 1, 1, 1)
    : i == 2 ? v128.shuffle<f32>(w, w, 2, 2, 2, 2)
    : v128.shuffle<f32>(w, w, 3, 3, 3, 3);
}

// Interleave the lower or upper halves of two vectors; twice in a row this transposes a block of 4 x 4.
// @ts-ignore: decorator
@inline export function lower(a: v128, b: v128): v128 { return v128.shuffle<f32>(a, b, 0, 4, 1, 5); }
// @ts-ignore: decorator
@inline export function upper(a: v128, b: v128): v128 { return v128.shuffle<f32>(a, b, 2, 6, 3, 7); }
