import { mkdirSync, statfsSync } from 'node:fs';
import type { ResultStore } from '@daisy-lab/core';
import { cacheFolder } from '../../machine/cache-folder.js';
import { readBytes } from './byte-size.js';
import { FolderResults } from './folder-results.js';
import { keptResults } from './result-folder.js';

/** At most so much of the disk, and at most so large a share of what is free or taken by results already. */
const usualBytes = 10e9;
const usualShare = 0.2;

const stores = new Map<string, ResultStore>();

/** The results that all engines of this machine share: in the cache folder, within the budget. Null when the budget is 0. */
export function defaultResults(): ResultStore | null {
  const root = cacheFolder();
  const given = process.env['DAISY_CACHE_BYTES'] ?? '';
  const name = `${given} ${root}`;
  const known = stores.get(name);
  if (known) return known;
  const budgetBytes = cacheBudgetBytes();
  if (budgetBytes === 0) return null;
  const store = new FolderResults(root, { budgetBytes });
  stores.set(name, store);
  return store;
}

/**
 * Disk that results may take: the environment variable DAISY_CACHE_BYTES, else 10 GB or a fifth of the free disk, whichever is less.
 * @throws DaisyError `Input` when the variable is no amount of bytes
 */
export function cacheBudgetBytes(): number {
  const given = process.env['DAISY_CACHE_BYTES'];
  if (given) return readBytes(given, 'The variable DAISY_CACHE_BYTES');
  try {
    mkdirSync(cacheFolder(), { recursive: true });
    const { bavail, bsize } = statfsSync(cacheFolder());
    const taken = keptResults(cacheFolder()).reduce((sum, { bytes }) => sum + bytes, 0);
    return Math.min(usualBytes, Math.floor(usualShare * (bavail * bsize + taken)));
  } catch {
    return usualBytes; // a folder that takes nothing is found out when a result is kept
  }
}
