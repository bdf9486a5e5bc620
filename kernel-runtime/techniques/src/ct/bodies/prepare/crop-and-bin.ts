import { DaisyError, sharedArray, typedArray, type NdArray } from '@daisy-lab/core';
import type { Projections } from '../../scan.js';
import { inTurns, type Turns } from '../in-turns.js';

/** Limits of a rectangle of the detector; a missing one is that of the detector. */
export interface Rectangle {
  readonly firstRow?: number | undefined;
  readonly endRow?: number | undefined;
  readonly firstColumn?: number | undefined;
  readonly endColumn?: number | undefined;
}

export async function cropProjections(proj: Projections, rectangle: Rectangle, turns: Turns): Promise<Projections> {
  const [angles, rows, columns] = proj.shape as [number, number, number];
  const { firstRow = 0, endRow = rows, firstColumn = 0, endColumn = columns } = rectangle;
  if (firstRow >= endRow || firstColumn >= endColumn || endRow > rows || endColumn > columns) {
    throw new DaisyError('Input', {
      message: `Rows ${firstRow} to ${endRow} and columns ${firstColumn} to ${endColumn} are not a part of the ${rows} x ${columns} pixels.`,
      action: 'Choose limits on the detector, the first below the end.',
    });
  }
  const [height, width] = [endRow - firstRow, endColumn - firstColumn];
  const bytes = angles * height * width * typedArray(proj.dtype, 0).BYTES_PER_ELEMENT;
  const data = typedArray(proj.dtype, new SharedArrayBuffer(bytes)) as Projections['data'];
  await inTurns(angles, turns, angle => {
    for (let row = 0; row < height; row++) {
      const from = (angle * rows + firstRow + row) * columns + firstColumn;
      data.set(proj.data.subarray(from, from + width), (angle * height + row) * width);
    }
  });
  return { ...proj, shape: [angles, height, width], data };
}

export async function binProjections(
  proj: Projections,
  factor: number,
  turns: Turns,
): Promise<NdArray<'float32', readonly ['angle', 'row', 'column']>> {
  const [angles, rows, columns] = proj.shape as [number, number, number];
  const [height, width] = [Math.floor(rows / factor), Math.floor(columns / factor)];
  if (height === 0 || width === 0) {
    throw new DaisyError('Input', {
      message: `A bin of ${factor} x ${factor} pixels does not fit on ${rows} x ${columns} pixels.`,
      action: 'Choose a smaller factor.',
    });
  }
  const out = sharedArray('float32', [angles, height, width], ['angle', 'row', 'column'], proj.unit);
  const sums = new Float64Array(width);
  await inTurns(angles, turns, angle => {
    for (let row = 0; row < height; row++) {
      sums.fill(0);
      for (let near = 0; near < factor; near++) {
        const from = (angle * rows + row * factor + near) * columns;
        for (let column = 0; column < width * factor; column++)
          sums[Math.floor(column / factor)]! += proj.data[from + column]!;
      }
      const to = (angle * height + row) * width;
      for (let column = 0; column < width; column++) out.data[to + column] = sums[column]! / (factor * factor);
    }
  });
  return out;
}
