import { fourierProjector, KeptFloats, reconstructFourier } from '@daisy-lab/compute';
import { DaisyError, ndarray, sharedArray, type NdArray } from '@daisy-lab/core';
import type { Turns } from '../in-turns.js';
import { lineShift } from './line-shift.js';
import { shiftsByMass } from './mass-shifts.js';
import { moveFrame } from './move-frame.js';

type Stack = NdArray<'float32', readonly ['angle', 'row', 'column']>;
type Shifts = NdArray<'float64', readonly ['angle', 'direction']>;

export interface AlignInputs {
  readonly lineIntegrals: Stack;
  readonly anglesRad: NdArray<'float64', readonly ['angle']>;
  readonly axisPx: number;
  readonly shifts?: Shifts | undefined;
}

export interface AlignParams {
  readonly method: 'mass' | 'neighbours' | 'reprojection';
  readonly rounds: number;
  readonly largestPx: number;
}

export interface Aligned {
  readonly aligned: Stack;
  readonly shifts: Shifts;
  readonly residuals: NdArray<'float64', readonly ['round']>;
}

/** A round that moves the projections by less than this is the last. */
const settledPx = 0.01;

/** Apply given shifts, or 1 find a first alignment -> 2 compare with reprojections until nothing moves -> 3 apply. */
export async function alignStack(
  inputs: AlignInputs,
  { method, rounds, largestPx }: AlignParams,
  turns: Turns & { readonly threads: number },
): Promise<Aligned> {
  const { lineIntegrals, anglesRad, axisPx } = inputs;
  const angles = lineIntegrals.shape[0]!;
  if (inputs.shifts) {
    checkShifts(inputs.shifts, angles);
    return done(lineIntegrals, inputs.shifts.data, []);
  }
  if (method === 'neighbours') return done(lineIntegrals, shiftsByNeighbours(lineIntegrals, largestPx), []);
  const shifts = shiftsByMass(lineIntegrals, anglesRad.data, axisPx, largestPx);
  const residuals: number[] = [];
  const memory = new KeptFloats();
  for (let round = 0; method === 'reprojection' && round < rounds; round++) {
    memory.giveBack();
    const moved = moveAll(lineIntegrals, shifts, likeIn(memory, lineIntegrals));
    const expected = await reproject(moved, anglesRad.data, axisPx, turns, memory);
    const found = shiftsTo(moved, expected, largestPx);
    found.forEach((shift, i) => (shifts[i] = limited(shifts[i]! + shift, largestPx)));
    residuals.push(Math.sqrt(found.reduce((sum, shift) => sum + shift * shift, 0) / angles));
    turns.progress((round + 1) / rounds);
    if (residuals.at(-1)! < settledPx) break;
  }
  memory.drop();
  return done(lineIntegrals, shifts, residuals);
}

/** An array like another one in memory that rounds use again. */
function likeIn(memory: KeptFloats, { data, shape, axes }: Stack): Stack {
  return ndarray(memory.take(data.length), shape, axes);
}

function done(lineIntegrals: Stack, shifts: Float64Array, residuals: readonly number[]): Aligned {
  return {
    aligned: moveAll(lineIntegrals, shifts),
    shifts: ndarray(shifts, [shifts.length / 2, 2], ['angle', 'direction'], 'pixel'),
    residuals: ndarray(Float64Array.from(residuals), [residuals.length], ['round'], 'pixel'),
  };
}

function checkShifts({ shape }: Shifts, angles: number): void {
  if (shape[0] === angles && shape[1] === 2) return;
  throw new DaisyError('Input', {
    message: `The shifts are ${shape.join(' x ')} values for ${angles} projections.`,
    action: 'Give two shifts per projection: across the columns and down the rows.',
  });
}

function frameOf({ data, shape }: Stack, angle: number): Float32Array {
  const size = shape[1]! * shape[2]!;
  return data.subarray(angle * size, (angle + 1) * size);
}

function moveAll(
  stack: Stack,
  shifts: Float64Array,
  moved: Stack = sharedArray('float32', stack.shape, ['angle', 'row', 'column']),
): Stack {
  const [angles, rows, columns] = stack.shape as [number, number, number];
  for (let angle = 0; angle < angles; angle++) {
    const [right, down] = [shifts[2 * angle]!, shifts[2 * angle + 1]!];
    moveFrame(frameOf(stack, angle), rows, columns, right, down, frameOf(moved, angle));
  }
  return moved;
}

/** What the projections should be: slices of all of them, projected again. [angle][row][column] */
async function reproject(
  stack: Stack,
  anglesRad: Float64Array,
  axisPx: number,
  { signal, threads }: Turns & { readonly threads: number },
  memory: KeptFloats,
): Promise<Stack> {
  const [angles, rows, columns] = stack.shape as [number, number, number];
  const slices = await reconstructFourier(
    {
      ...{ sinograms: stack.data, layout: 'projections', slices: rows, anglesRad, columns, axisPx },
      ...{ filter: 'hann', circleMask: 0.98 },
    },
    { signal, threads, into: memory.take(rows * columns * columns) },
  );
  const projector = fourierProjector({ slices: rows, columns, anglesRad, axisPx });
  const sinograms = await projector.project(slices, { signal, threads, into: memory.take(stack.data.length) });
  const expected = likeIn(memory, stack);
  for (let row = 0; row < rows; row++) {
    for (let angle = 0; angle < angles; angle++) {
      const from = (row * angles + angle) * columns;
      expected.data.set(sinograms.subarray(from, from + columns), (angle * rows + row) * columns);
    }
  }
  return expected;
}

function shiftsTo(moved: Stack, expected: Stack, largestPx: number): Float64Array {
  const [angles, rows, columns] = moved.shape as [number, number, number];
  const shifts = new Float64Array(2 * angles);
  for (let angle = 0; angle < angles; angle++) {
    const [here, there] = [frameOf(moved, angle), frameOf(expected, angle)];
    shifts[2 * angle] = lineShift(here, there, columns, largestPx);
    if (rows < 4) continue; // so few rows do not tell
    const vertical = lineShift(transposed(here, rows, columns), transposed(there, rows, columns), rows, largestPx);
    shifts[2 * angle + 1] = vertical;
  }
  return shifts;
}

/** Shifts between neighbours add up; what they add to over the scan is a drift of the sample, which stays. */
function shiftsByNeighbours(stack: Stack, largestPx: number): Float64Array {
  const [angles, rows, columns] = stack.shape as [number, number, number];
  const shifts = new Float64Array(2 * angles);
  for (let angle = 1; angle < angles; angle++) {
    const [before, here] = [frameOf(stack, angle - 1), frameOf(stack, angle)];
    shifts[2 * angle] = shifts[2 * angle - 2]! + lineShift(here, before, columns, largestPx);
    if (rows < 4) continue;
    const vertical = lineShift(transposed(here, rows, columns), transposed(before, rows, columns), rows, largestPx);
    shifts[2 * angle + 1] = shifts[2 * angle - 1]! + vertical;
  }
  return shifts;
}

function transposed(frame: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(frame.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) out[column * rows + row] = frame[row * columns + column]!;
  return out;
}

function limited(shift: number, largest: number): number {
  return Math.max(-largest, Math.min(largest, shift));
}
