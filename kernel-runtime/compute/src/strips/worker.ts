import { parentPort } from 'node:worker_threads';
import { recordOf } from '@daisy-lab/core';
import { forgetAll } from '../pool/dropped-memory.js';
import { kernels } from './kernels.js';
import type { ForgetStrips, StripMessage, StripReply } from './messages.js';
import type { StripKernel } from './strip.js';

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
