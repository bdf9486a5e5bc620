import { Worker } from 'node:worker_threads';
import { nufftModule } from '../wasm/nufft-module.js';
import type { ForgetMessage, ForgetTurns, TurnMessage, TurnReply, WorkerStart } from './messages.js';

/** A thread as the pool sees it; the only place that knows how threads are made. */
export interface WorkerThread {
  post(message: TurnMessage | ForgetMessage | ForgetTurns): void;
  /** Whether the process stays alive for this thread. */
  hold(busy: boolean): void;
  stop(): Promise<unknown>;
}

export interface WorkerEvents {
  reply(reply: TurnReply): void;
  /** The thread is gone, with the reason if there was one. */
  gone(cause: unknown): void;
}

let workerFile: URL | undefined;

/** Where the file of the worker lies, for programs that were bundled into one file; the default is beside this package. */
export function setWorkerFile(url: URL | string): void {
  workerFile = new URL(url);
}

export function startWorker(events: WorkerEvents): WorkerThread {
  const start: WorkerStart = { module: nufftModule() };
  // execArgv: flags of the parent such as --input-type do not fit a worker that is a file
  const worker = new Worker(workerFile ?? new URL('./worker.js', import.meta.url), { workerData: start, execArgv: [] });
  let cause: unknown;
  worker.on('message', (reply: TurnReply) => events.reply(reply));
  worker.on('messageerror', error => (cause = error));
  worker.on('error', error => (cause = error));
  worker.on('exit', code => events.gone(cause ?? new Error(`A worker thread ended with code ${code}.`)));
  worker.unref();
  return {
    post: message => worker.postMessage(message),
    hold: busy => (busy ? worker.ref() : worker.unref()),
    stop: () => worker.terminate(),
  };
}
