import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { DaisyError } from '@daisy-lab/core';
import { cacheFolder } from './cache-folder.js';

/** Why finished results and runs are not remembered; null when they are. */
export function cacheProblem(): DaisyError | null {
  const folder = cacheFolder();
  let made = folder;
  while (!existsSync(made) && dirname(made) !== made) made = dirname(made);
  try {
    accessSync(made, constants.R_OK | constants.W_OK | constants.X_OK);
    return null;
  } catch (cause) {
    return new DaisyError('File', {
      message: `The cache folder ${folder} takes no files, so finished results and runs are not remembered.`,
      action: 'Name one that you may write to in DAISY_CACHE.',
      path: folder,
      cause,
    });
  }
}
