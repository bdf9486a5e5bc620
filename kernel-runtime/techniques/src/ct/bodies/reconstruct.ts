import {
  reconstructFourier,
  reconstructReference,
  workspaceBytes,
  type FilterName,
  type FourierJob,
  type Padding,
  type Quality,
  type Region,
} from '@daisy-lab/compute';
import { completeParams, DaisyError, sharedArray, type NdArray } from '@daisy-lab/core';
import { recon } from '../contracts/recon.js';
import { inTurns, type Turns } from './in-turns.js';

export interface ReconInputs {
  readonly lineIntegrals: NdArray<'float32', readonly ['angle', 'row', 'column']>;
  readonly anglesRad: NdArray<'float64', readonly ['angle']>;
  readonly axisPx: number;
}

export interface ReconParams {
  readonly filter: FilterName;
  readonly quality: Quality;
  readonly cutoff: number;
  readonly padding: Padding;
  readonly regionX?: number | undefined;
  readonly regionY?: number | undefined;
  readonly regionWidth?: number | undefined;
  readonly regionHeight?: number | undefined;
}

export type Slices = NdArray<'float32', readonly ['row', 'y', 'x']>;

/** Memory of the batches in flight, one a thread, for line integrals of this shape. */
export function reconstructionBytes(shape: readonly number[] | undefined, quality: Quality): number {
  const [angles, rows, columns] = shape ?? [];
  if (!angles || !rows || !columns) return 0;
  const batches = Math.min(countedBatches, Math.ceil(rows / 8));
  return batches * workspaceBytes({ anglesRad: new Float64Array(angles), columns, quality });
}

/** The pool keeps fewer batches in flight when memory is short, so that more need not be counted. */
const countedBatches = 2;

/** The WASM body: all rows at once, in worker threads, on the projections where they lie; `place` gives shared memory. */
export async function reconstructInThreads(
  inputs: ReconInputs,
  params: ReconParams,
  { signal, progress, threads }: Turns & { readonly threads: number },
  place: (shape: readonly number[]) => Slices,
): Promise<Slices> {
  const job = jobOf(inputs, params);
  const { width, height } = job.region!;
  const slices = place([job.slices, height, width]);
  await reconstructFourier(job, { threads, signal, onProgress: progress, into: slices.data });
  return slices;
}

/**
 * One slice of a row for each of several axes, [slice][y][x] in shared memory: eight cost as much as one, because the filter of
 * a lane makes two slices of one sinogram.
 *
 * @param params those of `ct.recon`, defaults for what is left out
 * @param options `into`: shared memory that is filled where it has the size of the slices
 * @throws DaisyError `Input` for more than one row or an axis off the detector, `Data` for NaN
 */
export async function sweepSlices(
  inputs: Pick<ReconInputs, 'lineIntegrals' | 'anglesRad'>,
  axesPx: readonly number[],
  params: Partial<ReconParams> = {},
  { signal, into }: { readonly signal?: AbortSignal | undefined; readonly into?: Float32Array | null | undefined } = {},
): Promise<Float32Array> {
  const rows = inputs.lineIntegrals.shape[1]!;
  if (rows !== 1) {
    throw new DaisyError('Input', { message: `A sweep is over one row, not ${rows}.`, action: 'Give a single row.' });
  }
  const complete = completeParams('ct.recon', recon.params, params);
  const job = jobOf({ ...inputs, axisPx: axesPx[0] ?? 0 }, complete);
  const sweep = { ...job, sweep: true, layout: 'sinograms', slices: axesPx.length, axisPx: axesPx } as const;
  const { width, height } = job.region!;
  const fits = into?.length === axesPx.length * width * height;
  return reconstructFourier(sweep, { ...(signal ? { signal } : {}), ...(fits ? { into } : {}) });
}

/** The float64 body, row by row: slow, and what the others are held to. */
export async function reconstructPlainly(inputs: ReconInputs, params: ReconParams, turns: Turns): Promise<Slices> {
  const job = jobOf(inputs, params);
  const { slices: rows } = job;
  const { width, height } = job.region!;
  const slices = sharedArray('float32', [rows, height, width], ['row', 'y', 'x'], '1/pixel');
  await inTurns(rows, turns, row => {
    const sinograms = rowOf(job, row);
    slices.data.set(reconstructReference({ ...job, sinograms, layout: 'sinograms', slices: 1 }), row * width * height);
  });
  return slices;
}

function jobOf({ lineIntegrals, anglesRad, axisPx }: ReconInputs, params: ReconParams): FourierJob {
  const { filter, quality, cutoff, padding } = params;
  const [angles, rows, columns] = lineIntegrals.shape as [number, number, number];
  if (angles !== anglesRad.data.length) {
    throw new DaisyError('Input', {
      message: `There are ${angles} projections but ${anglesRad.data.length} angles.`,
      action: 'Give one angle per projection.',
    });
  }
  return {
    sinograms: lineIntegrals.data,
    layout: 'projections',
    slices: rows,
    anglesRad: anglesRad.data,
    columns,
    axisPx,
    ...{ filter, quality, cutoff, padding },
    region: regionOf(params, columns),
  };
}

function regionOf(params: ReconParams, columns: number): Region {
  const { regionX: x = 0, regionY: y = 0 } = params;
  return { x, y, width: params.regionWidth ?? columns - x, height: params.regionHeight ?? columns - y };
}

function rowOf({ sinograms, slices, columns, anglesRad }: FourierJob, row: number): Float32Array {
  const sinogram = new Float32Array(anglesRad.length * columns);
  for (let angle = 0; angle < anglesRad.length; angle++) {
    const start = (angle * slices + row) * columns;
    sinogram.set(sinograms.subarray(start, start + columns), angle * columns);
  }
  return sinogram;
}
