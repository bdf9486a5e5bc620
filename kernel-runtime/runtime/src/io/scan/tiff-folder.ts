import { readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { DaisyError } from '@daisy-lab/core';
import type { DatasetInfo, DataSource } from '../data-source.js';
import { isImage, withSource } from '../source-kinds.js';
import { filesOf } from '../stack/numbered-files.js';
import { imageOf } from '../stack/stack-source.js';
import { darkName, flatName } from './fields-beside.js';
import { frameCount, frameSet, framesElsewhere, joinFrames, sinogramSet, type FrameSet } from './frame-set.js';
import { evenAngles, inRadian, type ScanAngles } from './scan-angles.js';
import type { FoundScan } from './scan-layout.js';
import { partByLog } from './tomcat-log.js';
import { entriesIn, namesIn, statOf } from '../bytes/problems.js';

const sinogramName = /sino/i;
const angleName = /(angle|theta|rot)[^/]*\.(txt|dat|csv|npy)$/i;
const name = 'TIFF stack';
/** Folders of more files hold an image in each. */
const mostWholeFiles = 12;

/** What the layout looks for, for the error when nothing fits. */
export const tiffFolderLooksFor = 'a folder of images with dark..., flat... and angles.txt in it or beside it';

/**
 * Projections as a stack of image files in a folder, or in one below it; images named dark and flat and a text file of angles are taken from
 * the folder, its parent or the folders below it.
 * @returns null when the folder holds no images
 */
export async function findTiffFolder(folder: string): Promise<FoundScan | null> {
  const near = [folder, dirname(folder), ...foldersOf(folder)];
  const refused: unknown[] = [];
  // a folder of others beside the images is no harm, but fields that are there and not seen would be
  const setsInside = (where: string): Promise<readonly ImageSet[]> =>
    setsOf(where, folder).catch((thrown: unknown) => {
      if (where === folder || isField(where)) throw thrown;
      refused.push(thrown);
      return [];
    });
  const sets = (await Promise.all([folder, ...foldersOf(folder)].map(setsInside))).flat();
  const projections = sets
    .filter(set => !darkName.test(labelOf(set)) && !flatName.test(labelOf(set)))
    .sort((a, b) => frameCount(b.frames) - frameCount(a.frames))[0];
  if (!projections && refused.length > 0) throw refused[0];
  if (!projections) return null;
  const parent = dirname(folder);
  const beside = foldersOf(parent).filter(other => other !== folder && isField(other));
  const seen = entriesIn(parent).length > 0 ? [parent, ...beside] : [];
  const further = (await Promise.all(seen.map(where => setsOf(where, parent)))).flat();
  const around = [...sets, ...further];
  const pick = (wanted: RegExp): FrameSet | null => {
    const { rows, columns } = projections.frames;
    const fitting = around.filter(
      ({ label, frames }) => wanted.test(label) && frames.rows === rows && frames.columns === columns,
    );
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
  const logged = flats ? null : partByLog([folder, parent], projections.frames);
  if (logged)
    return {
      layout: name,
      home: projections.where,
      why: [`Images in ${projections.where}.`, logged.angles.why],
      ...logged,
      warnings: [],
    };
  const count = frameCount(projections.frames);
  const angles = await anglesNear(near, count, folder);
  return {
    layout: name,
    home: projections.where,
    why: [
      projections.frames.sinograms
        ? `${projections.frames.rows} sinograms in ${projections.where}.`
        : `${count} images in ${projections.where}.`,
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
async function setsOf(folder: string, top: string): Promise<readonly ImageSet[]> {
  if (!statOf(folder)?.isDirectory()) return [];
  const named = folder === top ? '' : `${basename(folder)}/`;
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
          frames: framesOf(folder, info, `${named}${String(info.attributes['series'] ?? path)}`),
          warnings,
          label: `${named}${String(info.attributes['series'] ?? path)}`,
        },
      ];
    });
  const single = await withSource(folder, read).catch(ignoringFiles);
  return [...single, ...(await wholeFilesOf(folder, named))];
}

const framesOf = (where: string, info: DatasetInfo, label: string): FrameSet =>
  framesElsewhere(sinogramName.test(label) ? sinogramSet(where, info) : frameSet(where, info), where);

function ignoringFiles(thrown: unknown): readonly ImageSet[] {
  if (thrown instanceof DaisyError && thrown.tag === 'File') return [];
  throw thrown;
}

/** Files that hold a whole stack each, as `scan.tif`, `flats.npy`. */
async function wholeFilesOf(folder: string, named: string): Promise<readonly ImageSet[]> {
  const files = filesOf(folder, isImage);
  if (files.length > mostWholeFiles) return [];
  const open = (file: string): Promise<readonly ImageSet[]> =>
    withSource(file, source => {
      const info = imageOf(source);
      const label = `${named}${basename(file)}`;
      return info.shape.length === 3 ? [{ where: file, frames: framesOf(file, info, label), warnings: [], label }] : [];
    }).catch(ignoringFiles);
  return (await Promise.all(files.map(open))).flat();
}

const isField = (folder: string): boolean => darkName.test(basename(folder)) || flatName.test(basename(folder));

function foldersOf(folder: string): readonly string[] {
  return entriesIn(folder)
    .filter(entry => entry.isDirectory() && !entry.name.startsWith('.'))
    .slice(0, 50)
    .map(entry => join(folder, entry.name));
}

async function anglesNear(folders: readonly string[], count: number, file: string): Promise<ScanAngles> {
  for (const folder of folders) {
    const found = namesIn(folder).find(entry => angleName.test(entry));
    if (found === undefined) continue;
    const path = join(folder, found);
    const stored = path.endsWith('.npy') ? await valuesIn(path) : numbersIn(path);
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

const valuesIn = (path: string): Promise<Float64Array> =>
  withSource(path, source => Float64Array.from(source.read('/data').data as ArrayLike<number>, Number));

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
