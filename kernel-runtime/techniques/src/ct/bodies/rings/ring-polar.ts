import { runStrips, type PolarTask } from '@daisy-lab/compute';
import { DaisyError } from '@daisy-lab/core';
import { emptyLike, shared, type Stack3, type Threaded } from '../strips.js';

type Slices = Stack3<readonly ['row', 'y', 'x']>;

/** Slice by slice in worker threads. */
export async function ringsInThreads(
  slices: Slices,
  params: Pick<PolarTask, 'widthPx' | 'threshold' | 'arcDeg'>,
  { threads, signal, progress }: Threaded,
): Promise<Slices> {
  const [rows, height, width] = slices.shape as [number, number, number];
  if (height !== width) {
    throw new DaisyError('Input', {
      message: `Slices of ${height} x ${width} pixels do not have the rotation axis in their middle.`,
      action: 'Give square slices.',
    });
  }
  const out = emptyLike(slices);
  const { widthPx, threshold, arcDeg } = params;
  const task: PolarTask = { values: shared(slices.data), side: width, widthPx, threshold, arcDeg, out: out.data };
  await runStrips('polarRings', task, rows, { threads, signal, progress, stripItems: 1 });
  return out;
}
