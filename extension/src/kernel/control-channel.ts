import { DaisyError, requestType, type RpcReply, type RpcRequest } from '@daisy-lab/core';
import { KernelMessage, type Kernel } from '@jupyterlab/services';

/** A reply with the binary buffers of its message. */
export interface ReplyEnvelope {
  readonly content: RpcReply;
  readonly buffers: readonly (ArrayBuffer | ArrayBufferView)[];
}

/** What a request needs of a kernel connection. */
export type ControlConnection = Pick<Kernel.IKernelConnection, 'clientId' | 'username' | 'sendControlMessage'>;

/**
 * Sends one request on the control channel and waits for its reply, also while a cell computes.
 *
 * The reply is the end: the kernel publishes no busy/idle for these requests (a running cell stays busy for everybody), so the
 * future never settles by itself and is disposed here. Rejects with a sentence when the kernel restarts or the connection is given up.
 */
export async function exchange(
  kernel: ControlConnection,
  content: RpcRequest,
  buffers: readonly ArrayBufferView[],
): Promise<ReplyEnvelope> {
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
  const reply = await new Promise<KernelMessage.IControlMessage>((resolve, reject) => {
    future.onReply = resolve;
    future.done.catch(cause => reject(kernelStopped(cause)));
  }).finally(() => future.dispose());
  return { content: reply.content as unknown as RpcReply, buffers: reply.buffers ?? [] };
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

function kernelStopped(cause: unknown): DaisyError {
  return new DaisyError('Resource', {
    message: 'The kernel stopped before it answered.',
    action: 'Try again when the kernel is ready.',
    cause,
  });
}
