import { DaisyError } from '@daisy-lab/core';

/** Lets previews overtake batches: a batch waits between two of its pieces as long as a preview is at work. */
export class TurnGate {
  #previews = 0;
  readonly #waiting = new Set<() => void>();

  /** Announces a run; call the result when it has ended. */
  enter(priority: 'preview' | 'batch'): () => void {
    if (priority === 'batch') return () => undefined;
    this.#previews++;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#previews--;
      if (this.#previews > 0) return;
      for (const go of [...this.#waiting]) go();
    };
  }

  /**
   * Waits for the turn of a run of this priority; at least lets events and timers through.
   * @throws DaisyError `Cancelled`
   */
  async turn(priority: 'preview' | 'batch', signal: AbortSignal): Promise<void> {
    await new Promise<void>(resolve => setImmediate(resolve));
    while (priority === 'batch' && this.#previews > 0 && !signal.aborted) {
      await new Promise<void>(resolve => {
        const go = (): void => {
          signal.removeEventListener('abort', go);
          this.#waiting.delete(go);
          resolve();
        };
        this.#waiting.add(go);
        signal.addEventListener('abort', go, { once: true });
      });
    }
    if (signal.aborted) throw DaisyError.cancelled();
  }
}

/** Shared by all engines of this process: they compete for the same cores. */
export const processGate = new TurnGate();
