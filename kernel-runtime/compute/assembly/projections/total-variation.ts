// The proximal map of the total variation, a row at a time: its inner steps follow each other down the image one row apart, so that
// a row stays in the cache from its first step to its last.
import { add, madd, mul, sub } from '../lanes';

/** Laid out by the host (src/iterative/total-variation-strip.ts). Rows have 16 bytes to spare at both ends, zero before the first pixel. */
// @ts-ignore: decorator
@unmanaged
class Sweep {
  side: i32;
  steps: i32;
  /** Rows that are there at once, and their bytes; row y lies in place y % ring. */
  ring: i32;
  rowBytes: i32;
  /** First pixel of each row within the circle, and the one after the last. */
  circle: usize;
  /** The image at work and the dual field, rings of rows. */
  image: usize;
  right: usize;
  down: usize;
  /** Two rows for each step: image + weight div(field) before it. */
  smooth: usize;
  /** A row of the gradient that is added to the image when it comes, and of the image before that leaves with the result. */
  gradient: usize;
  before: usize;
  gradientScale: f32;
  weight: f32;
  /** Step along the dual field / weight. */
  fieldStep: f32;
  least: f32;
  push: f32;
}

// @ts-ignore: decorator
@inline function rowAt(s: Sweep, base: usize, y: i32): usize { return base + <usize>(y % s.ring * s.rowBytes) + 16; }
// @ts-ignore: decorator
@inline function smoothAt(s: Sweep, step: i32, y: i32): usize { return s.smooth + <usize>((2 * step + (y & 1)) * s.rowBytes) + 16; }
// @ts-ignore: decorator
@inline function firstOf(s: Sweep, y: i32): i32 { return load<i32>(s.circle + (<usize>y << 3)); }
// @ts-ignore: decorator
@inline function endOf(s: Sweep, y: i32): i32 { return load<i32>(s.circle + (<usize>y << 3), 4); }
// @ts-ignore: decorator
@inline function within(x: v128, first: i32, end: i32): v128 {
  return v128.and(i32x4.ge_s(x, i32x4.splat(first)), i32x4.lt_s(x, i32x4.splat(end)));
}

/** A new row `y` has been put into the rings: a step along the gradient. */
export function takeRow(sweep: usize, y: i32): void {
  const s = changetype<Sweep>(sweep), end = endOf(s, y), first = firstOf(s, y);
  const image = rowAt(s, s.image, y), gradient = s.gradient + 16, scale = f32x4.splat(s.gradientScale);
  for (let x = first & ~3; x < end; x += 4) {
    const at = <usize>x << 2, inside = within(i32x4.add(i32x4.splat(x), i32x4(0, 1, 2, 3)), first, end);
    const change = v128.and(mul(scale, v128.load(gradient + at)), inside);
    v128.store(image + at, add(v128.load(image + at), change));
  }
}

/** image + weight div(field) of a row. */
function smoothRow(s: Sweep, y: i32, out: usize): void {
  const end = endOf(s, y), w = f32x4.splat(s.weight), none = f32x4.splat(0);
  const image = rowAt(s, s.image, y), right = rowAt(s, s.right, y), down = rowAt(s, s.down, y);
  const above = y > 0 ? rowAt(s, s.down, y - 1) : 0;
  for (let x = firstOf(s, y) & ~3; x < end; x += 4) {
    const at = <usize>x << 2;
    const across = sub(v128.load(right + at), v128.load(right + at - 4));
    const along = sub(v128.load(down + at), above ? v128.load(above + at) : none);
    v128.store(out + at, madd(w, add(across, along), v128.load(image + at)));
  }
}

/** The field at four pixels, `r` and `d` being what the smooth image changes by to the right and down: shortened where longer than 1. */
// @ts-ignore: decorator
@inline function storeField(right: usize, down: usize, r: v128, d: v128): void {
  const one = f32x4.splat(1), short = f32x4.min(one, f32x4.div(one, f32x4.sqrt(madd(r, r, mul(d, d)))));
  v128.store(right, mul(r, short));
  v128.store(down, mul(d, short));
}

/** field + step grad(smooth) of a row, shortened to length 1 where it is longer; 0 across the end of the circle. */
function fieldRow(s: Sweep, step: i32, y: i32): void {
  const first = firstOf(s, y), end = endOf(s, y), last = y + 1 == s.side;
  const firstBelow = last ? 0 : firstOf(s, y + 1), endBelow = last ? 0 : endOf(s, y + 1);
  const here = smoothAt(s, step, y), below = smoothAt(s, step, y + 1), scale = f32x4.splat(s.fieldStep);
  const right = rowAt(s, s.right, y), down = rowAt(s, s.down, y), iota = i32x4(0, 1, 2, 3);
  // fours of pixels that all have neighbours
  const inner = (max(first, firstBelow) + 3) & ~3, innerEnd = min(end - 1, endBelow) & ~3;
  for (let x = first & ~3; x < end; x += 4) {
    for (; x >= inner && x < innerEnd; x += 4) {
      const at = <usize>x << 2, u = v128.load(here + at);
      const r = madd(scale, sub(v128.load(here + at, 4), u), v128.load(right + at));
      const d = madd(scale, sub(v128.load(below + at), u), v128.load(down + at));
      storeField(right + at, down + at, r, d);
    }
    if (x >= end) break;
    const at = <usize>x << 2, xs = i32x4.add(i32x4.splat(x), iota), u = v128.load(here + at);
    const inside = within(xs, first, end);
    const hasRight = v128.and(inside, i32x4.lt_s(xs, i32x4.splat(end - 1)));
    const hasBelow = v128.and(inside, within(xs, firstBelow, endBelow));
    const r = v128.and(madd(scale, sub(v128.load(here + at, 4), u), v128.load(right + at)), hasRight);
    const d = v128.and(madd(scale, sub(v128.load(below + at), u), v128.load(down + at)), hasBelow);
    storeField(right + at, down + at, r, d);
  }
}

/**
 * After row `newest` + 1 has been taken: step k on row newest - k for all k, then row newest - steps leaves. Its image is the result, at
 * least `least`, in `before`; in the ring stands the result moved on by `push` x its change since `before`.
 */
export function advanceRows(sweep: usize, newest: i32): void {
  const s = changetype<Sweep>(sweep);
  for (let step = 0; step < s.steps; step++) {
    const y = newest - step;
    if (y < 0) break;
    if (y >= s.side) continue;
    if (y == 0) smoothRow(s, 0, smoothAt(s, step, 0));
    if (y + 1 < s.side) smoothRow(s, y + 1, smoothAt(s, step, y + 1));
    fieldRow(s, step, y);
  }
  const y = newest - s.steps;
  if (y < 0) return;
  const image = rowAt(s, s.image, y), before = s.before + 16, end = endOf(s, y);
  smoothRow(s, y, image);
  const least = f32x4.splat(s.least), push = f32x4.splat(s.push);
  for (let x = firstOf(s, y) & ~3; x < end; x += 4) {
    const at = <usize>x << 2, now = f32x4.max(least, v128.load(image + at));
    v128.store(image + at, madd(push, sub(now, v128.load(before + at)), now));
    v128.store(before + at, now);
  }
}
