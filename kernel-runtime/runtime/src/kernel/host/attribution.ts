import { AsyncLocalStorage } from 'node:async_hooks';

/** A cell that was started, and what must happen when it is stopped. */
export interface LiveCell {
  readonly id: string;
  /** Clears the timers of the cell. */
  readonly stops: Set<() => void>;
  /** Displays that are still being drawn; the cell's reply waits for them. */
  readonly drawing: Set<Promise<void>>;
}

interface Store {
  run<T>(cell: LiveCell, body: () => T): T;
  getStore(): LiveCell | undefined;
}

/** A plain variable: right for the first stretch of a cell and in its timers. */
class FirstStretch implements Store {
  #cell: LiveCell | undefined;
  run<T>(cell: LiveCell, body: () => T): T {
    const before = this.#cell;
    this.#cell = cell;
    try {
      return body();
    } finally {
      this.#cell = before;
    }
  }
  getStore(): LiveCell | undefined {
    return this.#cell;
  }
  reset(): void {
    this.#cell = undefined;
  }
}

/**
 * True where AsyncLocalStorage does not stand on async_hooks (Node >= 24, or 22 with its flag). Elsewhere an interrupt would leave the
 * hook stack unbalanced and abort the process, so a plain variable takes its place: late output after an I/O await goes to the cell
 * that runs then.
 */
export const asyncContext: boolean =
  Number(process.versions.node.split('.')[0]) >= 24 || process.execArgv.includes('--experimental-async-context-frame');

const fallback = new FirstStretch();
const store: Store = asyncContext ? new AsyncLocalStorage<LiveCell>() : fallback;
let latest: LiveCell | undefined;

/** Runs `body` as a part of the cell: its output and timers, also the late ones, belong to it. */
export function within<T>(cell: LiveCell, body: () => T): T {
  return store.run(cell, body);
}

/** The cell whose code runs now. */
export function owner(): LiveCell | undefined {
  return store.getStore();
}

/** The cell whose code runs now, or the last one started when that is not known. */
export function ownerOrLatest(): LiveCell | undefined {
  return store.getStore() ?? latest;
}

export function setLatest(cell: LiveCell): void {
  latest = cell;
}

/** After a terminated cell the fallback has not been reset by its `finally`. */
export function forgetOwner(): void {
  fallback.reset();
}
