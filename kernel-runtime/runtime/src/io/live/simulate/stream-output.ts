import { setTimeout as pause } from 'node:timers/promises';
import { DaisyError, type NdArray } from '@daisy-lab/core';
import type { Push as PushSocket } from 'zeromq';
import type { PackedImage } from '../stream/packed-image.js';
import type { DetectorOutput } from './detector-output.js';
import type { StreamMessages } from './stream-messages.js';

/** Images whose compressed form is kept, so that a detector that plays a short dataset again is as fast as a real one. */
const mostKept = 64;
/** Messages that wait for a slow receiver. */
const waiting = 4;
/** The library lets go of an address some time after its socket has been closed: so long a taken one is tried again. */
const takenMs = 1000;
const againMs = 50;
let seriesOfThisProcess = 0;

/**
 * Offers a series over ZeroMQ: each message goes to one of those that are connected, and waits for them.
 * @throws DaisyError `Input` when the address is taken or cannot be one
 */
export async function streamOutput(url: string, messages: StreamMessages): Promise<DetectorOutput> {
  const { Push } = await import('zeromq');
  const socket = new Push({ sendHighWaterMark: waiting });
  try {
    await bound(socket, url);
  } catch (cause) {
    socket.close();
    throw new DaisyError('Input', {
      message: `Nothing can be offered at ${url}.`,
      action: 'Choose another port: --at tcp://127.0.0.1:31002',
      cause,
    });
  }
  const series = ++seriesOfThisProcess;
  const kept = new Map<number, PackedImage>();
  const pack = (entry: number, image: NdArray): PackedImage => {
    const known = kept.get(entry);
    if (known) return known;
    const fresh = messages.pack(image);
    if (kept.size < mostKept) kept.set(entry, fresh);
    return fresh;
  };
  const send = (parts: readonly Uint8Array[]): Promise<void> => socket.send([...parts] as Buffer[]);
  return {
    begin: facts => send(messages.begin(series, facts)),
    frame: (number, image, entry) => send(messages.frame(series, number, pack(entry, image))),
    end: () => send(messages.end(series)),
    close: () => socket.close(),
  };
}

async function bound(socket: PushSocket, url: string): Promise<void> {
  for (let waited = 0; ; waited += againMs) {
    try {
      return await socket.bind(url);
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EADDRINUSE' || waited >= takenMs) throw thrown;
      await pause(againMs);
    }
  }
}
