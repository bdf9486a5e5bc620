import { Session } from 'node:inspector';
import type { Port } from './ask.js';

const patienceMs = 30;
const pollMs = 5;

/**
 * Stops the running cell. Three steps, each only if the one before was not enough:
 * 1. a message, which reaches a main thread that is in its event loop (a pending await, timers);
 * 2. `Runtime.terminateExecution`, which stops JavaScript wherever it is: first stretch, after an await, in a timer;
 * 3. the message again, because step 2 ends whatever ran, even the handler of step 1.
 */
export class Interrupter {
  readonly #main: Port;
  readonly #noticed: Int32Array;
  readonly #running: () => string | undefined;
  #session: Session | undefined;

  /** @param noticed counts the messages that the main thread has handled; `running` names the cell at work */
  constructor(main: Port, noticed: SharedArrayBuffer, running: () => string | undefined) {
    this.#main = main;
    this.#noticed = new Int32Array(noticed);
    this.#running = running;
  }

  interrupt(): void {
    const cell = this.#running();
    if (cell === undefined) return;
    const before = Atomics.load(this.#noticed, 0);
    this.#main.postMessage({ kind: 'interrupt', cell, terminated: false });
    const deadline = performance.now() + patienceMs;
    const poll = setInterval(() => {
      // The target is compared each time: a shot that comes late must never hit the next cell.
      if (this.#running() !== cell || Atomics.load(this.#noticed, 0) !== before) return clearInterval(poll);
      if (performance.now() < deadline) return;
      clearInterval(poll);
      this.#terminate(() => this.#main.postMessage({ kind: 'interrupt', cell, terminated: true }));
    }, pollMs);
  }

  close(): void {
    this.#session?.disconnect();
  }

  #terminate(then: () => void): void {
    if (!this.#session) {
      this.#session = new Session();
      this.#session.connectToMainThread();
    }
    this.#session.post('Runtime.terminateExecution', then);
  }
}
