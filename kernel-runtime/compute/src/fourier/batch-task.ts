import type { Batch } from './batches.js';
import type { BatchTask } from './execute.js';
import { regionOf, type FourierJob } from './job.js';
import type { Workspace } from './workspace.js';

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
