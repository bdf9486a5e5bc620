import type { CtRecipe } from '@daisy-lab/core';
import { ct } from '@daisy-lab/techniques';
import { processGate } from '../../engine/turn-gate.js';
import { SharedWork } from '../shared-work.js';
import type { LiveWish } from './live-scan.js';
import { reconstructions } from './operations.js';
import type { Session, SliceRate } from './sessions.js';
import { sweepAxes } from './sweep-axes.js';

/** Slices that are timed together, as a run makes them. */
const batch = 8;
/** A run takes the standard quality; slices of a sweep are fast ones. */
const standardOverFast = 1.3;
/** Rows that a run reads and prepares at once, at the least. */
const rowsAtOnce = 16;

/**
 * How long a volume takes by the rate of this recipe on this scan, ms; a live slice alone would tell too much, because it reads and starts
 * for itself. Measured once for a recipe. Null without an axis.
 * @throws DaisyError `Cancelled`
 */
export async function volumeTime(
  session: Session,
  recipe: CtRecipe,
  slices: number,
  signal: AbortSignal,
): Promise<number | null> {
  const { axisPx } = recipe;
  if (axisPx === null) return null;
  const key = JSON.stringify([recipe.params, recipe.operations]);
  if (session.rate?.recipe !== key || session.rate.measured.isStopped) {
    session.rate = { recipe: key, measured: new SharedWork(stop => measure(session, recipe, axisPx, stop)) };
  }
  const { sliceMs, rowMs } = await session.rate.measured.result(signal);
  return sliceMs * slices + rowMs * Math.max(1, slices / rowsAtOnce);
}

async function measure(
  { live, opened }: Session,
  { params, operations }: CtRecipe,
  axisPx: number,
  signal: AbortSignal,
): Promise<SliceRate> {
  const { rows } = opened.scan.description;
  const middle: LiveWish = { row: rows >> 1, params, operations };
  const others = reconstructions().filter(id => id !== ct.recon.id);
  const slow = operations.some(({ algorithm, off }) => !off && others.includes(algorithm));
  const prepare = (row: number): Promise<unknown> => live.prepared({ ...middle, row }, signal, axisPx);
  if (slow) {
    const { reconMs } = await live.made(middle, axisPx, false, signal);
    return { sliceMs: reconMs, rowMs: await timed(() => prepare((middle.row + 1) % rows)) };
  }
  // what is looked at comes first, and does not disturb the measurement
  await processGate.turn('batch', signal);
  const together = (): Promise<unknown> => sweepAxes(live, middle, Array<number>(batch).fill(axisPx), { signal });
  // the first ones read the row and start threads
  await together();
  const sliceMs = (standardOverFast * (await timed(together))) / batch;
  return { sliceMs, rowMs: await timed(() => prepare((middle.row + 1) % rows)) };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
