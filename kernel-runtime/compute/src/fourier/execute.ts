import type { NufftStages } from '../wasm/nufft-module.js';
import type { WasmMemory } from '../wasm/webassembly.js';
import type { BatchTask } from './batch-task.js';
import { slotCount, stagedLines, type Sizes } from './sizes.js';
import { stageProjections, stageRows, storeProjections, storeRows } from './staging.js';
import { control } from './workspace.js';

/** The part of one thread in a batch. */
export interface Share {
  readonly member: number;
  readonly members: number;
  /** Wait until all members have arrived; never called when there is one. */
  wait(arrivals: number): void;
}

/** One thread at work on a batch. */
interface Work {
  readonly stages: NufftStages;
  readonly task: BatchTask;
  readonly share: Share;
  readonly counters: Int32Array;
  readonly staging: Float32Array;
  readonly work: number;
}

/**
 * Members of a team take ranges of a stage from a shared counter and meet between the stages; how the ranges fall does not change a
 * bit of the result. Returns a bit per slot with values that are not finite.
 */
export function executeBatch(stages: NufftStages, memory: WasmMemory, task: BatchTask, share: Share): number {
  const { layout, sizes } = task;
  const counters = new Int32Array(memory.buffer, layout.control, control.words);
  const staged = slotCount * stagedLines * sizes.columns;
  const staging = new Float32Array(memory.buffer, layout.staging[share.member]!, staged);
  const work: Work = { stages, task, share, counters, staging, work: layout.work[share.member]! };
  return task.direction === 'reconstruct' ? reconstruct(work) : project(work);
}

/** Filter -> grid and transform -> image rows. */
function reconstruct({ stages, task, share, counters, staging, work }: Work): number {
  const { layout, sizes, region } = task;
  let bad = 0;
  forRanges(counters, control.projections, sizes.angles, stagedLines, (first, end) => {
    stageProjections(staging, task, first, end);
    const stride = (end - first) * sizes.columns;
    bad |= stages.filterProjections(layout.plan, staging.byteOffset, stride * 4, first, end, work);
  });
  if (share.members > 1) share.wait(control.filtered);

  forRanges(counters, control.bands, sizes.gridSize, bandStep(sizes, share.members), (first, end) => {
    stages.transformBands(layout.plan, first, end, work);
  });
  if (share.members > 1) share.wait(control.gridded);

  forRanges(counters, control.rows, region.height, stagedLines, (first, end) => {
    const stride = (end - first) * sizes.columns;
    stages.transformRows(layout.plan, staging.byteOffset, stride * 4, region.y + first, region.y + end, work);
    storeRows(staging, task, first, end);
  });
  return bad;
}

/** The transpose: image rows -> grid columns and samples -> projections. */
function project({ stages, task, share, counters, staging, work }: Work): number {
  const { layout, sizes } = task;
  forRanges(counters, control.rows, sizes.columns, stagedLines, (first, end) => {
    stageRows(staging, task, first, end);
    stages.untransformRows(layout.plan, staging.byteOffset, (end - first) * sizes.columns * 4, first, end, work);
  });
  if (share.members > 1) share.wait(control.filtered);

  forRanges(counters, control.bands, sizes.gridSize, bandStep(sizes, share.members), (first, end) => {
    stages.sampleBands(layout.plan, first, end, work);
  });
  if (share.members > 1) share.wait(control.gridded);

  forRanges(counters, control.projections, sizes.angles, stagedLines, (first, end) => {
    const stride = (end - first) * sizes.columns;
    stages.unfilterProjections(layout.plan, staging.byteOffset, stride * 4, first, end, work);
    storeProjections(staging, task, first, end);
  });
  return 0;
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
  if (members === 1) return gridSize;
  return Math.max(1, Math.floor(gridSize / (4 * members * bandRows))) * bandRows;
}
