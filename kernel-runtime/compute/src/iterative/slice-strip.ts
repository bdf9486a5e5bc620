import { eachRow } from './circle.js';
import { addAbove, combine, squareOf, weighDifference } from './vectors.js';

/** One step of an iteration on slices, each for itself; arrays are [slice][...] in shared memory. */
export type SliceTask = Readonly<{ side: number; circle: Int32Array; samples: number }> &
  (
    | Readonly<{ step: 'square'; values: Float32Array }>
    | Readonly<{ step: 'residual'; projected: Float32Array; measured: Float32Array; rays: Float32Array }>
    | Readonly<{ step: 'move'; images: Float32Array; change: Float32Array; scale: number; least: number }>
    | Readonly<{ step: 'turn'; gradient: Float32Array; direction: Float32Array; lengths: readonly number[] }>
    | Readonly<{
        step: 'advance';
        residual: Float32Array;
        projected: Float32Array;
        images: Float32Array;
        direction: Float32Array;
        lengths: readonly number[];
      }>
  );

/** Does the step for some slices; gives a number for each, see the functions below. */
export function sliceStrip(task: SliceTask, first: number, end: number): number[] {
  return Array.from({ length: end - first }, (_, i) => oneSlice(task, first + i));
}

function oneSlice(task: SliceTask, slice: number): number {
  const [from, to] = [slice * task.samples, (slice + 1) * task.samples];
  switch (task.step) {
    case 'square':
      return squareOf(task.values, from, to);
    case 'residual':
      return weighResidual(task, from, to);
    case 'move':
      eachRow(task.circle, task.side, slice, (first, end) => {
        addAbove(task.images, task.scale, task.change, task.least, first, end);
      });
      return 0;
    case 'turn':
      return turn(task, slice);
    case 'advance':
      return advance(task, slice, from, to);
  }
}

type Step<S extends SliceTask['step']> = Extract<SliceTask, { step: S }>;

/** Projections become weighed residuals; the square of the unweighed ones, over rays that meet the circle. */
function weighResidual({ projected, measured, rays }: Step<'residual'>, from: number, to: number): number {
  let sum = 0;
  for (let line = from; line < to; line += rays.length) sum += weighDifference(projected, measured, rays, line);
  return sum;
}

/** The direction becomes conjugate to the last one; the square of the gradient. */
function turn({ gradient, direction, lengths, circle, side }: Step<'turn'>, slice: number): number {
  let square = 0;
  eachRow(circle, side, slice, (first, end) => (square += squareOf(gradient, first, end)));
  const keep = lengths[slice]! > 0 ? square / lengths[slice]! : 0;
  eachRow(circle, side, slice, (first, end) => {
    combine(direction, keep, gradient, 1, first, end);
  });
  return square;
}

/** Image and residual go along the direction as far as the residual falls; the square of the new residual. */
function advance(task: Step<'advance'>, slice: number, from: number, to: number): number {
  const { residual, projected, images, direction, lengths, circle, side } = task;
  const square = squareOf(projected, from, to);
  const length = square > 0 ? lengths[slice]! / square : 0;
  combine(residual, 1, projected, -length, from, to);
  eachRow(circle, side, slice, (first, end) => {
    combine(images, 1, direction, length, first, end);
  });
  return squareOf(residual, from, to);
}
