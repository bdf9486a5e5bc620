import { Worker } from 'node:worker_threads';
import { DaisyError } from '@daisy-lab/core';
import { SentMemory } from '../pool/dropped-memory.js';
import type { ForgetStrips, StripMessage, StripReply } from './messages.js';

interface Thread {
  readonly worker: Worker;
  settle: { resolve(result: unknown): void; reject(error: unknown): void } | undefined;
}

const idle: Thread[] = [];
const all = new Set<Thread>();
let next = 0;
const memory = new SentMemory(() => {
  for (const { worker } of all) worker.postMessage({ forget: true } satisfies ForgetStrips);
});

/** Runs one strip in an idle thread, or a new one; the caller decides how many run at once. */
export function runInThread(message: Omit<StripMessage, 'id'>): Promise<unknown> {
  const thread = idle.pop() ?? startThread();
  thread.worker.ref();
  memory.sent(message.task);
  return new Promise((resolve, reject) => {
    thread.settle = { resolve, reject };
    try {
      thread.worker.postMessage({ ...message, id: next++ } satisfies StripMessage);
    } catch (error) {
      rest(thread); // what cannot be sent leaves it without work
      reject(error as Error);
    }
  });
}

function rest(thread: Thread): void {
  thread.settle = undefined;
  thread.worker.unref();
  idle.push(thread);
}

function startThread(): Thread {
  // execArgv: flags of the parent such as --input-type do not fit a worker that is a file
  const thread: Thread = {
    worker: new Worker(new URL('./worker.js', import.meta.url), { execArgv: [] }),
    settle: undefined,
  };
  all.add(thread);
  let cause: unknown;
  thread.worker.on('message', ({ result, error }: StripReply) => {
    const { settle } = thread;
    rest(thread);
    if (error) settle?.reject(DaisyError.fromRecord(error));
    else settle?.resolve(result);
  });
  thread.worker.on('error', error => (cause = error));
  thread.worker.on('exit', () => {
    all.delete(thread);
    if (idle.includes(thread)) idle.splice(idle.indexOf(thread), 1);
    thread.settle?.reject(
      new DaisyError('Resource', {
        message: 'A worker thread ended before its work was done.',
        action: 'Try again; if it happens again, use fewer threads or smaller data.',
        cause,
      }),
    );
  });
  return thread;
}

/** Ends all threads; the next strip starts new ones. */
export async function closeStripThreads(): Promise<void> {
  const threads = [...all];
  idle.length = 0;
  await Promise.all(threads.map(({ worker }) => worker.terminate()));
}
