import { resolve } from 'node:path';
import type { CtRecipe, Services } from '@daisy-lab/core';
import { ct } from '@daisy-lab/techniques';
import type { FrameSource } from '../viewer/frame-source.js';
import { hdf5Frames } from '../viewer/hdf5-frames.js';
import { exportFrames } from './export-frames.js';
import { widthOf } from './live-scan.js';
import type { Session, Sessions } from './sessions.js';
import { cutFrames } from './volume-cuts.js';

/** Volumes: as a recipe, in three directions, and as pictures in files. */
export function volumeServices(sessions: Sessions, cwd: string): Services {
  const { viewers } = sessions;
  return {
    'ct.recipe': async ({ scan, recipe }) => {
      const session = sessions.get(scan);
      const key = JSON.stringify([recipe.axisPx, recipe.params, recipe.operations]);
      // slices that are there already are not made again
      if (session.recipe?.recipe !== key) {
        const viewer = sessions.show(scan, 'recipe', await recipeFrames(session, recipe));
        session.recipe = { recipe: key, viewer };
      }
      return { result: { viewer: session.recipe.viewer } };
    },
    'ct.planes': async ({ source }) => {
      const [file, dataset] = source.split('::');
      const path = resolve(cwd, file!);
      const [slices, front, side] = await Promise.all([
        hdf5Frames(path, dataset),
        cutFrames(path, dataset, 'front'),
        cutFrames(path, dataset, 'side'),
      ]);
      return { result: { slices: viewers.open(slices), front: viewers.open(front), side: viewers.open(side) } };
    },
    'ct.export': async ({ handle, first, end, format, file, low, high, bits, overwrite = false }, { signal }) => {
      const wish = { first, end, format, file: resolve(cwd, file), low, high, bits, overwrite };
      return { result: await exportFrames(viewers, handle, wish, signal) };
    },
  };
}

/** Slices that are reconstructed when they are looked at, with the same steps as a run. */
async function recipeFrames({ live, opened }: Session, { axisPx, params, operations }: CtRecipe): Promise<FrameSource> {
  const { rows, columns } = opened.scan.description;
  const middle = { row: rows >> 1, params, operations };
  const size = axisPx === null ? columns : await widthOf(live, middle, axisPx, columns);
  return {
    width: size,
    height: size,
    frames: rows,
    dtype: 'float32',
    unit: '1/pixel',
    axes: ['row', 'y', 'x'],
    read: async (row, signal) => {
      const found = axisPx ?? ct.axisEvidence(await opened.row(row, 'mean'), opened.scan.anglesRad, { row: 0 }).axisPx;
      return (await live.slice({ row, params, operations }, found, false, signal)).data;
    },
  };
}
