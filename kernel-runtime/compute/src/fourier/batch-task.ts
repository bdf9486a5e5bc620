import type { ReadingStep, WritingStep } from '../iterative/line-steps.js';
import type { Batch } from './batches.js';
import { regionOf, type FourierJob, type Region } from './job.js';
import type { MemoryLayout, Sizes } from './sizes.js';
import type { Workspace } from './workspace.js';

/** One batch: where its samples and its pixels are. Plain data, it is posted to workers. */
export interface BatchTask {
  /** Slices from sinograms, or sinograms from slices. */
  readonly direction: 'reconstruct' | 'project';
  readonly sizes: Sizes;
  readonly layout: MemoryLayout;
  readonly sinograms: Float32Array;
  /** In elements of `sinograms`. */
  readonly angleStride: number;
  readonly sliceStride: number;
  /** [slice][y][x] of the region */
  readonly images: Float32Array;
  readonly region: Region;
  /** Slice of `images` in each slot, or -1, and the sinogram it belongs to. */
  readonly slots: readonly number[];
  readonly sources: readonly number[];
  readonly circleMask: number | undefined;
  /** What an iteration does to the lines on their way in and out, while they are in the cache. */
  readonly reading?: ReadingStep | undefined;
  readonly writing?: WritingStep | undefined;
}

/** Prepare a workspace for a batch of a reconstruction and describe the batch. */
export function reconstructionTask(
  workspace: Workspace,
  job: FourierJob,
  batch: Batch,
  samples: Pick<BatchTask, 'sinograms' | 'angleStride' | 'sliceStride' | 'sources'>,
  images: Float32Array,
): BatchTask {
  workspace.setFilter({ lanes: batch.lanes, padding: job.padding });
  workspace.control.fill(0);
  return {
    ...{ direction: 'reconstruct', sizes: workspace.tables.sizes, layout: workspace.layout },
    ...samples,
    ...{ images, region: regionOf(job), slots: batch.slots, circleMask: job.circleMask },
  };
}
