/** Work that is begun in the order in which it is asked for, one after the other. */
export class OneAtATime {
  #last: Promise<unknown> = Promise.resolve();

  /** Gives what `work` gives, when all work before it has ended. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
