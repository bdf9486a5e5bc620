import { DaisyError, type ResultStore } from '@daisy-lab/core';

/** Place on disk for what does not fit into a run's memory; made when it is first needed, gone when the run has ended. */
export class ScratchResults {
  #store: ResultStore | undefined;

  /** @throws DaisyError `Resource` */
  open(): ResultStore {
    this.#store ??= noScratch;
    return this.#store;
  }

  async close(): Promise<void> {
    this.#store = undefined;
  }
}

const noScratch: ResultStore = {
  find: async () => null,
  begin: async () => {
    throw new DaisyError('Resource', {
      message: 'The data do not fit into the memory budget.',
      action: 'Give a larger one.',
    });
  },
};
