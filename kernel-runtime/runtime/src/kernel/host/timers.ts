import { asyncContext, owner, within, type LiveCell } from './attribution.js';

type Callback = (...args: unknown[]) => unknown;
type Set = (callback: Callback, ...rest: unknown[]) => unknown;

const mostRemembered = 5000;

/** Cells that have timers, ended or not. */
const withTimers = new globalThis.Set<LiveCell>();

/** Clears the timers of one cell. */
export function stopTimers(cell: LiveCell): void {
  for (const stop of cell.stops) stop();
  cell.stops.clear();
  withTimers.delete(cell);
}

/** Clears the timers that cells have left running; returns how many cells had some. */
export function stopAllTimers(): number {
  const cells = [...withTimers];
  cells.forEach(stopTimers);
  return cells.length;
}

/** Timers remember their cell, so that an interrupt can stop a cell that lives in timers; otherwise they would burn on after it. */
export function wrapTimers(): void {
  wrap('setTimeout', clearTimeout as (handle: unknown) => void, true);
  wrap('setInterval', clearInterval as (handle: unknown) => void, false);
  wrap('setImmediate', clearImmediate as (handle: unknown) => void, true);
}

function wrap(
  name: 'setTimeout' | 'setInterval' | 'setImmediate',
  clear: (handle: unknown) => void,
  once: boolean,
): void {
  const original = globalThis[name] as unknown as Set;
  const wrapped: Set = (callback, ...rest) => {
    const cell = owner();
    if (!cell || typeof callback !== 'function') return original(callback, ...rest);
    const stop = (): void => clear(handle);
    const call: Callback = (...args) => {
      if (once) forget(cell, stop);
      return asyncContext ? callback(...args) : within(cell, () => callback(...args));
    };
    const handle = original(call, ...rest);
    remember(cell, stop);
    return handle;
  };
  // `util.promisify(setTimeout)` finds the promise form through a symbol of the function.
  Object.assign(globalThis, { [name]: Object.defineProperties(wrapped, Object.getOwnPropertyDescriptors(original)) });
}

/** A timer that was cleared leaves its entry until the cell goes; a cell that sets thousands forgets the oldest. */
function remember(cell: LiveCell, stop: () => void): void {
  cell.stops.add(stop);
  withTimers.add(cell);
  if (cell.stops.size > mostRemembered)
    for (const oldest of [...cell.stops].slice(0, mostRemembered / 2)) cell.stops.delete(oldest);
}

function forget(cell: LiveCell, stop: () => void): void {
  cell.stops.delete(stop);
  if (cell.stops.size === 0) withTimers.delete(cell);
}
