import { parentPort } from 'node:worker_threads';
import { recordOf, type ErrorRecord } from '@daisy-lab/core';
import { arrayBytes, forgetMessages } from '../pool/dropped-memory.js';
import { kernels } from './kernels.js';
import type { StripKernel, StripMessage } from './strip.js';

/** From a worker: the result of one strip, or why there is none. */
export interface StripReply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: ErrorRecord;
}

parentPort!.on('message', ({ id, kernel, task, first, end }: StripMessage) => {
  const work = kernels[kernel] as StripKernel<never>;
  parentPort!.postMessage(reply(id, () => work(task as never, first, end)));
  forgetMessages(arrayBytes(task));
});

function reply(id: number, work: () => unknown): StripReply {
  try {
    return { id, result: work() };
  } catch (thrown) {
    return { id, error: recordOf(thrown) };
  }
}
