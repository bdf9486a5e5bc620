import { runStrips, type DistortionTask } from '@daisy-lab/compute';
import { DaisyError } from '@daisy-lab/core';
import { emptyLike, shared, type Stack3, type Threaded } from '../strips.js';

type Stack = Stack3<readonly ['angle', 'row', 'column']>;

export interface DistortionParams {
  readonly centerColumnPx?: number | undefined;
  readonly centerRowPx?: number | undefined;
  readonly coefficients: readonly number[];
}

/** Frames in worker threads; where a pixel comes from is computed once for all frames of a strip. */
export async function undistort(
  values: Stack,
  { centerColumnPx, centerRowPx, coefficients }: DistortionParams,
  { threads, signal, progress }: Threaded,
): Promise<Stack> {
  if (coefficients.length === 0) {
    throw new DaisyError('Input', {
      message: 'The distortion has no coefficients.',
      action: 'Give at least k0; [1] changes nothing.',
    });
  }
  const [frames, rows, columns] = values.shape as [number, number, number];
  const out = emptyLike(values);
  const task: DistortionTask = {
    values: shared(values.data),
    rows,
    columns,
    centerColumnPx: centerColumnPx ?? (columns - 1) / 2,
    centerRowPx: centerRowPx ?? (rows - 1) / 2,
    coefficients,
    out: out.data,
  };
  await runStrips('distortion', task, frames, { threads, signal, progress });
  return out;
}
