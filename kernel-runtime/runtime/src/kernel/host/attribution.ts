import { AsyncLocalStorage } from 'node:async_hooks';

/** A cell that was started, and what must happen when it is stopped. */
export interface LiveCell {
  readonly id: string;
  /** Aborted when the cell is stopped; what it started and can be cancelled listens. */
  readonly signal: AbortSignal;
  /** Clears the timers of the cell. */
  readonly stops: Set<() => void>;
  /** Displays that are still being drawn; the cell's reply waits for them. */
  readonly drawing: Set<Promise<void>>;
}

interface Store {
  run<T>(cell: LiveCell, body: () => T): T;
  getStore(): LiveCell | undefined;
}

/** A plain variable: right for the first stretch of a cell, in its timers, and after each `await` of compiled code. */
class FirstStretch implements Store {
  #cell: LiveCell | undefined;
  /** The cell that ran last, also when it has just returned. */
  last: LiveCell | undefined;
  #leaving = false;
  run<T>(cell: LiveCell, body: () => T): T {
    const before = this.#cell;
    this.#cell = cell;
    this.last = cell;
    try {
      return body();
    } finally {
      if (before) this.#cell = before;
      else this.#leaveLater();
    }
  }
  getStore(): LiveCell | undefined {
    return this.#cell;
  }
  reset(): void {
    this.#leave();
  }
  /** The cell goes on after an await. */
  enter(cell: LiveCell | undefined): void {
    this.#cell = cell;
    this.last = cell;
    this.#leaveLater();
  }
  /** Promises that were settled have their turn first: what they call belongs to the cell too. */
  #leaveLater(): void {
    if (this.#leaving) return;
    this.#leaving = true;
    process.nextTick(() => queueMicrotask(() => process.nextTick(() => this.#leave())));
  }
  #leave(): void {
    this.#leaving = false;
    this.#cell = undefined;
  }
}

/**
 * True where AsyncLocalStorage does not stand on async_hooks (Node >= 24, or 22 with its flag). Elsewhere an interrupt would leave the
 * hook stack unbalanced and abort the process, so a plain variable takes its place: late output of a callback that a package calls
 * goes to the cell that runs then.
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

/** The cell that an error comes from which nobody has caught: it is told when its code has returned. */
export function culprit(): LiveCell | undefined {
  return store.getStore() ?? (asyncContext ? undefined : fallback.last) ?? latest;
}

/** Compiled code calls these around each `await`, see engine/language-service/follow-awaits.ts. */
export function followAwaits(): void {
  const mark = (): LiveCell | undefined => store.getStore();
  const resume = (cell: LiveCell | undefined, value?: unknown): unknown => {
    if (cell?.signal.aborted) throw cell.signal.reason;
    if (!asyncContext && cell) fallback.enter(cell);
    return value;
  };
  Object.defineProperties(globalThis, { __daisyMark: { value: mark }, __daisyResume: { value: resume } });
}
