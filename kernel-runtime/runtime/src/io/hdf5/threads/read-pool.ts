import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { DaisyError } from '@daisy-lab/core';
import { pieceHead, type ReadPlan } from '../chunks/read-plan.js';
import { DamagedFile } from '../format/file-faults.js';
import type { ReadTurn, TurnReply } from './messages.js';

/** A read that goes to the threads in turns of some megabytes, so that urgent reads and cancels need not wait for it. */
interface ReadJob {
  readonly plan: ReadPlan;
  readonly fd: number;
  readonly fileBytes: number;
  readonly into: Uint8Array;
  readonly priority: number;
  readonly stop: Int32Array;
  readonly perTurn: number;
  next: number;
  inFlight: number;
  failure: unknown;
  readonly settle: (error?: unknown) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly turns: Map<number, ReadJob>;
}

/** What a read needs besides its plan. */
export interface ReadTarget {
  readonly fd: number;
  readonly fileBytes: number;
  /** Bytes of the selection, in shared memory. */
  readonly into: Uint8Array;
  readonly priority?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const turnBytes = 8 << 20;
const threadsAhead = 2;
/** Turns that a thread has at once: one that it works on, one that waits so that it need not. */
const turnsAtOnce = 2;

/** Threads that read and decode chunks. */
class ReadPool {
  readonly #threads: Thread[] = [];
  #jobs: ReadJob[] = [];
  #nextTurn = 1;

  /** Reads a plan; settles when no thread writes to `into` any more. */
  run(plan: ReadPlan, target: ReadTarget): Promise<void> {
    const { spec, count } = plan;
    const chunkBytes = spec.chunk.reduce((product, length) => product * length, spec.storedBytes);
    const share = Math.ceil(count / (2 * availableParallelism()));
    return new Promise((resolve, reject) => {
      const { signal } = target;
      const stop = new Int32Array(new SharedArrayBuffer(4));
      const cancel = (): void => {
        Atomics.store(stop, 0, 1);
        job.failure ??= DaisyError.cancelled('Reading');
        this.#dispatch();
      };
      const job: ReadJob = {
        ...{ plan, fd: target.fd, fileBytes: target.fileBytes, into: target.into, stop },
        priority: target.priority ?? 0,
        perTurn: Math.max(1, Math.min(share, Math.floor(turnBytes / chunkBytes))),
        ...{ next: 0, inFlight: 0, failure: undefined },
        settle: error => {
          signal?.removeEventListener('abort', cancel);
          if (error === undefined) resolve();
          else reject(error as Error);
        },
      };
      signal?.addEventListener('abort', cancel, { once: true });
      this.#jobs.push(job);
      this.#jobs.sort((a, b) => b.priority - a.priority);
      if (signal?.aborted) cancel();
      else this.#dispatch();
    });
  }

  /** Starts threads ahead of the first read: a thread takes longer to start than a frame to read. */
  prepare(): void {
    while (this.#threads.length < Math.min(threadsAhead, availableParallelism())) this.#start();
  }

  #dispatch(): void {
    this.#jobs = this.#jobs.filter(job => {
      const over = job.failure !== undefined || job.next >= job.plan.count;
      if (over && job.inFlight === 0) job.settle(job.failure);
      return !over || job.inFlight > 0;
    });
    for (;;) {
      const job = this.#jobs.find(({ failure, next, plan }) => failure === undefined && next < plan.count);
      const thread = job && this.#freeThread();
      if (!thread) return;
      this.#give(job, thread);
    }
  }

  #freeThread(): Thread | undefined {
    const least = this.#threads.toSorted((a, b) => a.turns.size - b.turns.size)[0];
    if (least && least.turns.size === 0) return least;
    if (this.#threads.length < availableParallelism()) return this.#start();
    return least && least.turns.size < turnsAtOnce ? least : undefined;
  }

  #give(job: ReadJob, thread: Thread): void {
    const width = pieceHead + job.plan.spec.shape.length;
    const end = Math.min(job.plan.count, job.next + job.perTurn);
    const { fd, fileBytes, into, stop } = job;
    const turn: ReadTurn = {
      ...{ turn: this.#nextTurn++, fd, fileBytes, into, stop, spec: job.plan.spec },
      pieces: job.plan.pieces.slice(job.next * width, end * width),
    };
    job.next = end;
    job.inFlight += 1;
    thread.turns.set(turn.turn, job);
    thread.worker.ref();
    thread.worker.postMessage(turn);
  }

  #start(): Thread {
    // execArgv: flags of the parent such as --input-type do not fit a worker that is a file
    const worker = new Worker(new URL('./read-worker.js', import.meta.url), { execArgv: [] });
    const thread: Thread = { worker, turns: new Map() };
    worker.on('message', (reply: TurnReply) => this.#onReply(thread, reply));
    worker.on('error', cause => this.#onGone(thread, cause));
    worker.on('exit', code => this.#onGone(thread, new Error(`A thread that reads ended with code ${code}.`)));
    worker.unref();
    this.#threads.push(thread);
    return thread;
  }

  #onReply(thread: Thread, { turn, fault }: TurnReply): void {
    const job = thread.turns.get(turn);
    thread.turns.delete(turn);
    if (thread.turns.size === 0) thread.worker.unref();
    if (!job) return;
    job.inFlight -= 1;
    if (fault && job.failure === undefined) {
      Atomics.store(job.stop, 0, 1);
      job.failure = fault.name === 'DamagedFile' ? new DamagedFile(fault.message) : DaisyError.fromRecord(fault.record);
    }
    this.#dispatch();
  }

  #onGone(thread: Thread, cause: unknown): void {
    const index = this.#threads.indexOf(thread);
    if (index < 0) return;
    this.#threads.splice(index, 1);
    for (const job of thread.turns.values()) {
      job.inFlight -= 1;
      job.failure ??= new DaisyError('Resource', { message: 'A thread that reads files has ended.', cause });
    }
    this.#dispatch();
  }
}

/** The threads that all files of this process share. */
export const readPool: ReadPool = new ReadPool();
