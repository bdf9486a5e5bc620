import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DaisyError, type ResultStore } from '@daisy-lab/core';
import { cacheFolder } from '../machine/cache-folder.js';
import { FolderResults } from '../store/results/folder-results.js';

/** Place on disk for what does not fit into a run's memory; made when it is first needed, gone when the run has ended. */
export class ScratchResults {
  #folder: string | undefined;
  #store: ResultStore | undefined;

  open(): ResultStore {
    if (!this.#store) {
      const parent = join(cacheFolder(), 'scratch');
      makeScratch(parent);
      removeLeftovers(parent);
      this.#folder = join(parent, `${process.pid}-${randomUUID()}`);
      this.#store = new FolderResults(this.#folder);
    }
    return this.#store;
  }

  /** Removes the files. Arrays that a run gave back keep theirs open, and stay readable. */
  close(): void {
    if (this.#folder) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
    this.#store = undefined;
  }
}

/** Removes what processes have left that are no more. */
export function removeLeftovers(parent: string): void {
  for (const name of readdirSync(parent)) {
    try {
      process.kill(Number.parseInt(name, 10), 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') removeIfOwn(join(parent, name));
    }
  }
}

function removeIfOwn(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // another user's, in a folder that several share
  }
}

function makeScratch(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new DaisyError('Resource', {
      message: `The run needs more memory than it has, and ${folder} takes no files.`,
      action: 'Give it more memory, or name a folder that you may write to in DAISY_CACHE.',
      cause,
    });
  }
}
