import { parentPort } from 'node:worker_threads';
import { recordOf, type ErrorRecord } from '@daisy-lab/core';
import { forgetAll } from '../pool/dropped-memory.js';
import { kernels } from './kernels.js';
import type { ForgetStrips, StripKernel, StripMessage } from './strip.js';

/** From a worker: the result of one strip, or why there is none. */
export interface StripReply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: ErrorRecord;
}

parentPort!.on('message', (message: StripMessage | ForgetStrips) => {
  if ('forget' in message) return forgetAll();
  const { id, kernel, task, first, end } = message;
  const work = kernels[kernel] as StripKernel<never>;
  parentPort!.postMessage(reply(id, () => work(task as never, first, end)));
});

function reply(id: number, work: () => unknown): StripReply {
  try {
    return { id, result: work() };
  } catch (thrown) {
    return { id, error: recordOf(thrown) };
  }
}
