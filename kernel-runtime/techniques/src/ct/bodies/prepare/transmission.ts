import { blockPixels, joinBad, runStrips, type BadValues, type TransmissionTask } from '@daisy-lab/compute';
import { sizeOf, type NdArray } from '@daisy-lab/core';
import type { Projections } from '../../scan.js';
import { beamOf, missingCounts, type NormalizeInputs, type NormalizeParams } from '../normalize-projections.js';
import { shared, total, type Threaded } from '../strips.js';

type Stack = NdArray<'float32', readonly ['angle', 'row', 'column']>;

/** Counts of a strip that a thread should take at once. */
const countsAtOnce = 16e6;

/**
 * Transmission, or line integrals when `log`, in worker threads: blocks of pixels, all angles, with WebAssembly SIMD.
 * @param result filled; in shared memory
 * @returns the number of dead pixels
 */
export async function transmissionInThreads(
  { proj, flats, darks }: NormalizeInputs,
  { average, clipBelow }: NormalizeParams,
  { threads, signal, progress, firstRow = 0 }: Threaded & { readonly firstRow?: number },
  log: boolean,
  result: Stack,
): Promise<number> {
  const beam = beamOf({ proj, flats, darks }, average);
  const [angles, rows, columns] = proj.shape as [number, number, number];
  const pixels = rows * columns;
  const gain = new Float32Array(new SharedArrayBuffer(pixels * 4));
  const offset = new Float32Array(new SharedArrayBuffer(pixels * 4));
  gain.set(beam.gain);
  offset.set(beam.offset);
  const task: TransmissionTask = {
    ...{ counts: countsOf(proj), angles, pixels, gain, offset, clipBelow, log, out: result.data },
  };
  const stripItems = Math.max(1, Math.floor(countsAtOnce / (blockPixels * Math.max(1, angles))));
  const blocks = Math.ceil(pixels / blockPixels);
  const found = await runStrips<BadValues | undefined>('transmission', task, angles === 0 ? 0 : blocks, {
    ...{ threads, signal, progress },
    stripItems: Math.min(stripItems, Math.ceil(blocks / threads)),
  });
  const bad = found.reduce(joinBad, undefined);
  if (bad) {
    throw missingCounts(bad.count, [bad.angle, firstRow + Math.floor(bad.pixel / columns), bad.pixel % columns]);
  }
  return beam.deadPixels;
}

/** -ln value by value in worker threads, into shared memory; tells how many values have none. */
export async function logInThreads(
  transmission: Stack,
  { threads, signal, progress }: Threaded,
  lineIntegrals: Stack,
): Promise<number> {
  const task = { values: shared(transmission.data), out: lineIntegrals.data };
  const blocks = Math.ceil(sizeOf(transmission.shape) / blockPixels);
  const stripItems = Math.max(1, Math.min(Math.floor(countsAtOnce / blockPixels), Math.ceil(blocks / threads)));
  const bad = await runStrips<number>('log', task, blocks, { threads, signal, progress, stripItems });
  return total(bad);
}

/** 16-bit counts and float32 as they are, all others as float32. */
export function countsOf({ data }: Projections): Uint16Array | Float32Array {
  if (data instanceof Uint16Array || data instanceof Float32Array) return shared(data);
  const counts = new Float32Array(new SharedArrayBuffer(data.length * 4));
  counts.set(data);
  return counts;
}
