import { basename } from 'node:path';
import { DaisyError } from '@daisy-lab/core';
import type { DatasetInfo, DataSource } from '../data-source.js';
import { isNode } from '../zarr/is-node.js';
import { foundAt } from './data-exchange.js';
import { darkName, fieldsBeside, flatName } from './fields-beside.js';
import { frameCount, frameSet, sinogramSet, type FrameSet } from './frame-set.js';
import { energyEv, pixelSizeUm } from './scan-facts.js';
import { anglesNamed, scanAngles } from './scan-angles.js';
import type { FoundScan, ScanLayout } from './scan-layout.js';

const sinogramName = /sino/i;
/** What a reconstruction, not a scan, is called. */
const resultName = /slice|volume|recon|voxel|phantom|mask|label/i;
/** Files of more arrays are no plain stacks. */
const mostArrays = 2000;
/** As many times fewer projections than rows are worth a word. */
const fewerThanRows = 8;
/** Fewer columns or angles than this are no sinogram. */
const leastSize = 8;

/**
 * Any stack of projections, told by the names of the datasets beside it (dark, flat, angles), or sinograms: one image, or a stack whose
 * second axis has one entry for each angle.
 */
export const anyStack: ScanLayout = {
  name: 'stack of images',
  looksFor: ['one stack of images (and flat, dark, angles beside it by their names)', 'one image, as a sinogram'],
  async find(source) {
    const arrays = arraysOf(source);
    const named = (wanted: RegExp): readonly DatasetInfo[] => arrays.filter(({ path }) => wanted.test(lastName(path)));
    const fields = [...named(darkName), ...named(flatName)];
    const stacks = arrays.filter(info => isStack(info) && !fields.includes(info) && !resultName.test(info.path));
    const chosen = chooseStack(source, stacks);
    if (!chosen || resultName.test(basename(source.path))) return null;
    const turning = anglesNamed(source);
    const angles = arrays.filter(({ path }) => turning.includes(path));
    const turned = isTurned(chosen, angles);
    const projections = turned ? sinogramSet(source.path, chosen) : frameSet(source.path, chosen);
    return describeStack(source, projections, chosen, { arrays, angles });
  },
};

async function describeStack(
  source: DataSource,
  projections: FrameSet,
  chosen: DatasetInfo,
  { arrays, angles }: { readonly arrays: readonly DatasetInfo[]; readonly angles: readonly DatasetInfo[] },
): Promise<FoundScan> {
  const fieldsNamed = async (wanted: RegExp): Promise<FrameSet | null> => {
    const found = arrays.find(
      ({ path, shape }) =>
        wanted.test(lastName(path)) && shape.at(-1) === projections.columns && shape.at(-2) === projections.rows,
    );
    if (found) return frameSet(source.path, found);
    const beside = isNode(source.path) ? null : await fieldsBeside(source.path, wanted, chosen.path);
    return beside && beside.rows === projections.rows && beside.columns === projections.columns ? beside : null;
  };
  const [flats, darks] = [await fieldsNamed(flatName), await fieldsNamed(darkName)];
  const count = frameCount(projections);
  const found = scanAngles(
    source,
    angles.filter(({ shape }) => shape[0] === count).map(({ path }) => path),
    count,
  );
  const shape = chosen.shape.join(' x ');
  const what = projections.sinograms ? 'sinograms [row, angle, column]' : 'projections [angle, row, column]';
  const one = chosen.shape.length === 2;
  return {
    layout: one ? 'one sinogram' : projections.sinograms ? 'stack of sinograms' : 'stack of projections',
    why: [
      one
        ? `The image at ${chosen.path} (${shape}) is taken as a sinogram [angle, column].`
        : `The stack at ${chosen.path} (${shape}) is taken as ${what}.`,
      foundIn('Flat fields', flats),
      foundIn('Dark fields', darks),
      found.why,
    ],
    projections,
    flats,
    darks,
    angles: found,
    energyEv: energyEv(source, scalarsNamed(source, /energy$|\/X_eng$/i)),
    pixelSizeUm: pixelSizeUm(source, scalarsNamed(source, /(pixel|voxel)_?size$/i)),
    warnings: [...found.warnings, ...fewViews(source.path, chosen, projections)],
  };
}

/** A word where there are too few projections, as those of sinograms taken for projections. */
function fewViews(path: string, { shape }: DatasetInfo, projections: FrameSet): readonly string[] {
  if (shape.length < 3 || projections.sinograms || shape[0]! * fewerThanRows > shape[1]!) return [];
  return [
    `There are ${shape[0]} projections of ${shape[1]} rows. If they are sinograms [row, angle, column], say so: {"order": "sinograms"} in ${basename(path)}.scan.json.`,
  ];
}

/** As `foundAt`, with the file where it is another one. */
function foundIn(what: string, frames: FrameSet | null): string {
  const file = frames?.runs[0]?.[2]?.file;
  return frames && file !== undefined
    ? `${what} at ${basename(file)}::${frames.dataset}: ${frameCount(frames)}.`
    : foundAt(what, frames);
}

const lastName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function arraysOf(source: DataSource): readonly DatasetInfo[] {
  const seen = new Set<string>();
  const nodes = source
    .tree()
    .filter(({ kind, shape }) => kind === 'dataset' && shape && shape.length > 0 && shape.length <= 3);
  return nodes.slice(0, mostArrays).flatMap(({ path }) => {
    const info = source.describe(path);
    if (!info?.dtype) return [];
    const identity = source.identity?.(path) ?? path;
    if (seen.has(identity)) return [];
    seen.add(identity);
    return [info];
  });
}

function isStack({ shape }: DatasetInfo): boolean {
  const [columns, rows] = [shape.at(-1)!, shape.at(-2) ?? 0];
  const enough = shape.length === 3 ? shape[0]! > 1 && columns >= leastSize : rows >= leastSize && columns >= leastSize;
  return shape.length >= 2 && enough;
}

/** The only stack; of several the one that is far larger than the others. */
function chooseStack(source: DataSource, stacks: readonly DatasetInfo[]): DatasetInfo | null {
  const deep = stacks.filter(({ shape }) => shape.length === 3);
  const candidates = deep.length > 0 ? deep : stacks;
  const size = ({ shape }: DatasetInfo): number => shape.reduce((product, length) => product * length, 1);
  const [first, second] = [...candidates].sort((a, b) => size(b) - size(a));
  if (!first || !second || size(first) > 4 * size(second)) return first ?? null;
  const list = candidates.slice(0, 6).map(({ path, shape }) => `${path} (${shape.join(' x ')})`);
  throw new DaisyError('ScanLayout', {
    message: `${source.path} has several stacks of images, and nothing says which one holds the projections: ${list.join(', ')}.`,
    action: `Say which, e.g. {"projections": "::${first.path}"}.`,
    file: source.path,
    looked: candidates.map(({ path }) => path),
  });
}

/** Whether the axes are [row, angle, column]. */
function isTurned({ path, shape }: DatasetInfo, angles: readonly DatasetInfo[]): boolean {
  if (shape.length === 2) return true;
  const counts = angles.map(info => info.shape[0]);
  if (counts.includes(shape[0]!)) return false;
  return counts.includes(shape[1]!) || sinogramName.test(path);
}

function scalarsNamed(source: DataSource, wanted: RegExp): readonly string[] {
  return source.tree().flatMap(({ kind, path }) => (kind === 'dataset' && wanted.test(path) ? [path] : []));
}
