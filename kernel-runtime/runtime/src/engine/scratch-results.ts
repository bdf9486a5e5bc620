import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ResultStore } from '@daisy-lab/core';
import { cacheFolder } from '../machine/cache-folder.js';
import { FolderResults } from '../store/results/folder-results.js';

/** Place on disk for what does not fit into a run's memory; made when it is first needed, gone when the run has ended. */
export class ScratchResults {
  #folder: string | undefined;
  #store: ResultStore | undefined;

  open(): ResultStore {
    if (!this.#store) {
      const parent = join(cacheFolder(), 'scratch');
      mkdirSync(parent, { recursive: true });
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
      const gone = (error as NodeJS.ErrnoException).code === 'ESRCH';
      if (gone) rmSync(join(parent, name), { recursive: true, force: true });
    }
  }
}
