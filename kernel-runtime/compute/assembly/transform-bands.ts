// Stage 2: polar samples -> grid columns, transformed along v while they are in cache.
import { fft } from './fft';
import { PAIR_BYTES } from './grid-pairs';
import { foldGuards, gridSamples } from './grid-samples';
import { POINT, POINT_SHIFT } from './lanes';
import { GUARD, GUARD_BYTES, Plan } from './plan';

/** Copy the wanted points of `count` band rows to halfGrid[y][u + r]: 32 * count contiguous bytes per y. */
function storeBand(plan: Plan, band: usize, stride: usize, u: i32, count: i32): void {
  const n = plan.columns, size = plan.gridSize, n2 = n / 2;
  let d = plan.halfGrid + (<usize>u << POINT_SHIFT);
  for (let y = 0; y < n; y++, d += plan.halfGridStride) {
    let s = band + (<usize>(GUARD + (y < n2 ? y - n2 + size : y - n2)) << POINT_SHIFT), o = d;
    for (const e = d + (<usize>count << POINT_SHIFT); o < e; o += POINT, s += stride) {
      v128.store(o, v128.load(s));
      v128.store(o, v128.load(s, 16), 16);
    }
  }
}

/** Grid all samples whose first cell is, cyclically, one of [lo, hi). */
function gridColumns(plan: Plan, band: usize, stride: usize, lo: i32, hi: i32, base: i32, scratch: usize): void {
  const size = plan.gridSize, beyond = size / 2 + GUARD;
  gridSamples(plan, band, stride, lo, hi, base, scratch);
  if (lo + size < beyond) gridSamples(plan, band, stride, lo + size, hi + size, base + size, scratch);
  if (hi - size > -beyond) gridSamples(plan, band, stride, lo - size, hi - size, base - size, scratch);
}

/**
 * Fill and transform the grid columns `first` .. `end - 1` (u = cell + gridSize / 2), and keep the rows of the image.
 * A range may start anywhere: what samples before it spill into it is computed again, so split and whole agree bit for bit.
 */
export function transformBands(plan: Plan, first: i32, end: i32, work: usize): void {
  const size = plan.gridSize, rows = plan.bandRows, h = size / 2, spill = plan.kernelWidth - 1;
  const stride = <usize>(size + 2 * GUARD) << POINT_SHIFT, gridBytes = <usize>size << POINT_SHIFT;
  const band = work, a = band + stride * (rows + spill), b = a + gridBytes, scratch = b + gridBytes;
  memory.fill(band + stride * rows, 0, stride * spill); // the rows before may hold anything: only what spills is kept
  memory.fill(scratch, 0, PAIR_BYTES);
  gridColumns(plan, band, stride, first - h - spill, first - h, first - h - rows, scratch);
  for (let u = first; u < end; u += rows) {
    // what the previous band spilled becomes the start of this one
    memory.copy(band, band + stride * rows, stride * spill);
    memory.fill(band + stride * spill, 0, stride * rows);
    const count = min(rows, end - u), lo = u - h;
    gridColumns(plan, band, stride, lo, lo + count, lo, scratch);
    for (let r = 0; r < count; r++) {
      const row = band + stride * r, inner = row + GUARD_BYTES;
      foldGuards(row, gridBytes);
      fft(plan.gridPlan, inner, inner, a, b, false, 0, false);
    }
    storeBand(plan, band, stride, u, count);
  }
}
