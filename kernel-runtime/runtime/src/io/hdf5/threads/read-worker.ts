import { parentPort } from 'node:worker_threads';
import { ChunkCodec } from '@daisy-lab/compute';
import { recordOf } from '@daisy-lab/core';
import { readPieces } from '../chunks/read-pieces.js';
import type { ReadTurn, TurnReply } from './messages.js';

const codec = new ChunkCodec();

parentPort!.on('message', (message: ReadTurn) => parentPort!.postMessage(takeTurn(message)));

function takeTurn({ turn, fd, fileBytes, spec, pieces, into, stop }: ReadTurn): TurnReply {
  try {
    readPieces(fd, fileBytes, spec, pieces, into, codec, () => Atomics.load(stop, 0) !== 0);
    return { turn };
  } catch (thrown) {
    const { name, message } = thrown as Error;
    return { turn, fault: { name, message, record: recordOf(thrown) } };
  }
}
