import { reconstructionTask, type BatchTask } from '../fourier/batch-task.js';
import { batchesOf, type Batch } from '../fourier/batches.js';
import { regionOf, stridesOf, type FourierJob } from '../fourier/job.js';
import { periodOf } from '../fourier/period.js';
import type { PoolWork } from './pool-job.js';
import { isShared, outputFloats, sharedFloats } from './shared-floats.js';

/** Slices from sinograms; samples outside shared memory are copied batch by batch. */
export function reconstructionWork(job: FourierJob, into: Float32Array | undefined): PoolWork {
  const { columns, anglesRad, quality = 'standard' } = job;
  const { width, height } = regionOf(job);
  const result = outputFloats(into, job.slices * width * height);
  return {
    geometry: { columns, anglesRad: Float64Array.from(anglesRad), quality, polarLength: periodOf(job) },
    batches: batchesOf(job),
    result,
    taskOf: (workspace, batch) => reconstructionTask(workspace, job, batch, samplesOf(job, batch), result),
  };
}

type Samples = Pick<BatchTask, 'sinograms' | 'angleStride' | 'sliceStride' | 'sources'>;

/** The samples of a batch: where they are when they lie in shared memory, else a shared copy of these sinograms. */
function samplesOf(job: FourierJob, { sources }: Batch): Samples {
  const { sinograms, columns, anglesRad } = job;
  const strides = stridesOf(job);
  if (isShared(sinograms)) return { sinograms, angleStride: strides.angle, sliceStride: strides.slice, sources };
  const size = anglesRad.length * columns;
  const used = [...new Set(sources.filter(slice => slice >= 0))];
  const copy = sharedFloats(used.length * size);
  used.forEach((slice, row) => {
    for (let p = 0; p < anglesRad.length; p++) {
      const from = slice * strides.slice + p * strides.angle;
      copy.set(sinograms.subarray(from, from + columns), row * size + p * columns);
    }
  });
  const rows = sources.map(slice => (slice < 0 ? -1 : used.indexOf(slice)));
  return { sinograms: copy, angleStride: columns, sliceStride: size, sources: rows };
}
