import { runStrips, type BinTask } from '@daisy-lab/compute';
import { DaisyError, type NdArray } from '@daisy-lab/core';
import type { Projections } from '../../scan.js';
import { inTurns, type Turns } from '../in-turns.js';
import { shared, type Stack3, type Threaded } from '../strips.js';

/** Limits of a rectangle of the detector; a missing one is that of the detector. */
export interface Rectangle {
  readonly firstRow?: number | undefined;
  readonly endRow?: number | undefined;
  readonly firstColumn?: number | undefined;
  readonly endColumn?: number | undefined;
}

/** Shape of the part of projections within a rectangle. */
export function croppedShape({ shape }: Projections, rectangle: Rectangle): readonly [number, number, number] {
  const [angles, rows, columns] = shape as [number, number, number];
  const { firstRow = 0, endRow = rows, firstColumn = 0, endColumn = columns } = rectangle;
  if (firstRow >= endRow || firstColumn >= endColumn || endRow > rows || endColumn > columns) {
    throw new DaisyError('Input', {
      message: `Rows ${firstRow} to ${endRow} and columns ${firstColumn} to ${endColumn} are not a part of the ${rows} x ${columns} pixels.`,
      action: 'Choose limits on the detector, the first below the end.',
    });
  }
  return [angles, endRow - firstRow, endColumn - firstColumn];
}

/** Copies line by line: nothing but memory is at work here. */
export async function cropProjections<P extends Projections>(
  proj: Projections,
  { firstRow = 0, firstColumn = 0 }: Rectangle,
  part: P,
  turns: Turns,
): Promise<P> {
  const [angles, rows, columns] = proj.shape as [number, number, number];
  const [, height, width] = part.shape as [number, number, number];
  // rows that are kept whole follow each other
  const [lines, length] = width === columns ? [1, height * width] : [height, width];
  await inTurns(angles, turns, angle => {
    for (let line = 0; line < lines; line++) {
      const from = (angle * rows + firstRow + line) * columns + firstColumn;
      part.data.set(proj.data.subarray(from, from + length), (angle * height + line) * width);
    }
  });
  return part;
}

/** Shape of projections whose pixels are joined to bins. */
export function binnedShape({ shape }: Projections, factor: number): readonly [number, number, number] {
  const [angles, rows, columns] = shape as [number, number, number];
  const [height, width] = [Math.floor(rows / factor), Math.floor(columns / factor)];
  if (height > 0 && width > 0) return [angles, height, width];
  throw new DaisyError('Input', {
    message: `A bin of ${factor} x ${factor} pixels does not fit on ${rows} x ${columns} pixels.`,
    action: 'Choose a smaller factor.',
  });
}

/** In worker threads, projections apart. */
export async function binProjections(
  proj: Projections,
  factor: number,
  binned: Stack3<readonly ['angle', 'row', 'column']>,
  { threads, signal, progress }: Threaded,
): Promise<NdArray<'float32', readonly ['angle', 'row', 'column']>> {
  const [angles, rows, columns] = proj.shape as [number, number, number];
  const task: BinTask = { values: shared(proj.data), rows, columns, factor, out: binned.data };
  await runStrips('bin', task, angles, { threads, signal, progress });
  return binned;
}
