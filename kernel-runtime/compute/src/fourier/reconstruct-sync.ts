import { nufftModule, nufftStages, type NufftStages } from '../wasm/nufft-module.js';
import { refuseBadSamples } from './bad-samples.js';
import { reconstructionTask } from './batch-task.js';
import { batchesOf } from './batches.js';
import { executeBatch } from './execute.js';
import { checkJob, regionOf, stridesOf, type FourierJob } from './job.js';
import { periodOf } from './period.js';
import { Workspace } from './workspace.js';

let kept: { readonly workspace: Workspace; readonly stages: NufftStages } | undefined;

/**
 * Reconstruct on the calling thread, which is busy until it is done; `reconstructFourier` does the same in worker threads, bit for
 * bit. The memory of the last geometry is kept for the next call.
 *
 * @param into memory for the slices to fill instead of new memory, when it has their size: new pages cost up to a fifth of the time
 * @returns [slice][y][x], unit 1/pixel; pixel (x, y) of a slice of side n lies (x - floor(n/2), y - floor(n/2)) from the axis.
 * @throws DaisyError `Input` for a job that cannot be computed, `Data` for samples that are not finite, `Resource` without memory.
 */
export function reconstructFourierSync(job: FourierJob, into?: Float32Array): Float32Array {
  checkJob(job);
  const { slices, columns, anglesRad } = job;
  const geometry = { columns, anglesRad, quality: job.quality ?? 'standard', polarLength: periodOf(job) };
  if (!kept?.workspace.fits(geometry)) {
    kept = undefined; // first, so that both need not exist at once
    const workspace = new Workspace(geometry, 1);
    kept = { workspace, stages: nufftStages(nufftModule(), workspace.memory) };
  }
  const { workspace, stages } = kept;
  const { width, height } = regionOf(job);
  const images = into?.length === slices * width * height ? into : new Float32Array(slices * width * height);
  const strides = stridesOf(job);
  for (const batch of batchesOf(job)) {
    const samples = { sinograms: job.sinograms, angleStride: strides.angle, sliceStride: strides.slice };
    const task = reconstructionTask(workspace, job, batch, { ...samples, sources: batch.sources }, images);
    const bad = executeBatch(stages, workspace.memory, task, { member: 0, members: 1, wait: () => undefined });
    refuseBadSamples(bad, batch.slots);
  }
  return images;
}
