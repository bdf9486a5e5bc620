/**
 * What the host lays out in memory before any stage runs; the module owns no memory and keeps no state, so any number of threads
 * may run different ranges of the same stage on one shared memory, each with its own work space.
 * The order of the fields is known to the host (src/fourier/workspace.ts).
 */
// @ts-ignore: decorator
@unmanaged
export class Plan {
  /** Columns of a projection = side of the image. */
  columns: i32;
  angles: i32;
  /** Length of the padded projections (>= 2 columns) and side of the Cartesian grid (>= sigma columns). */
  polarLength: i32;
  gridSize: i32;
  /** Cells that a sample touches along each axis: 4, 5 or 6. */
  kernelWidth: i32;
  /** Grid rows that are filled and transformed together. */
  bandRows: i32;
  /** FFT plans of both lengths. */
  polarPlan: usize;
  gridPlan: usize;
  /** Per angle i64 |cos|, i64 direction * sin, i64 direction, as 32.32 fixed point grid cells per polar step. */
  angleTable: usize;
  /** 256 rows of (weights, differences * 2^-24), 4 or 8 of each. */
  kernelTable: usize;
  /** (-1)^x / transform of the kernel at x / gridSize, columns + 4 floats. */
  deapodisation: usize;
  /** Filter times axis phase, and whether it has a factor per lane. */
  filter: usize;
  perLane: i32;
  /** Polar samples [angle][frequency], from frequency -polarLength / 2 on, and half transformed grid [y][u], with its bytes per row. */
  polar: usize;
  halfGrid: usize;
  halfGridStride: i32;
  /** Weight of each projection, one float an angle. */
  weights: usize;
  /** Whether projections are continued beyond their ends by their end values, or by zero. */
  edge: i32;
  /** Bytes from one projection to the next in `polar`, and the highest frequency that is gridded. */
  polarStride: i32;
  reach: i32;
  /** Turns and matrices of the correction of short periods, and its factors; 0: none (correct-tails.ts). */
  tails: usize;
  tailFactors: usize;
}

/** Guard cells at each end of a band row: half a kernel and the frequencies beyond the end of the spectrum. */
export const GUARD: i32 = 24;
/** Their bytes. */
export const GUARD_BYTES: usize = GUARD << 5;
