/** Least time between two calls of a listener. */
const leastMs = 100;

/** Listeners that are called after changes, at most ten times a second. */
export class Listeners {
  readonly #listeners = new Set<() => void>();
  #lastMs = -Infinity;
  #timer: NodeJS.Timeout | undefined;

  add(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    if (this.#listeners.size === 0) return;
    const dueMs = this.#lastMs + leastMs - performance.now();
    this.#timer ??= setTimeout(() => this.#call(), Math.max(0, dueMs)).unref();
  }

  #call(): void {
    this.#timer = undefined;
    this.#lastMs = performance.now();
    for (const listener of this.#listeners) listener();
  }
}
