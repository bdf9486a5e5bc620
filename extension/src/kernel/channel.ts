import type { RpcReply, RpcRequest } from '@daisy-lab/core';

/** A reply with the binary buffers of its message. */
export interface ReplyEnvelope {
  readonly content: RpcReply;
  readonly buffers: readonly (ArrayBuffer | ArrayBufferView)[];
}

/** A message on its way. The reply may never come: the connection loses messages when it breaks. */
export interface Sent {
  readonly reply: Promise<ReplyEnvelope>;
  /** Gives up waiting and leaves nothing behind. */
  dispose(): void;
}

/** One way to the kernel. */
export interface Channel {
  /** Whether messages are lost on it even while the connection holds. */
  readonly lossy: boolean;
  send(content: RpcRequest, buffers: readonly ArrayBufferView[]): Sent;
}
