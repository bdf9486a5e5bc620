import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { completeParams, isAbort, type CtFinding, type CtRecipe, type Plan } from '@daisy-lab/core';
import { ct } from '@daisy-lab/techniques';
import { memoryFacts } from '../../machine/memory.js';
import { stampOf } from './file-stamp.js';
import type { Session } from './sessions.js';
import { volumeTime } from './slice-rate.js';
import { finding } from './slice-statistics.js';

/** Slices that are in memory at once while a volume is computed and written. */
const slicesAtOnce = 16;
/** Input, output and work of a batch. */
const copies = 3;

export interface Preflight {
  readonly checks: readonly CtFinding[];
  readonly volumeBytes: number;
  readonly milliseconds: number | null;
}

/**
 * What a run needs and what there is, in sentences.
 * @throws DaisyError `Cancelled`
 */
export async function preflight(
  session: Session,
  recipe: CtRecipe,
  out: string,
  planned: Promise<Plan>,
  signal: AbortSignal,
): Promise<Preflight> {
  const { rows, columns, angleCount } = session.opened.scan.description;
  const { firstRow, endRow } = completeParams('ct.full', ct.full.params, recipe.params) as Region;
  const slices = Math.max(0, Math.min(endRow ?? rows, rows) - (firstRow ?? 0));
  const volumeBytes = slices * columns * columns * 4;
  const plan = await planned.catch(() => null);
  // what cannot be computed on the screen says why there
  const measured = await volumeTime(session, recipe, slices, signal).catch((thrown: unknown) => {
    if (isAbort(thrown)) throw thrown;
    return null;
  });
  const milliseconds = measured ?? plannedTime(plan);
  const batch = Math.min(slices, slicesAtOnce) * copies * 4 * columns * (columns + angleCount);
  const memoryBytes = Math.max(batch, plan?.memoryBytes ?? 0);
  const { path } = session.opened.scan.description;
  const changed = (await stampOf(path)) !== session.stamp;
  const checks = [
    ...(changed
      ? [finding('bad', 'changed', '%1 has changed since it was opened: open it again first.', basename(path))]
      : []),
    diskCheck(out, volumeBytes),
    memoryCheck(memoryBytes),
    milliseconds === null
      ? finding('attention', 'time', 'The time is not known yet: show a slice first, or see after the first rows.')
      : finding('good', 'time', 'About %1 for %2 slices at the measured rate.', durationOf(milliseconds), slices),
    existsSync(out)
      ? finding('attention', 'file', '%1 exists already; it is replaced only if you say so.', basename(out))
      : finding('good', 'file', '%1 slices of %2 × %3 px go to %4.', slices, columns, columns, basename(out)),
  ];
  return { checks, volumeBytes, milliseconds };
}

interface Region {
  readonly firstRow?: number;
  readonly endRow?: number;
}

function diskCheck(out: string, volumeBytes: number): CtFinding {
  const folder = dirname(out);
  const free = freeBytes(folder);
  if (free === null) return finding('bad', 'disk', 'The folder of the output cannot be looked at.');
  if (!takesFiles(folder)) return finding('bad', 'disk', 'You may not write into %1.', folder);
  const level = free < volumeBytes ? 'bad' : free < 2 * volumeBytes ? 'attention' : 'good';
  return finding(
    level,
    'disk',
    'The volume takes %1 of the %2 that are free on the disk.',
    size(volumeBytes),
    size(free),
  );
}

function memoryCheck(memoryBytes: number): CtFinding {
  const { availableBytes } = memoryFacts();
  const level = availableBytes < memoryBytes ? 'bad' : availableBytes < 2 * memoryBytes ? 'attention' : 'good';
  return finding(
    level,
    'memory',
    'At work it takes about %1 of the %2 of memory there is.',
    size(memoryBytes),
    size(availableBytes),
  );
}

/** By the rates of this machine for every step. */
function plannedTime(plan: Plan | null): number | null {
  const steps = plan?.steps.filter(({ state }) => state !== 'cached').map(step => step.milliseconds) ?? [];
  const known = steps.length > 0 && steps.every(step => step !== null);
  return known ? steps.reduce<number>((all, step) => all + (step ?? 0), 0) || null : null;
}

function freeBytes(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}

function takesFiles(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** In decimal units. */
function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${units[power]}`;
}

function durationOf(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  return seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`;
}
