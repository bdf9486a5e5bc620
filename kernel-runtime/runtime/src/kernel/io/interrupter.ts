import { Session } from 'node:inspector';
import type { Port } from './ask.js';

const patienceMs = 30;
const pollMs = 5;
const deafMs = 2000;

/** What the user is told when an interrupt has no effect. */
export const inNativeCode: string =
  'The interrupt cannot take effect yet: the cell is inside a native call (a synchronous child process, a compression, an addon), ' +
  'which JavaScript cannot stop. It ends when that call returns. To end it now, restart the kernel.\n';

/** Why a cell is stopped from outside. */
export type StopReason = 'interrupt' | 'memory';

export interface InterruptTarget {
  /** The main thread. */
  readonly main: Port;
  /** Counts the messages that the main thread has handled. */
  readonly noticed: SharedArrayBuffer;
  /** The cell at work; undefined while timers and promises of earlier cells may still run. */
  running(): string | undefined;
  /** Two seconds have gone and nothing has stopped: the thread is in native code. */
  deaf(cell: string | undefined): void;
}

/**
 * Stops the running cell, or what earlier cells left running. Three steps, each only if the one before was not enough:
 * 1. a message, which reaches a main thread that is in its event loop (a pending await, timers);
 * 2. `Runtime.terminateExecution`, which stops JavaScript wherever it is: first stretch, after an await, in a timer;
 * 3. the message again, because step 2 ends whatever ran, even the handler of step 1.
 */
export class Interrupter {
  readonly #target: InterruptTarget;
  readonly #noticed: Int32Array;
  #session: Session | undefined;
  #deafTimer: NodeJS.Timeout | undefined;

  constructor(target: InterruptTarget) {
    this.#target = target;
    this.#noticed = new Int32Array(target.noticed);
  }

  interrupt(reason: StopReason = 'interrupt'): void {
    const cell = this.#target.running();
    const before = Atomics.load(this.#noticed, 0);
    // Messages come in their order: a thread that has not seen this one runs what it ran before, never a later cell.
    const waits = (): boolean => Atomics.load(this.#noticed, 0) === before;
    const ask = (): void => this.#target.main.postMessage({ kind: 'interrupt', cell, reason });
    ask();
    const deadline = performance.now() + patienceMs;
    const poll = setInterval(() => {
      if (!waits()) return clearInterval(poll);
      if (performance.now() < deadline) return;
      clearInterval(poll);
      this.#terminate(ask);
      clearTimeout(this.#deafTimer);
      this.#deafTimer = setTimeout(() => waits() && this.#target.deaf(cell), deafMs - patienceMs);
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
