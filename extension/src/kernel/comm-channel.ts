import { rpcTarget, type RpcReply } from '@daisy-lab/core';
import type { JSONObject } from '@lumino/coreutils';
import type { Kernel } from '@jupyterlab/services';
import type { Channel, ReplyEnvelope } from './channel.js';

/**
 * The same envelopes on a comm, for servers that let no messages of other types through. Replies come on iopub, from which the
 * server drops messages when a cell prints much.
 */
export function commChannel(kernel: Pick<Kernel.IKernelConnection, 'createComm'>): Channel {
  const comm = kernel.createComm(rpcTarget);
  const waiting = new Map<string, (reply: ReplyEnvelope) => void>();
  comm.onMsg = ({ content: { data }, buffers = [] }) => {
    const content = data as unknown as RpcReply;
    waiting.get(content.id)?.({ content, buffers });
  };
  comm.open();
  return {
    lossy: true,
    send: (content, buffers) => {
      const reply = new Promise<ReplyEnvelope>(resolve => waiting.set(content.id, resolve));
      const future = comm.send(content as unknown as JSONObject, undefined, [...buffers]);
      future.done.catch(() => undefined); // the comm goes with the kernel, whose end is noticed elsewhere
      return { reply, dispose: () => waiting.delete(content.id) };
    },
  };
}
