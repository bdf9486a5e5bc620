import type { RpcRequest } from '@daisy-lab/core';
import type { Channel, ReplyEnvelope, Sent } from './channel.js';

/** On a channel that loses messages, a request is sent again after 2, 4, 8, 8, ... seconds. */
const repeatMs = { first: 2000, longest: 8000 };

interface Open {
  readonly content: RpcRequest;
  readonly buffers: readonly ArrayBufferView[];
  readonly sent: Sent[];
  readonly resolve: (reply: ReplyEnvelope) => void;
  readonly reject: (error: unknown) => void;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/**
 * The requests that wait for their reply. When the connection was broken they are sent again with the number of the attempt: the
 * kernel runs a request once and answers every message, and the first answer counts. So none is lost and none comes twice.
 */
export class Exchanges {
  #channel: Channel;
  readonly #open = new Set<Open>();

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  send(content: RpcRequest, buffers: readonly ArrayBufferView[]): Promise<ReplyEnvelope> {
    return new Promise((resolve, reject) => {
      const open: Open = { content, buffers, sent: [], resolve, reject, timer: undefined };
      this.#open.add(open);
      this.#transmit(open);
    });
  }

  /** The connection holds again: what has not been answered is sent once more. */
  repeat(): void {
    for (const open of this.#open) this.#transmit(open);
  }

  /** Whether an answer is waited for on a channel that loses nothing as long as it stands. */
  get isWaiting(): boolean {
    return this.#open.size > 0 && !this.#channel.lossy;
  }

  /** Goes on with another channel. */
  use(channel: Channel): void {
    this.#channel = channel;
    this.repeat();
  }

  /** The kernel is gone, and with it all that it was asked. */
  fail(error: unknown): void {
    for (const open of this.#open) this.#settle(open, () => open.reject(error));
  }

  #transmit(open: Open): void {
    const attempt = open.sent.length + 1;
    try {
      const sent = this.#channel.send(attempt === 1 ? open.content : { ...open.content, attempt }, open.buffers);
      open.sent.push(sent);
      sent.reply.then(
        reply => this.#settle(open, () => open.resolve(reply)),
        (error: unknown) => this.#settle(open, () => open.reject(error)),
      );
    } catch (error) {
      return this.#settle(open, () => open.reject(error));
    }
    clearTimeout(open.timer);
    if (!this.#channel.lossy) return;
    const waitMs = Math.min(repeatMs.longest, repeatMs.first * 2 ** (attempt - 1));
    open.timer = setTimeout(() => this.#transmit(open), waitMs);
  }

  #settle(open: Open, how: () => void): void {
    if (!this.#open.delete(open)) return;
    clearTimeout(open.timer);
    for (const sent of open.sent) sent.dispose();
    how();
  }
}
