import { watch, type FSWatcher } from 'node:fs';

/**
 * Says when to look again: soon after the system reports a change, and every so often, because network file systems report none.
 */
export class Looks {
  readonly #everyMs: number;
  #watcher: FSWatcher | null = null;
  #changed = false;
  #wake: (() => void) | null = null;

  /** @param path a file or folder; one that is not there yet is looked for every so often */
  constructor(path: string, everyMs: number) {
    this.#everyMs = everyMs;
    try {
      this.#watcher = watch(path, { persistent: false }, () => this.#change());
      this.#watcher.on('error', () => this.#watcher?.close());
    } catch {
      this.#watcher = null;
    }
  }

  /** Settles when it is time; never twice within a tenth of the interval. */
  async next(): Promise<void> {
    await new Promise(resolve => setTimeout(resolve, this.#everyMs / 10));
    if (!this.#changed) await this.#pause(this.#everyMs * 0.9);
    this.#changed = false;
  }

  close(): void {
    this.#watcher?.close();
    this.#change();
  }

  #pause(ms: number): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #change(): void {
    if (!this.#changed) {
      this.#changed = true;
      this.#wake?.();
    }
  }
}
