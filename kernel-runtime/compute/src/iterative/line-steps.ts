import { addAbove, squareOf, subtractAlong, turnAlong, weighDifference } from './vectors.js';

// What an iteration does to its long arrays is done line by line, right before a projector reads a line or right after it has written
// one: a pass of its own over arrays that fit no cache would take as long as a third of a projection.

/** A line (projection or image row) of a stack [slice][line][...]. */
export interface Line {
  readonly slice: number;
  readonly index: number;
  /** Lines of a slice. */
  readonly lines: number;
  /** Its first element, and how many it has. */
  readonly at: number;
  readonly length: number;
}

/** The residual goes on: residual - length x projected; with its squares. */
interface Advance {
  readonly step: 'advance';
  readonly projected: Float32Array;
  readonly lengths: readonly number[];
  readonly squares: Float64Array;
}

/** The image goes along the direction, which then turns: keep x direction + gradient; within the circle. */
interface Turn {
  readonly step: 'turn';
  readonly images: Float32Array;
  readonly gradient: Float32Array;
  readonly lengths: readonly number[];
  readonly keep: readonly number[];
  readonly circle: Int32Array;
}

/** A projection becomes the residual, (measured - projection) x rays; with the squares of the differences where `rays` is not 0. */
interface Residual {
  readonly step: 'residual';
  readonly measured: Float32Array;
  readonly rays: Float32Array;
  readonly squares: Float64Array;
}

/** An image row is not stored but added, max(least, row + scale x new row), within the circle. */
interface Move {
  readonly step: 'move';
  readonly scale: number;
  readonly least: number;
  readonly circle: Int32Array;
}

/** The squares of what was stored; of rows within the circle. */
interface Squares {
  readonly step: 'squares';
  readonly squares: Float64Array;
  readonly circle?: Int32Array;
}

export type ReadingStep = Advance | Turn;
export type WritingStep = Residual | Move | Squares;

/** Changes the line that is read next. */
export function beforeReading(step: ReadingStep, input: Float32Array, line: Line): void {
  const { slice, at, length } = line;
  if (step.step === 'advance') {
    subtractAlong(input, step.lengths[slice]!, step.projected, at, at + length);
    step.squares[slice * line.lines + line.index] = squareOf(input, at, at + length);
    return;
  }
  const [first, end] = within(step.circle, line);
  turnAlong(step.images, input, step.gradient, step.lengths[slice]!, step.keep[slice]!, first, end);
}

/** Goes on with a line that was stored in `output`; `move` finds it in `made`, from `from` on. */
export function afterWriting(
  step: WritingStep,
  output: Float32Array,
  line: Line,
  made: Float32Array = output,
  from = line.at,
): void {
  const { at, length } = line;
  const place = line.slice * line.lines + line.index;
  switch (step.step) {
    case 'residual':
      step.squares[place] = weighDifference(output, step.measured, step.rays, at);
      return;
    case 'squares': {
      const [first, end] = step.circle ? within(step.circle, line) : [at, at + length];
      step.squares[place] = squareOf(output, first, end);
      return;
    }
    case 'move': {
      const [first, end] = within(step.circle, line);
      addAbove(output, step.scale, made, step.least, first, end, from - at);
    }
  }
}

function within(circle: Int32Array, { index, at }: Line): readonly [number, number] {
  const [first, end] = [circle[2 * index]!, circle[2 * index + 1]!];
  return [at + first, at + Math.max(first, end)];
}

/** A number for each line of some slices, in memory that threads share. */
export function lineNumbers(slices: number, lines: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(8 * slices * lines));
}

/** The sum over the lines of each slice, in their order, so that it does not depend on threads. */
export function sumsOf(numbers: Float64Array, slices: number): number[] {
  const lines = numbers.length / slices;
  return Array.from({ length: slices }, (_, slice) =>
    numbers.subarray(slice * lines, (slice + 1) * lines).reduce((sum, value) => sum + value, 0),
  );
}
