import { basename, dirname, extname, join } from 'node:path';
import { namesIn } from '../bytes/problems.js';
import { withSource } from '../source-kinds.js';
import { framesElsewhere, frameSet, type FrameSet } from './frame-set.js';

/** How people call fields without beam, and without sample. */
export const darkName = /dark|drk|(^|[^a-z])(df|black)([^a-z]|$)/i;
export const flatName = /flat|white|bright|open|ref|bkg|(^|[^a-z])(ff|empty)([^a-z]|$)/i;

/**
 * Flat or dark fields in another file of the folder, at the same place within it: of the files whose names fit the one that shares the longest
 * beginning of its name.
 */
export async function fieldsBeside(path: string, wanted: RegExp, dataset: string): Promise<FrameSet | null> {
  const own = basename(path);
  const names = namesIn(dirname(path)).filter(
    name => name !== own && wanted.test(name) && extname(name) === extname(own) && !name.startsWith('.'),
  );
  const shared = (name: string): number => [...name].findIndex((character, at) => character !== own[at]);
  for (const name of names.sort((a, b) => shared(b) - shared(a))) {
    const file = join(dirname(path), name);
    const found = await withSource(file, source => {
      const info = source.describe(dataset);
      return info && frameSet(file, info);
    }).catch(() => null);
    if (found) return framesElsewhere(found, file);
  }
  return null;
}
