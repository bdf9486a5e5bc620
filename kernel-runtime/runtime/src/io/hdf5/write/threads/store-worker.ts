import { parentPort } from 'node:worker_threads';
import { recordOf } from '@daisy-lab/core';
import type { StoreReply, StoreTurn } from './messages.js';
import { storeChunks } from './store-chunks.js';

parentPort!.on('message', (message: StoreTurn) => parentPort!.postMessage(takeTurn(message)));

function takeTurn(message: StoreTurn): StoreReply {
  const { turn } = message;
  try {
    return { turn, stored: storeChunks(message) };
  } catch (thrown) {
    return { turn, fault: { record: recordOf(thrown), code: String((thrown as NodeJS.ErrnoException).code ?? '') } };
  }
}
