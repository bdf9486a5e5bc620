import { DaisyError, requestType, type RpcReply } from '@daisy-lab/core';
import { KernelMessage, type Kernel } from '@jupyterlab/services';
import type { Channel } from './channel.js';

/** What a request needs of a kernel connection. */
export type ControlConnection = Pick<Kernel.IKernelConnection, 'clientId' | 'username' | 'sendControlMessage'>;

/**
 * Requests on the control channel, which is served while a cell computes.
 *
 * The reply is the end: the kernel publishes no busy/idle for these requests (a running cell stays busy for everybody), so the
 * future never settles by itself and is disposed by the receiver. Rejects with a sentence when the kernel restarts or the connection
 * is given up.
 */
export function controlChannel(kernel: ControlConnection): Channel {
  return {
    lossy: false,
    send: (content, buffers) => {
      // The type of the messages is a closed union; JupyterLab, server and kernel pass other names through unchanged.
      const message = KernelMessage.createMessage({
        msgType: requestType as 'debug_request',
        channel: 'control',
        session: kernel.clientId,
        username: kernel.username,
        content: content as unknown as KernelMessage.IDebugRequestMsg['content'],
        buffers: [...buffers],
      });
      const future = send(kernel, message);
      const reply = new Promise<KernelMessage.IControlMessage>((resolve, reject) => {
        future.onReply = resolve;
        future.done.catch((cause: unknown) => reject(kernelStopped(cause)));
      }).then(({ content, buffers = [] }) => ({ content: content as unknown as RpcReply, buffers }));
      return { reply, dispose: () => future.dispose() };
    },
  };
}

function send(
  kernel: ControlConnection,
  message: KernelMessage.IDebugRequestMsg,
): ReturnType<ControlConnection['sendControlMessage']> {
  try {
    return kernel.sendControlMessage<'debug_request'>(message, true, true);
  } catch (cause) {
    throw kernelStopped(cause);
  }
}

export function kernelStopped(cause?: unknown): DaisyError {
  return new DaisyError('Resource', {
    message: 'The kernel stopped before it answered.',
    action: 'Try again when the kernel is ready.',
    cause,
  });
}
