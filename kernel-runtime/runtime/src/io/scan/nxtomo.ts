import { DaisyError, sizeOf } from '@daisy-lab/core';
import type { DatasetInfo, DataSource } from '../data-source.js';
import { foundAt } from './data-exchange.js';
import { frameCount, frameSet, type FrameSet } from './frame-set.js';
import { isList, scanAngles } from './scan-angles.js';
import type { ScanLayout } from './scan-layout.js';

/** Values of image_key in NXtomo. */
const projectionKey = 0;
const flatKey = 1;
const darkKey = 2;

/** NXtomo: all frames in one dataset, told apart by `image_key` beside it (0 projection, 1 flat, 2 dark, 3 not to be used). */
export const nxtomo: ScanLayout = {
  name: 'NXtomo',
  looksFor: ['image_key (0 projection, 1 flat, 2 dark) beside a stack of frames'],
  find(source) {
    const detector = findDetector(source);
    if (!detector) return null;
    const { keys, keyPath, frames, group } = detector;
    const pick = (key: number): FrameSet | null => {
      const runs = runsOf(keys, key);
      return runs.length > 0 ? frameSet(source.path, frames, runs) : null;
    };
    const projections = pick(projectionKey);
    if (!projections) {
      throw new DaisyError('ScanLayout', {
        message: `${keyPath} marks no frame as a projection (value 0).`,
        action: 'Choose a file of a tomography scan.',
        file: source.path,
      });
    }
    const flats = pick(flatKey);
    const darks = pick(darkKey);
    const angles = scanAngles(source, angleCandidates(source, group), frameCount(projections), all =>
      all.length === keys.length ? all.filter((_, index) => keys[index] === projectionKey) : all,
    );
    return {
      layout: 'NXtomo',
      why: [
        `Frames at ${frames.path}, told apart by ${keyPath}.`,
        foundAt('Flat fields', flats),
        foundAt('Dark fields', darks),
        angles.why,
      ],
      projections,
      flats,
      darks,
      angles,
      warnings: angles.warnings,
    };
  },
};

interface Detector {
  readonly group: string;
  readonly keyPath: string;
  readonly keys: readonly number[];
  readonly frames: DatasetInfo;
}

/** The first `image_key` with a stack `data` of as many frames beside it. */
function findDetector(source: DataSource): Detector | null {
  const keyPaths = source
    .tree()
    .flatMap(node => (node.kind === 'dataset' && node.path.endsWith('/image_key') ? [node.path] : []));
  for (const keyPath of keyPaths) {
    const group = keyPath.slice(0, -'/image_key'.length);
    const frames = source.describe(`${group}/data`);
    const info = source.describe(keyPath);
    if (!frames || !info?.dtype || !isList(info.shape) || frames.shape.length !== 3) continue;
    const entries = sizeOf(info.shape);
    if (entries !== frames.shape[0]) {
      throw new DaisyError('ScanLayout', {
        message: `${frames.path} has ${frames.shape[0]} frames, but ${keyPath} has ${entries} entries.`,
        action: 'Check that the scan was written to its end.',
        file: source.path,
      });
    }
    return { group, keyPath, frames, keys: Array.from(source.read(keyPath).data as ArrayLike<number>, Number) };
  }
  return null;
}

function angleCandidates(source: DataSource, detector: string): readonly string[] {
  const standard = source
    .tree()
    .flatMap(node => (/\/(sample|data|tomo_entry\/.*)\/rotation_angle$/.test(node.path) ? [node.path] : []));
  return [
    ...standard,
    `${detector}/rotation_angle`,
    `${detector.split('/').slice(0, 2).join('/')}/sample/rotation_angle`,
  ];
}

function runsOf(keys: readonly number[], wanted: number): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  keys.forEach((key, index) => {
    if (key !== wanted) return;
    const last = runs.at(-1);
    if (last && last[1] === index) last[1] = index + 1;
    else runs.push([index, index + 1]);
  });
  return runs;
}
