import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { DaisyError, type ErrorTag, type Piece } from '@daisy-lab/core';
import type { OutputPlaces } from '../piece-memory.js';
import { partsToTables, tablesToParts } from '../../store/arrow-parts.js';
import { countHandOvers } from './hand-over.js';
import { joinHandedBack } from './handed-back.js';
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

/** A worker, and what it is at. */
interface Thread {
  readonly worker: Worker;
  job: { hear(message: FromThread): void; die(cause?: unknown): void } | null;
}

/** Worker threads for bodies that lie in modules; made when they are needed, and kept. They do not hold the process. */
export class BodyThreads {
  readonly #idle = new Set<Thread>();
  readonly #all = new Set<Thread>();
  readonly #queue: Waiting[] = [];
  #nextId = 1;

  constructor(readonly limit: number) {}

  /** @throws DaisyError what the body throws; `Cancelled`; `Internal` when its thread dies */
  async run(given: ThreadCall): Promise<Outputs> {
    const call = { ...given, inputs: await tablesToParts(given.inputs) };
    return new Promise((resolve, reject) => {
      this.#queue.push({ call, resolve, reject });
      this.#next();
    });
  }

  async close(): Promise<void> {
    for (const { reject } of this.#queue.splice(0)) reject(DaisyError.cancelled());
    await Promise.all([...this.#all].map(({ worker }) => worker.terminate()));
  }

  #next(): void {
    while (this.#queue.length > 0) {
      if (this.#queue[0]!.call.signal.aborted) {
        this.#queue.shift()!.reject(DaisyError.cancelled());
        continue;
      }
      const [idle] = this.#idle;
      const thread = idle ?? (this.#all.size < this.limit ? this.#start() : undefined);
      if (!thread) return;
      this.#idle.delete(thread);
      this.#give(thread, this.#queue.shift()!);
    }
  }

  /** A thread may die at any time, also between two calls, by what a body has left behind. */
  #start(): Thread {
    const worker = new Worker(new URL('./body-thread.js', import.meta.url), { execArgv: [] });
    const thread: Thread = { worker, job: null };
    this.#all.add(thread);
    worker.on('message', (message: FromThread) => thread.job?.hear(message));
    worker.on('error', cause => thread.job?.die(cause));
    worker.once('exit', () => {
      this.#all.delete(thread);
      this.#idle.delete(thread);
      thread.job?.die();
      this.#next();
    });
    worker.unref();
    return thread;
  }

  #give(thread: Thread, { call, resolve, reject }: Waiting): void {
    const id = this.#nextId++;
    const { worker } = thread;
    const { signal, module, algorithm, implementation, inputs, params, piece } = call;
    let deadline: NodeJS.Timeout | undefined;
    const cancel = (): void => {
      worker.postMessage({ kind: 'cancel', id } satisfies ToThread);
      deadline = setTimeout(() => void worker.terminate(), graceMs);
    };
    const settle = (done: () => void, alive: boolean): void => {
      clearTimeout(deadline);
      signal.removeEventListener('abort', cancel);
      thread.job = null;
      worker.unref();
      if (alive) this.#idle.add(thread);
      done();
      this.#next();
    };
    thread.job = {
      hear: message => {
        if (message.id !== id) return;
        if (message.kind === 'progress') call.progress(message.fraction);
        else if (message.kind === 'log') call.log(message.line);
        else if (message.kind === 'failed') settle(() => reject(errorOf(message.error)), true);
        else {
          const given = joinHandedBack(message.outputs, message.back, inputs);
          countHandOvers(given, 'transferred');
          const outputs = call.places?.takeBack(given, message.used) ?? given;
          settle(() => resolve(partsToTables(outputs)), true);
        }
      },
      die: cause => settle(() => reject(signal.aborted ? DaisyError.cancelled() : threadDied(algorithm, cause)), false),
    };
    worker.ref();
    signal.addEventListener('abort', cancel, { once: true });
    countHandOvers(inputs, 'copied');
    const offers = call.places?.offer() ?? {};
    const task: ToThread = { kind: 'run', id, module, algorithm, implementation, inputs, params, piece, offers };
    try {
      worker.postMessage(task);
    } catch (cause) {
      settle(() => reject(cause), true);
    }
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
