import { DaisyError } from '@daisy-lab/core';

/** Work that several wait for: it is told to stop when the last of them has given up, and not before. */
export class SharedWork<T> {
  /** Settles with the work; whoever looks here alone does not keep it going. */
  readonly settled: Promise<T>;
  readonly #stop = new AbortController();
  #waiting = 0;
  #isOver = false;

  /** @param work begins at once */
  constructor(work: (signal: AbortSignal) => Promise<T>) {
    this.settled = (async () => work(this.#stop.signal))();
    const over = (): void => void (this.#isOver = true);
    this.settled.then(over, over);
  }

  /** It was told to stop before it had ended: whoever wants it has to begin anew. */
  get isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  /**
   * @param signal gives up for this caller; without one it waits to the end
   * @throws DaisyError `Cancelled`
   */
  result(signal?: AbortSignal): Promise<T> {
    if (signal?.aborted) return Promise.reject(DaisyError.cancelled());
    this.#waiting++;
    if (!signal) return this.settled;
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        reject(DaisyError.cancelled());
        if (--this.#waiting === 0 && !this.#isOver) this.#stop.abort();
      };
      const over = (): void => signal.removeEventListener('abort', giveUp);
      signal.addEventListener('abort', giveUp, { once: true });
      this.settled.then(resolve, reject).then(over, over);
    });
  }
}
