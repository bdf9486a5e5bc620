import { ownerOrLatest } from './attribution.js';

/**
 * Gives libraries the signal of the cell whose code runs, as `globalThis[Symbol.for('daisy.kernel.v1')].signal`: work in other threads
 * listens to it, and an interrupt of the cell stops it too.
 */
export function offerSignal(bridge: object): void {
  Object.defineProperty(bridge, 'signal', { get: () => ownerOrLatest()?.signal, enumerable: true });
}
