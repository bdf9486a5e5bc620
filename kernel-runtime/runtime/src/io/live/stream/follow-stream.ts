import { DaisyError } from '@daisy-lab/core';
import { LiveFeed } from '../live-feed.js';
import type { FollowOptions, LiveSource } from '../live-source.js';
import type { DecodeMessage } from './stream-message.js';

/** Messages that ZeroMQ holds for us besides the queue: few, because each is an image. */
const heldMessages = 2;
const largestMessageBytes = 2 ** 30;

/**
 * Follows a stream over ZeroMQ, whose other side pushes. With `whenFull: 'wait'` a slow receiver slows the sender: beyond the queue and
 * the buffers of the network nothing is taken.
 * @param url as ZeroMQ writes it: `tcp://host:31001`, `ipc:///path`
 * @throws DaisyError `Input` for an address that cannot be one.
 */
export async function followStream(
  address: string,
  url: string,
  decode: DecodeMessage,
  options: FollowOptions,
): Promise<LiveSource> {
  const feed = new LiveFeed(address, options);
  const { Pull } = await import('zeromq');
  const socket = new Pull({
    receiveHighWaterMark: heldMessages,
    maxMessageSize: options.largestMessageBytes ?? largestMessageBytes,
    receiveTimeout: options.idleMs ?? -1,
    linger: 0,
  });
  const close = (): void => {
    process.off('exit', close);
    socket.close();
  };
  try {
    socket.connect(url);
  } catch (cause) {
    close();
    throw new DaisyError('Input', {
      message: `${url} is no address of a stream.`,
      action: 'Write: simplon2+tcp://host:31001',
      cause,
    });
  }
  process.once('exit', close); // ZeroMQ that still reads would abort the process
  feed.onClose(close);
  void receive(feed, () => socket.receive(), decode);
  return feed;
}

async function receive(
  feed: LiveFeed,
  next: () => Promise<readonly Uint8Array[]>,
  decode: DecodeMessage,
): Promise<void> {
  while (!feed.closed) {
    let parts: readonly Uint8Array[];
    try {
      parts = await next();
    } catch {
      break; // closed, or nothing came within the time
    }
    await give(feed, parts, decode);
  }
  if (!feed.closed) feed.finish();
}

async function give(feed: LiveFeed, parts: readonly Uint8Array[], decode: DecodeMessage): Promise<void> {
  try {
    const message = decode(parts);
    if (message.kind === 'begin') feed.begin(message.series, message.frames, message.attributes);
    else if (message.kind === 'frame') await feed.frame(message.frame);
    else feed.end(message.series);
  } catch (thrown) {
    feed.problem(thrown instanceof Error ? thrown.message : String(thrown));
  }
}
