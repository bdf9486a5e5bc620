import { control } from '../fourier/workspace.js';

/**
 * Wait until `members` threads have arrived at a barrier of the control record. A stopped turn lets everybody through: then a
 * member may be missing for ever.
 */
export function waitForAll(counters: Int32Array, arrivals: number, members: number): void {
  Atomics.add(counters, arrivals, 1);
  Atomics.notify(counters, arrivals);
  for (;;) {
    const arrived = Atomics.load(counters, arrivals);
    if (arrived >= members || Atomics.load(counters, control.stop) !== 0) return;
    Atomics.wait(counters, arrivals, arrived, 1000);
  }
}

/** Make all members leave their turn at the next range or barrier. */
export function stopTurn(counters: Int32Array): void {
  Atomics.store(counters, control.stop, 1);
  Atomics.notify(counters, control.filtered);
  Atomics.notify(counters, control.gridded);
}
