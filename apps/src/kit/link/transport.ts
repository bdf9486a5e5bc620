import type { RpcReply, RpcRequest } from '@daisy-lab/core';

/** What carries requests to the kernel, e.g. its control channel. Rejects when the kernel is gone, with a sentence. */
export interface Transport {
  send(content: RpcRequest, buffers: readonly ArrayBufferView[]): Promise<TransportReply>;
}

export interface TransportReply {
  readonly content: RpcReply;
  readonly buffers: readonly (ArrayBufferLike | ArrayBufferView)[];
}
