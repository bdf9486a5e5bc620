import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { DaisyError } from '@daisy-lab/core';
import type { StoreReply, StoreTurn } from './messages.js';

type TurnSpec = Omit<StoreTurn, 'turn'>;

interface WaitingTurn {
  readonly message: StoreTurn;
  readonly resolve: (stored: Float64Array) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly turns: Map<number, WaitingTurn>;
}

/** Turns that a thread has at once: one that it works on, one that waits so that it need not. */
const turnsAtOnce = 2;

/** Threads that compress and write chunks, in the order in which they come. */
class StorePool {
  readonly #threads: Thread[] = [];
  readonly #waiting: WaitingTurn[] = [];
  #nextTurn = 1;

  /**
   * Stores chunks of a stage; settles when no thread reads it any more.
   * @throws Error with the code of the system when they cannot be written.
   */
  store(spec: TurnSpec): Promise<Float64Array> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ message: { turn: this.#nextTurn++, ...spec }, resolve, reject });
      this.#dispatch();
    });
  }

  #dispatch(): void {
    for (let thread = this.#free(); thread && this.#waiting.length > 0; thread = this.#free()) {
      const turn = this.#waiting.shift()!;
      thread.turns.set(turn.message.turn, turn);
      thread.worker.ref();
      thread.worker.postMessage(turn.message);
    }
  }

  #free(): Thread | undefined {
    if (this.#waiting.length === 0) return undefined;
    const least = this.#threads.toSorted((a, b) => a.turns.size - b.turns.size)[0];
    if (least?.turns.size === 0) return least;
    if (this.#threads.length < availableParallelism()) return this.#start();
    return least && least.turns.size < turnsAtOnce ? least : undefined;
  }

  #start(): Thread {
    // execArgv: flags of the parent such as --input-type do not fit a worker that is a file
    const worker = new Worker(new URL('./store-worker.js', import.meta.url), { execArgv: [] });
    const thread: Thread = { worker, turns: new Map() };
    worker.on('message', (reply: StoreReply) => this.#onReply(thread, reply));
    worker.on('error', cause => this.#onGone(thread, cause));
    worker.on('exit', code => this.#onGone(thread, new Error(`A thread that writes ended with code ${code}.`)));
    worker.unref();
    this.#threads.push(thread);
    return thread;
  }

  #onReply(thread: Thread, { turn, stored, fault }: StoreReply): void {
    const waiting = thread.turns.get(turn);
    thread.turns.delete(turn);
    if (thread.turns.size === 0) thread.worker.unref();
    if (fault) waiting?.reject(Object.assign(DaisyError.fromRecord(fault.record), { code: fault.code }));
    else waiting?.resolve(stored!);
    this.#dispatch();
  }

  #onGone(thread: Thread, cause: unknown): void {
    const index = this.#threads.indexOf(thread);
    if (index < 0) return;
    this.#threads.splice(index, 1);
    const error = new DaisyError('Resource', { message: 'A thread that writes files has ended.', cause });
    for (const { reject } of thread.turns.values()) reject(error);
    this.#dispatch();
  }
}

/** The threads that all files of this process share. */
export const storePool: StorePool = new StorePool();
