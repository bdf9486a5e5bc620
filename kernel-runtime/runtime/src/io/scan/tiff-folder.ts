import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DaisyError } from '@daisy-lab/core';
import type { DatasetInfo, DataSource } from '../data-source.js';
import { withSource } from '../source-kinds.js';
import { frameCount, frameSet, framesElsewhere, joinFrames, type FrameSet } from './frame-set.js';
import { evenAngles, inRadian, type ScanAngles } from './scan-angles.js';
import type { FoundScan } from './scan-layout.js';

const darkName = /dark/i;
const flatName = /flat|white|bright|open|ref/i;
const angleName = /(angle|theta|rot)[^/]*\.(txt|dat|csv)$/i;
const name = 'TIFF stack';

/** What the layout looks for, for the error when nothing fits. */
export const tiffFolderLooksFor = 'a folder of images with dark..., flat... and angles.txt in it or beside it';

/**
 * Projections as a stack of image files in a folder, or in one below it; images named dark and flat and a text file of angles are taken from
 * the folder, its parent or the folders below it.
 * @returns null when the folder holds no images
 */
export async function findTiffFolder(folder: string): Promise<FoundScan | null> {
  const near = [folder, dirname(folder), ...foldersOf(folder)];
  const sets = (await Promise.all([...new Set([folder, ...foldersOf(folder)])].map(setsOf))).flat();
  const projections = sets
    .filter(set => !darkName.test(labelOf(set)) && !flatName.test(labelOf(set)))
    .sort((a, b) => frameCount(b.frames) - frameCount(a.frames))[0];
  if (!projections) return null;
  const around = [...sets, ...(await setsOf(dirname(folder)))];
  const pick = (wanted: RegExp): FrameSet | null => {
    const fitting = around.filter(set => wanted.test(labelOf(set)) && set.frames.rows === projections.frames.rows);
    const unique = fitting.filter(
      (set, at) =>
        fitting.findIndex(other => other.where === set.where && other.frames.dataset === set.frames.dataset) === at,
    );
    return unique.length > 0
      ? joinFrames(
          unique.map(set => set.frames),
          folder,
        )
      : null;
  };
  const [flats, darks] = [pick(flatName), pick(darkName)];
  const count = frameCount(projections.frames);
  const angles = anglesNear(near, count, folder);
  return {
    layout: name,
    why: [
      `${count} images in ${projections.where}.`,
      flats ? `Flat fields by their name: ${frameCount(flats)}.` : 'Flat fields: no image is named flat.',
      darks ? `Dark fields by their name: ${frameCount(darks)}.` : 'Dark fields: no image is named dark.',
      angles.why,
    ],
    projections: projections.frames,
    flats,
    darks,
    angles,
    warnings: [...angles.warnings, ...projections.warnings],
  };
}

interface ImageSet {
  /** Folder or file. */
  readonly where: string;
  readonly frames: FrameSet;
  readonly warnings: readonly string[];
  /** Name of the series, from the names of its files. */
  readonly label: string;
}

const labelOf = ({ label }: ImageSet): string => label;

/** The series of images in a folder, each as frames. A series of one name is labelled by its first file. */
async function setsOf(folder: string): Promise<readonly ImageSet[]> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  const read = (source: DataSource): readonly ImageSet[] =>
    source.tree().flatMap(({ path, kind }) => {
      const info = kind === 'dataset' ? source.describe(path) : null;
      if (!info?.dtype || info.shape.length !== 3) return [];
      const missing = info.attributes['missing'];
      const gaps = Array.isArray(missing) ? missing : typeof missing === 'number' ? [missing] : [];
      const warnings =
        gaps.length > 0 ? [`${gaps.length} numbers of files are missing: ${gaps.slice(0, 8).join(', ')}.`] : [];
      return [
        {
          where: folder,
          frames: framesElsewhere(frameSet(folder, info), folder),
          warnings,
          label: String(info.attributes['series'] ?? path),
        },
      ];
    });
  return withSource(folder, read).catch(thrown => {
    if (thrown instanceof DaisyError && thrown.tag === 'File') return [];
    throw thrown;
  });
}

function foldersOf(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isDirectory() && !entry.name.startsWith('.'))
    .slice(0, 50)
    .map(entry => join(folder, entry.name));
}

function anglesNear(folders: readonly string[], count: number, file: string): ScanAngles {
  for (const folder of folders) {
    const found = existsSync(folder) ? readdirSync(folder).find(entry => angleName.test(entry)) : undefined;
    if (found === undefined) continue;
    const path = join(folder, found);
    const stored = numbersIn(path);
    const chosen = stored.length === count ? stored : withoutRepeats(stored);
    if (chosen.length !== count) {
      throw new DaisyError('ScanLayout', {
        message: `There are ${count} projections, but ${path} has ${stored.length} angles.`,
        action: 'Give one angle for each projection.',
        file,
      });
    }
    const info: DatasetInfo = { path, shape: [stored.length], dtype: 'float64', typeName: 'float64', attributes: {} };
    const angles = inRadian(info, chosen);
    const dropped = stored.length - chosen.length;
    return dropped === 0
      ? angles
      : { ...angles, why: `${angles.why} ${dropped} repeated angles at its ends are those of flat and dark fields.` };
  }
  return evenAngles(['a text file with angle, theta or rot in its name'], count);
}

function numbersIn(path: string): Float64Array {
  const words = readFileSync(resolve(path), 'utf8')
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'));
  const last = words.map(line => Number(line.split(/[\s,;]+/).at(-1)));
  return Float64Array.from(last.filter((value, at) => at > 0 || Number.isFinite(value)));
}

/** While flat and dark fields are taken at either end of a scan the stage stands still. */
function withoutRepeats(angles: Float64Array): Float64Array {
  let first = 0;
  let end = angles.length;
  // encoders tremble: less than a hundredth of a step is no movement
  const step = Math.abs(angles.at(-1)! - angles[0]!) / Math.max(1, angles.length - 1);
  const stands = (a: number, b: number): boolean => Math.abs(angles[a]! - angles[b]!) < step / 100;
  while (first + 1 < end && stands(first, first + 1)) first++;
  while (end - 1 > first && stands(end - 1, end - 2)) end--;
  return angles.subarray(first, end);
}
