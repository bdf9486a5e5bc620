import { airStrip, runStrips, type AirTask } from '@daisy-lab/compute';
import { DaisyError, takeFirst } from '@daisy-lab/core';
import { inTurns, type Turns } from '../in-turns.js';
import { emptyLike, shared, type Stack3, type Threaded } from '../strips.js';

type Stack = Stack3<readonly ['angle', 'row', 'column']>;

/** Rows in worker threads, into shared memory. */
export async function normalizeAirInThreads(
  transmission: Stack,
  airPx: number,
  out: Stack,
  { threads, signal, progress }: Threaded,
): Promise<Stack> {
  const [angles, rows, columns] = transmission.shape as [number, number, number];
  checkAir(airPx, columns);
  const task: AirTask = { values: shared(transmission.data), columns, airPx, out: out.data };
  await runStrips('air', task, angles * rows, { threads, signal, progress });
  return out;
}

/** Divides every row by the line through the means of its ends. */
export async function normalizeAir(transmission: Stack, airPx: number, turns: Turns): Promise<Stack> {
  const [angles, rows, columns] = transmission.shape as [number, number, number];
  checkAir(airPx, columns);
  const out = emptyLike(transmission);
  await inTurns(angles, turns, angle => {
    const values = takeFirst(transmission, angle).data as Float32Array;
    airStrip({ values, columns, airPx, out: takeFirst(out, angle).data as Float32Array }, 0, rows);
  });
  return out;
}

function checkAir(airPx: number, columns: number): void {
  if (2 * airPx <= columns) return;
  throw new DaisyError('Input', {
    message: `Twice ${airPx} columns of air do not fit on a detector of ${columns} columns.`,
    action: 'Choose fewer columns of air.',
  });
}
