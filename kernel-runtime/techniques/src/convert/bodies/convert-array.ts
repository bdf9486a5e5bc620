import { DaisyError, isNdArray, sharedArray, type Dtype, type NdArray, type ParamValues } from '@daisy-lab/core';
import type { convertArray } from '../contracts/array.js';
import { axisOrder, axesIn } from './axis-order.js';
import { factorOf } from './factor.js';

type Wanted = ParamValues<typeof convertArray.params>;

/** What a long loop needs from its caller. */
interface Turns {
  readonly signal: AbortSignal;
  progress(fraction: number): void;
}

const turnMs = 40;

/** 1 which axis goes where -> 2 unit and type of the result -> 3 all values, along the fastest axis of the result. */
export async function convertValues(values: unknown, wanted: Wanted, turns: Turns): Promise<NdArray> {
  if (!isNdArray(values)) {
    throw new DaisyError('Input', {
      message: 'This value is not an array.',
      action: 'Link an array, or take "Convert a number".',
    });
  }
  const axes = wanted.axes.trim() === '' ? values.axes : axesIn(wanted.axes);
  const order = axisOrder(values.axes, axes);
  const unit = unitOf(values, wanted);
  const dtype = dtypeOf(values, wanted, unit.factor);
  const shape = order.map(axis => values.shape[axis]!);
  const converted = sharedArray(dtype, shape, axes, unit.name);
  await fill(converted, values, order, unit.factor, turns);
  return converted;
}

function unitOf(values: NdArray, { fromUnit, toUnit }: Wanted): { name: string | undefined; factor: number } {
  const from = fromUnit === 'its own' ? values.unit : fromUnit;
  if (toUnit === 'the same') return { name: from, factor: 1 };
  if (from !== undefined) return { name: toUnit, factor: factorOf(from, toUnit) };
  throw new DaisyError('Input', {
    message: 'The array carries no unit.',
    action: 'Say which one it is in: "From unit".',
  });
}

function dtypeOf(values: NdArray, { dtype }: Wanted, factor: number): Dtype {
  if (dtype !== 'the same') return dtype as Dtype;
  return factor === 1 || values.dtype.startsWith('float') ? values.dtype : 'float64';
}

async function fill(
  into: NdArray,
  from: NdArray,
  order: readonly number[],
  factor: number,
  { signal, progress }: Turns,
): Promise<void> {
  const strides = order.map(axis => from.shape.slice(axis + 1).reduce((step, length) => step * length, 1));
  const length = into.shape.at(-1) ?? 1;
  const stride = strides.at(-1) ?? 1;
  const lines = into.data.length / Math.max(1, length);
  const outer = into.shape.slice(0, -1);
  const index = outer.map(() => 0);
  let start = 0;
  let turnEnds = performance.now() + turnMs;
  for (let line = 0; line < lines; line++) {
    fillLine(into, line * length, length, from, start, stride, factor);
    start = next(index, outer, strides, start);
    if (performance.now() < turnEnds) continue;
    signal.throwIfAborted();
    progress((line + 1) / lines);
    await new Promise(resolve => setTimeout(resolve, 0));
    turnEnds = performance.now() + turnMs;
  }
}

/** Counts the outer axes on; where the next line starts in the source. */
function next(index: number[], shape: readonly number[], strides: readonly number[], start: number): number {
  for (let axis = index.length - 1; axis >= 0; axis--) {
    index[axis]! += 1;
    start += strides[axis]!;
    if (index[axis]! < shape[axis]!) break;
    start -= index[axis]! * strides[axis]!;
    index[axis] = 0;
  }
  return start;
}

const limits: Readonly<Record<string, readonly [number, number]>> = {
  ...{ int8: [-128, 127], uint8: [0, 255], int16: [-32768, 32767], uint16: [0, 65535] },
  ...{ int32: [-(2 ** 31), 2 ** 31 - 1], uint32: [0, 2 ** 32 - 1] },
};

function fillLine(
  into: NdArray,
  at: number,
  length: number,
  from: NdArray,
  start: number,
  stride: number,
  factor: number,
): void {
  if (into.dtype === from.dtype && factor === 1) {
    const [target, source] = [into.data as Float64Array, from.data as Float64Array];
    for (let i = 0; i < length; i++) target[at + i] = source[start + i * stride]!;
    return;
  }
  const target = into.data as Float64Array;
  const range = limits[into.dtype];
  for (let i = 0; i < length; i++) {
    const value = Number(from.data[start + i * stride]!) * factor;
    target[at + i] = range ? whole(value, range, into.dtype) : value;
  }
}

/** The nearest integer, half to even. */
function whole(value: number, [low, high]: readonly [number, number], dtype: Dtype): number {
  const up = Math.round(value);
  const nearest = up - value === 0.5 && up % 2 !== 0 ? up - 1 : up;
  if (nearest >= low && nearest <= high) return nearest;
  throw new DaisyError('Input', {
    message: `The value ${value} does not fit ${dtype}, which holds ${low} to ${high}.`,
    action: 'Choose another type of numbers, or scale the values first.',
  });
}
