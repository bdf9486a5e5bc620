import type { CtRecipe } from '@daisy-lab/core';
import { ct } from '@daisy-lab/techniques';
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
 */
export async function volumeTime(session: Session, recipe: CtRecipe, slices: number): Promise<number | null> {
  if (recipe.axisPx === null) return null;
  const key = JSON.stringify([recipe.params, recipe.operations]);
  if (session.rate?.recipe !== key) session.rate = { recipe: key, ...(await measure(session, recipe, recipe.axisPx)) };
  const { sliceMs, rowMs } = session.rate;
  return sliceMs * slices + rowMs * Math.max(1, slices / rowsAtOnce);
}

async function measure(
  { live, opened }: Session,
  { params, operations }: CtRecipe,
  axisPx: number,
): Promise<Pick<SliceRate, 'sliceMs' | 'rowMs'>> {
  const { rows } = opened.scan.description;
  const middle: LiveWish = { row: rows >> 1, params, operations };
  const others = reconstructions().filter(id => id !== ct.recon.id);
  const slow = operations.some(({ algorithm, off }) => !off && others.includes(algorithm));
  const some = (): Promise<unknown> =>
    slow ? live.made(middle, axisPx, false) : sweepAxes(live, middle, Array(batch).fill(axisPx));
  // the first one reads the row and starts threads
  await some();
  const together = await timed(some);
  const rowMs = await timed(() => live.prepared({ ...middle, row: (middle.row + 1) % rows }, undefined, axisPx));
  return { sliceMs: slow ? together : (standardOverFast * together) / batch, rowMs };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
