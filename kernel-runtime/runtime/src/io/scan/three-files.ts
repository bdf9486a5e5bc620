import { readdirSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { withSource } from '../source-kinds.js';
import { frameCount, framesElsewhere, frameSet, type FrameSet } from './frame-set.js';
import { scanAngles } from './scan-angles.js';
import type { FoundScan, ScanLayout } from './scan-layout.js';

const framesPath = '/scan/data/andor_img_shaped_image';
const anglePaths = ['/scan/data/angle', '/scan/data/theta', '/scan/data/rotation_angle', '/scan/data/rot'];
const darkName = /dark/i;
const flatName = /flat|white|bright|open|ref/i;

/** Projections, flats and darks in three files of one folder, as 3W1 at BSRF and the test beam of HEPS write them. */
export const threeFiles: ScanLayout = {
  name: 'three files',
  looksFor: [`${framesPath} in files named ...dark..., ...flat... and another`],
  async find(source) {
    const info = source.describe(framesPath);
    if (!info) return null;
    const projections = frameSet(source.path, info);
    const [flats, darks] = [await beside(source.path, flatName), await beside(source.path, darkName)];
    const angles = scanAngles(source, anglePaths, frameCount(projections));
    const said = (what: string, found: FrameSet | null): string =>
      found
        ? `${what} in ${basename(found.runs[0]![2]!.file)}: ${frameCount(found)}.`
        : `${what}: no file beside it has them.`;
    const own = flatName.test(basename(source.path)) || darkName.test(basename(source.path));
    return {
      layout: 'three files',
      why: [`Frames at ${framesPath}.`, said('Flat fields', flats), said('Dark fields', darks), angles.why],
      projections,
      flats,
      darks,
      angles,
      warnings: [
        ...angles.warnings,
        ...(own ? [`By its name ${basename(source.path)} is no file of projections.`] : []),
      ],
    } satisfies FoundScan;
  },
};

/** Of the files that fit, the one that shares the longest beginning of its name. */
async function beside(path: string, wanted: RegExp): Promise<FrameSet | null> {
  const own = basename(path);
  const names = readdirSync(dirname(path)).filter(
    name => name !== own && wanted.test(name) && extname(name) === extname(own) && !name.startsWith('.'),
  );
  const shared = (name: string): number => [...name].findIndex((character, at) => character !== own[at]);
  for (const name of names.sort((a, b) => shared(b) - shared(a))) {
    const file = join(dirname(path), name);
    const found = await withSource(file, source => {
      const info = source.describe(framesPath);
      return info && frameSet(file, info);
    }).catch(() => null);
    if (found) return framesElsewhere(found, file);
  }
  return null;
}
