import { blockValues, runStrips, type IntegersTask, type MaskTask } from '@daisy-lab/compute';
import { DaisyError, sizeOf, type NdArray } from '@daisy-lab/core';
import { inTurns, type Turns } from '../in-turns.js';
import { shared, type Stack3, type Threaded } from '../strips.js';

export type Slices = Stack3<readonly ['row', 'y', 'x']>;
export type Images = NdArray<'uint8' | 'uint16', readonly ['row', 'y', 'x']>;

/** First and last + 1 pixel of each line within the circle about the rotation axis, radius `ratio` times half the width; [y][first, end]. */
export function circleSpans([, height, width]: readonly number[], ratio: number): Int32Array {
  const [middleX, middleY] = [width! >> 1, height! >> 1];
  const radius = (ratio * Math.min(width!, height!)) / 2;
  const spans = new Int32Array(2 * height!);
  for (let y = 0; y < height!; y++) {
    const reach = radius * radius - (y - middleY) ** 2;
    if (reach < 0) continue;
    let half = Math.floor(Math.sqrt(reach));
    // a root that was rounded must not move a pixel over the circle
    if (Math.hypot(half + 1, y - middleY) <= radius) half++;
    else if (Math.hypot(half, y - middleY) > radius) half--;
    spans[2 * y] = Math.max(0, middleX - half);
    spans[2 * y + 1] = Math.min(width!, middleX + half + 1);
  }
  return spans;
}

/** Whole lines: no circle. */
export function wholeSpans([, height, width]: readonly number[]): Int32Array {
  return Int32Array.from({ length: 2 * height! }, (_, i) => (i % 2 === 0 ? 0 : width!));
}

/** In worker threads, slices apart. */
export async function maskSlices(
  slices: Slices,
  ratio: number,
  value: number,
  out: Slices,
  { threads, signal, progress }: Threaded,
): Promise<Slices> {
  const [rows, height, width] = slices.shape as [number, number, number];
  const spans = circleSpans(slices.shape, ratio);
  const task: MaskTask = { values: shared(slices.data), height, width, spans, value, out: out.data };
  await runStrips('mask', task, rows, { threads, signal, progress });
  return out;
}

/** In worker threads, blocks of values. */
export async function rangeOf(
  slices: Slices,
  { threads, signal, progress }: Threaded,
): Promise<{ readonly low: number; readonly high: number }> {
  const blocks = Math.ceil(sizeOf(slices.shape) / blockValues);
  const task = { values: shared(slices.data) };
  const found = await runStrips<readonly [number, number]>('range', task, blocks, { threads, signal, progress });
  const low = found.reduce((least, [value]) => Math.min(least, value), Infinity);
  const high = found.reduce((most, [, value]) => Math.max(most, value), -Infinity);
  return low <= high ? { low, high } : { low: 0, high: 0 };
}

export interface IntegersInputs {
  readonly slices: Slices;
  readonly low: number;
  readonly high: number;
}

export interface Integers {
  readonly images: Images;
  readonly scale: number;
  readonly offset: number;
}

/** Levels above the lowest of a type. */
function mostOf({ dtype }: Images): number {
  return dtype === 'uint8' ? 255 : 65535;
}

/** In worker threads, with WebAssembly SIMD. */
export async function integersInThreads(
  inputs: IntegersInputs,
  images: Images,
  { threads, signal, progress }: Threaded,
): Promise<Integers> {
  const { slices, low, high } = inputs;
  checkRange(inputs);
  const factor = mostOf(images) / (high - low);
  const task: IntegersTask = { values: shared(slices.data), low, factor, out: images.data };
  const blocks = Math.ceil(sizeOf(slices.shape) / blockValues);
  await runStrips('integers', task, blocks, { threads, signal, progress });
  return { images, scale: 1 / factor, offset: low };
}

/** Value by value. */
export async function integersOf(inputs: IntegersInputs, images: Images, turns: Turns): Promise<Integers> {
  const { slices, low, high } = inputs;
  checkRange(inputs);
  const most = mostOf(images);
  const size = slices.data.length / Math.max(1, slices.shape[0]!);
  const factor = most / (high - low);
  await inTurns(slices.shape[0]!, turns, row => {
    for (let i = row * size; i < (row + 1) * size; i++) {
      const level = (slices.data[i]! - low) * factor;
      // NaN fails both comparisons
      images.data[i] = level >= most ? most : level > 0 ? Math.round(level) : 0;
    }
  });
  return { images, scale: 1 / factor, offset: low };
}

function checkRange({ low, high }: IntegersInputs): void {
  if (high > low) return;
  throw new DaisyError('Input', {
    message: `The range ${low} to ${high} holds no values.`,
    action: 'Give a lower limit below the upper one.',
  });
}
