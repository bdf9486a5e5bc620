import { log } from '../log.js';

const intervalMs = 1000;

/** Writes refused messages to the log, at most one line a second: whoever can reach the ports could fill the disk otherwise. */
export class Refusals {
  #lastMs = -Infinity;
  #unsaid = 0;

  note(error: unknown): void {
    this.#unsaid++;
    const now = performance.now();
    if (now - this.#lastMs < intervalMs) return;
    this.#lastMs = now;
    const why = error instanceof Error ? error.message : String(error);
    log(
      'warn',
      this.#unsaid === 1
        ? `a message was refused: ${why}`
        : `${this.#unsaid} messages were refused, the last because ${why}`,
    );
    this.#unsaid = 0;
  }
}
