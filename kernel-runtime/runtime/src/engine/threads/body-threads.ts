import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { DaisyError, type ErrorTag, type Piece } from '@daisy-lab/core';
import type { OutputPlaces } from '../piece-memory.js';
import { partsToTables, tablesToParts } from '../../store/arrow-parts.js';
import { countHandOvers } from './hand-over.js';
import type { FromThread, ToThread } from './messages.js';

/** A body in a module, and what it is called with. */
export interface ThreadCall {
  readonly module: string;
  readonly algorithm: string;
  readonly implementation: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly params: Readonly<Record<string, unknown>>;
  readonly piece: Piece | undefined;
  /** Memory for its outputs; without it the thread makes its own. */
  readonly places?: OutputPlaces;
  readonly signal: AbortSignal;
  progress(fraction: number): void;
  log(line: string): void;
}

type Outputs = Readonly<Record<string, unknown>>;

/** A body that does not end after a cancel request loses its thread. */
const graceMs = 1000;

interface Waiting {
  readonly call: ThreadCall;
  resolve(outputs: Outputs | Promise<Outputs>): void;
  reject(error: unknown): void;
}

/** Worker threads for bodies that lie in modules; made when they are needed, and kept. They do not hold the process. */
export class BodyThreads {
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();
  readonly #queue: Waiting[] = [];
  #nextId = 1;

  constructor(readonly limit: number) {}

  /** @throws DaisyError what the body throws; `Cancelled`; `Internal` when its thread dies */
  async run(given: ThreadCall): Promise<Outputs> {
    const call = { ...given, inputs: await tablesToParts(given.inputs) };
    return new Promise((resolve, reject) => {
      if (call.signal.aborted) return reject(DaisyError.cancelled());
      this.#queue.push({ call, resolve, reject });
      this.#next();
    });
  }

  async close(): Promise<void> {
    for (const { reject } of this.#queue.splice(0)) reject(DaisyError.cancelled());
    await Promise.all([...this.#all].map(worker => worker.terminate()));
  }

  #next(): void {
    if (this.#queue.length === 0) return;
    const worker = this.#idle.pop() ?? (this.#all.size < this.limit ? this.#start() : undefined);
    if (!worker) return;
    const waiting = this.#queue.shift()!;
    if (waiting.call.signal.aborted) {
      waiting.reject(DaisyError.cancelled());
      this.#idle.push(worker);
      return this.#next();
    }
    this.#give(worker, waiting);
  }

  #start(): Worker {
    const worker = new Worker(new URL('./body-thread.js', import.meta.url), { execArgv: [] });
    this.#all.add(worker);
    worker.once('exit', () => this.#all.delete(worker));
    worker.unref();
    return worker;
  }

  #give(worker: Worker, { call, resolve, reject }: Waiting): void {
    const id = this.#nextId++;
    const { signal, module, algorithm, implementation, inputs, params, piece } = call;
    let deadline: NodeJS.Timeout | undefined;
    const cancel = (): void => {
      worker.postMessage({ kind: 'cancel', id } satisfies ToThread);
      deadline = setTimeout(() => void worker.terminate(), graceMs);
    };
    const settle = (done: () => void, alive: boolean): void => {
      clearTimeout(deadline);
      signal.removeEventListener('abort', cancel);
      worker.removeAllListeners('message').removeAllListeners('error').removeListener('exit', onExit);
      worker.unref();
      if (alive) this.#idle.push(worker);
      done();
      this.#next();
    };
    const onExit = (): void =>
      settle(() => reject(signal.aborted ? DaisyError.cancelled() : threadDied(algorithm)), false);
    worker.ref();
    worker.on('message', (message: FromThread) => {
      if (message.id !== id) return;
      if (message.kind === 'progress') call.progress(message.fraction);
      else if (message.kind === 'log') call.log(message.line);
      else if (message.kind === 'failed') settle(() => reject(errorOf(message.error)), true);
      else {
        countHandOvers(message.outputs, 'transferred');
        const outputs = call.places?.takeBack(message.outputs, message.used) ?? message.outputs;
        settle(() => resolve(partsToTables(outputs)), true);
      }
    });
    worker.on('error', cause => settle(() => reject(threadDied(algorithm, cause)), false));
    worker.once('exit', onExit);
    signal.addEventListener('abort', cancel, { once: true });
    countHandOvers(inputs, 'copied');
    const offers = call.places?.offer() ?? {};
    const task: ToThread = { kind: 'run', id, module, algorithm, implementation, inputs, params, piece, offers };
    worker.postMessage(task);
  }
}

function errorOf({ tag, message, action }: { tag: string; message: string; action?: string | null }): DaisyError {
  return new DaisyError(tag as ErrorTag, { message, ...(action ? { action } : {}) });
}

function threadDied(algorithm: string, cause?: unknown): DaisyError {
  return new DaisyError('Internal', {
    message: `The thread that computed ${algorithm} has ended before it gave a result.`,
    action: 'Run it again; if it happens again, give it less data at a time.',
    ...(cause === undefined ? {} : { cause }),
  });
}

let shared: BodyThreads | undefined;

/** The threads of this process. */
export function bodyThreads(): BodyThreads {
  return (shared ??= new BodyThreads(availableParallelism()));
}
