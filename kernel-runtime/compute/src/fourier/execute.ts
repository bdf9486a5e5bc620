import type { NufftStages } from '../wasm/nufft-module.js';
import type { WasmMemory } from '../wasm/webassembly.js';
import { maskRow } from './circle-mask.js';
import { slotCount, stagedLines, type MemoryLayout, type Sizes } from './sizes.js';
import { control } from './workspace.js';

/** One batch: where its samples come from and where its pixels go. Plain data, it is posted to workers. */
export interface BatchTask {
  readonly sizes: Sizes;
  readonly layout: MemoryLayout;
  readonly sinograms: Float32Array;
  /** In elements of `sinograms`. */
  readonly angleStride: number;
  readonly sliceStride: number;
  /** [slice][columns][columns] */
  readonly images: Float32Array;
  /** Slice of `images` in each slot, or -1, and the slice of `sinograms` it comes from. */
  readonly slots: readonly number[];
  readonly sources: readonly number[];
  readonly circleMask: number | undefined;
}

/** The part of one thread in a batch. */
export interface Share {
  readonly member: number;
  readonly members: number;
  /** Wait until all members have arrived; never called when there is one. */
  wait(arrivals: number): void;
}

/**
 * Filter -> grid and transform -> image rows. Members of a team take ranges of a stage from a shared counter and meet between the
 * stages; how the ranges fall does not change a bit of the result. Returns a bit per slot with values that are not finite.
 */
export function executeBatch(stages: NufftStages, memory: WasmMemory, task: BatchTask, share: Share): number {
  const { layout, sizes } = task;
  const counters = new Int32Array(memory.buffer, layout.control, control.words);
  const work = layout.work[share.member]!;
  const staging = new Float32Array(
    memory.buffer,
    layout.staging[share.member]!,
    slotCount * stagedLines * sizes.columns,
  );
  let bad = 0;

  forRanges(counters, control.projections, sizes.angles, stagedLines, (first, end) => {
    stageProjections(staging, task, first, end);
    const stride = (end - first) * sizes.columns;
    bad |= stages.filterProjections(layout.plan, staging.byteOffset, stride * 4, first, end, work);
  });
  if (share.members > 1) share.wait(control.filtered);

  const step = share.members === 1 ? sizes.gridSize : bandStep(sizes, share.members);
  forRanges(counters, control.bands, sizes.gridSize, step, (first, end) => {
    stages.transformBands(layout.plan, first, end, work);
  });
  if (share.members > 1) share.wait(control.gridded);

  forRanges(counters, control.rows, sizes.columns, stagedLines, (first, end) => {
    const stride = (end - first) * sizes.columns;
    stages.transformRows(layout.plan, staging.byteOffset, stride * 4, first, end, work);
    storeRows(staging, task, first, end);
  });
  return bad;
}

/** Take ranges of `step` items until none is left or the turn was stopped. */
function forRanges(
  counters: Int32Array,
  counter: number,
  items: number,
  step: number,
  run: (first: number, end: number) => void,
): void {
  while (Atomics.load(counters, control.stop) === 0) {
    const first = Atomics.add(counters, counter, step);
    if (first >= items) return;
    run(first, Math.min(items, first + step));
  }
}

/** Each range computes the overhang of the one before again, so ranges are few, but at least four a thread for balance. */
function bandStep({ gridSize, bandRows }: Sizes, members: number): number {
  return Math.max(1, Math.floor(gridSize / (4 * members * bandRows))) * bandRows;
}

/** Copy some angles of the eight slices to [slot][angle][column]. */
function stageProjections(staging: Float32Array, task: BatchTask, first: number, end: number): void {
  const { sinograms, angleStride, sliceStride, sources } = task;
  const { columns } = task.sizes;
  const lines = end - first;
  sources.forEach((slice, slot) => {
    const to = slot * lines * columns;
    if (slice < 0) {
      staging.fill(0, to, to + lines * columns);
      return;
    }
    const from = slice * sliceStride + first * angleStride;
    if (angleStride === columns) {
      staging.set(sinograms.subarray(from, from + lines * columns), to);
      return;
    }
    for (let line = 0; line < lines; line++) {
      const start = from + line * angleStride;
      staging.set(sinograms.subarray(start, start + columns), to + line * columns);
    }
  });
}

/** Copy some rows of the eight slots to their slices. */
function storeRows(staging: Float32Array, task: BatchTask, first: number, end: number): void {
  const { images, slots, circleMask } = task;
  const { columns } = task.sizes;
  const count = (end - first) * columns;
  slots.forEach((slice, slot) => {
    if (slice < 0) return;
    const at = slice * columns * columns + first * columns;
    images.set(staging.subarray(slot * count, (slot + 1) * count), at);
    if (circleMask === undefined) return;
    for (let y = first; y < end; y++) maskRow(images, at + (y - first) * columns, y, columns, circleMask);
  });
}
