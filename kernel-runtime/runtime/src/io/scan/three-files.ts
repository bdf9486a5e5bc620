import { basename } from 'node:path';
import { darkName, fieldsBeside, flatName } from './fields-beside.js';
import { frameCount, frameSet, type FrameSet } from './frame-set.js';
import { scanAngles } from './scan-angles.js';
import type { FoundScan, ScanLayout } from './scan-layout.js';

const framesPath = '/scan/data/andor_img_shaped_image';
const anglePaths = ['/scan/data/angle', '/scan/data/theta', '/scan/data/rotation_angle', '/scan/data/rot'];

/** Projections, flats and darks in three files of one folder, as 3W1 at BSRF and the test beam of HEPS write them. */
export const threeFiles: ScanLayout = {
  name: 'three files',
  looksFor: [`${framesPath} in files named ...dark..., ...flat... and another`],
  async find(source) {
    const info = source.describe(framesPath);
    if (!info) return null;
    const projections = frameSet(source.path, info);
    const [flats, darks] = [
      await fieldsBeside(source.path, flatName, framesPath),
      await fieldsBeside(source.path, darkName, framesPath),
    ];
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
