import {
  fourierProjector,
  KeptFloats,
  reconstructIteratively,
  workspaceBytes,
  type IterativeOptions,
  type Projector,
  type ProjectorGeometry,
  type Quality,
} from '@daisy-lab/compute';
import { DaisyError, ndarray, type NdArray } from '@daisy-lab/core';
import type { Turns } from '../in-turns.js';
import type { ReconInputs, Slices } from '../reconstruct.js';

export type IterativeParams = IterativeOptions & { readonly quality: Quality };

export interface IterativeSlices {
  readonly slices: Slices;
  readonly residuals: NdArray<'float64', readonly ['row', 'iteration']>;
}

/** Slices that advance together: a batch of the projectors. */
const together = 8;

/** Arrays of a method as long as its slices, and as long as their sinograms. */
const arrays = { sirt: [1, 2], cgls: [3, 3], tv: [5, 2] } as const;

/** Memory of the slices that advance together, and of their batch in the projectors. */
export function iterativeBytes(
  shape: readonly number[] | undefined,
  { method, quality }: Pick<IterativeParams, 'method' | 'quality'>,
): number {
  const [angles, rows, columns] = shape ?? [];
  if (!angles || !rows || !columns) return 0;
  const [images, sinograms] = arrays[method];
  const values = images * columns * columns + sinograms * angles * columns;
  const batch = workspaceBytes({ anglesRad: new Float64Array(angles), columns, quality });
  return Math.min(together, rows) * 4 * values + batch;
}

/** 1 sinograms of eight rows -> 2 iterate -> 3 put them in their place, with the record of convergence. */
export async function iterateSlices(
  { lineIntegrals, anglesRad, axisPx }: ReconInputs,
  params: IterativeParams,
  { signal, progress, threads }: Turns & { readonly threads: number },
  projectorOf: (geometry: ProjectorGeometry) => Projector = fourierProjector,
): Promise<IterativeSlices> {
  const [angles, rows, columns] = lineIntegrals.shape as [number, number, number];
  checkInputs(angles, anglesRad.data.length, columns, axisPx);
  const slices = new Float32Array(new SharedArrayBuffer(rows * columns * columns * 4));
  const residuals = new Float64Array(rows * params.iterations).fill(Number.NaN);
  const memory = new KeptFloats();
  for (let first = 0; first < rows; first += together) {
    const count = Math.min(together, rows - first);
    const geometry = { slices: count, columns, anglesRad: anglesRad.data, axisPx, quality: params.quality };
    const found = await reconstructIteratively(
      projectorOf(geometry),
      sinogramsOf(lineIntegrals, first, count, memory),
      params,
      { threads, signal, onProgress: fraction => progress((first + count * fraction) / rows) },
      memory,
    );
    slices.set(found.images, first * columns * columns);
    memory.giveBack();
    found.residuals.forEach((each, iteration) =>
      each.forEach((value, slice) => (residuals[(first + slice) * params.iterations + iteration] = value)),
    );
  }
  memory.drop();
  progress(1);
  return {
    slices: ndarray(slices, [rows, columns, columns], ['row', 'y', 'x'], '1/pixel'),
    residuals: ndarray(residuals, [rows, params.iterations], ['row', 'iteration']),
  };
}

/** [slice][angle][column] in shared memory. */
function sinogramsOf(
  { data, shape }: NdArray<'float32'>,
  first: number,
  count: number,
  memory: KeptFloats,
): Float32Array {
  const [angles, rows, columns] = shape as [number, number, number];
  const sinograms = memory.take(count * angles * columns);
  for (let slice = 0; slice < count; slice++) {
    for (let angle = 0; angle < angles; angle++) {
      const from = (angle * rows + first + slice) * columns;
      sinograms.set(data.subarray(from, from + columns), (slice * angles + angle) * columns);
    }
  }
  return sinograms;
}

function checkInputs(projections: number, angles: number, columns: number, axisPx: number): void {
  if (projections !== angles) {
    throw new DaisyError('Input', {
      message: `There are ${projections} projections but ${angles} angles.`,
      action: 'Give one angle per projection.',
    });
  }
  if (!(Math.abs(axisPx - (columns - 1) / 2) <= columns)) {
    throw new DaisyError('Input', {
      message: 'The rotation axis is not near the detector.',
      action: `Give a column between 0 and ${columns - 1}.`,
      field: 'axisPx',
    });
  }
}
