import { DaisyError, takeFirst } from '@daisy-lab/core';
import { inTurns, type Turns } from '../in-turns.js';
import { emptyLike, type Stack3 } from '../strips.js';

type Stack = Stack3<readonly ['angle', 'row', 'column']>;

/** Divides every row by the line through the means of its ends. */
export async function normalizeAir(transmission: Stack, airPx: number, turns: Turns): Promise<Stack> {
  const [angles, rows, columns] = transmission.shape as [number, number, number];
  if (2 * airPx > columns) {
    throw new DaisyError('Input', {
      message: `Twice ${airPx} columns of air do not fit on a detector of ${columns} columns.`,
      action: 'Choose fewer columns of air.',
    });
  }
  const out = emptyLike(transmission);
  await inTurns(angles, turns, angle => {
    const from = takeFirst(transmission, angle).data as Float32Array;
    const to = takeFirst(out, angle).data as Float32Array;
    for (let row = 0; row < rows; row++) {
      const [start, end] = [row * columns, (row + 1) * columns];
      divideByAir(from.subarray(start, end), airPx, to.subarray(start, end));
    }
  });
  return out;
}

function divideByAir(line: Float32Array, airPx: number, out: Float32Array): void {
  const measured = [meanOf(line, 0, airPx), meanOf(line, line.length - airPx, line.length)] as const;
  const usable = (mean: number): boolean => mean > 0 && mean < Infinity;
  const [left, right] = measured.map((mean, side) =>
    usable(mean) ? mean : usable(measured[1 - side]!) ? measured[1 - side]! : 1,
  );
  // the means stand for the middles of the two ranges of columns
  const first = (airPx - 1) / 2;
  const span = Math.max(1, line.length - airPx);
  for (let column = 0; column < line.length; column++) {
    out[column] = line[column]! / (left! + ((right! - left!) * (column - first)) / span);
  }
}

function meanOf(line: Float32Array, first: number, end: number): number {
  let sum = 0;
  for (let column = first; column < end; column++) sum += line[column]!;
  return sum / (end - first);
}
