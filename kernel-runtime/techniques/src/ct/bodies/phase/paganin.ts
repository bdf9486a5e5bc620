import {
  paganinBytes,
  paganinReference,
  runStrips,
  type PaganinMethod,
  type PaganinOptions,
  type PaganinTask,
} from '@daisy-lab/compute';
import { DaisyError } from '@daisy-lab/core';
import { inTurns, type Turns } from '../in-turns.js';
import { emptyLike, refuse, shared, threadBytes, total, type Stack3, type Threaded } from '../strips.js';

type Stack = Stack3<readonly ['angle', 'row', 'column']>;

export interface PaganinParams {
  readonly energyEv: number;
  readonly distanceMm: number;
  readonly pixelSizeUm: number;
  readonly deltaBeta: number;
  readonly method: PaganinMethod;
  readonly pad: boolean;
  readonly frequencies: 'centred' | 'tomopy';
}

/** h c in eV m, CODATA 2018. */
const planckTimesLight = 1.239841984e-6;

/** `lambda d (delta / beta) / (4 pi)` in squared pixels, with the rest that a body needs. */
export function paganinOptions(params: PaganinParams): PaganinOptions {
  const { energyEv, distanceMm, pixelSizeUm, deltaBeta, method, pad, frequencies } = params;
  const wavelength = planckTimesLight / energyEv;
  const pixel = pixelSizeUm * 1e-6;
  const strength = (wavelength * distanceMm * 1e-3 * deltaBeta) / (4 * Math.PI * pixel * pixel);
  if (!(strength >= 0 && strength < 1e8)) {
    throw new DaisyError('Input', {
      message: `The filter would smooth over ${Math.sqrt(strength).toExponential(1)} pixels.`,
      action: 'Check the units: energy in eV, distance in mm, pixel size in um.',
      ...{ energyEv, distanceMm, pixelSizeUm, deltaBeta },
    });
  }
  const halfBins = frequencies === 'tomopy';
  const fringes = (wavelength * distanceMm * 1e-3) / (pixel * pixel);
  const marginPx = halfBins ? Math.ceil(Math.PI * fringes) / 2 : Math.max(8, Math.ceil(5 * Math.sqrt(strength)));
  return { method, strength, marginPx: pad ? marginPx : 0, halfBins };
}

/** Frame by frame in worker threads, real transforms with WebAssembly SIMD, into shared memory. */
export async function paganinInThreads(
  transmission: Stack,
  params: PaganinParams,
  { threads, signal, progress }: Threaded,
  out: Stack,
): Promise<Stack> {
  const options = paganinOptions(params);
  const [frames, rows, columns] = transmission.shape as [number, number, number];
  const task: PaganinTask = { frames: shared(transmission.data), rows, columns, options, out: out.data };
  const bad = await runStrips<number>('paganin', task, rows * columns === 0 ? 0 : frames, {
    ...{ threads, signal, progress },
    stripItems: Math.max(1, Math.min(Math.ceil(frames / threads), Math.floor(4e6 / (rows * columns)))),
  });
  refuseMissing(total(bad));
  return out;
}

/** Frame by frame in float64. */
export async function paganinPlainly(transmission: Stack, params: PaganinParams, turns: Turns): Promise<Stack> {
  const options = paganinOptions(params);
  const [frames, rows, columns] = transmission.shape as [number, number, number];
  const out = emptyLike(transmission);
  const size = rows * columns;
  let bad = 0;
  await inTurns(frames, turns, frame => {
    const image = transmission.data.subarray(frame * size, (frame + 1) * size);
    const result = paganinReference(image, rows, columns, options);
    if (!result.every(Number.isFinite)) bad++;
    out.data.set(result, frame * size);
  });
  refuseMissing(bad);
  return out;
}

/** Bytes that the threads take beside the frames. */
export function paganinMemory(shape: readonly number[] | undefined, params: PaganinParams): number {
  return shape ? threadBytes(shape[0]!, paganinBytes(shape[1]!, shape[2]!, paganinOptions(params))) : 0;
}

function refuseMissing(bad: number): void {
  refuse(
    bad,
    'the filtered transmission are not positive numbers',
    'Normalise the projections first; repair pixels that are not numbers.',
  );
}
