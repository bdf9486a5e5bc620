import {
  DaisyError,
  maxRequestBytes,
  protocolVersion,
  type BatchCall,
  type Capabilities,
  type DaisyEvent,
  type EventMark,
  type KernelLink,
  type LinkState,
  type MethodName,
  type MethodParams,
  type RequestOptions,
  type RpcReply,
  type RpcRequest,
  type ServiceReply,
} from '@daisy-lab/core';
import { collectPages } from './collect-pages.js';
import { bytesOf, decodeReply, errorOf } from './decode.js';
import { EventFeed } from './event-feed.js';
import type { Transport, TransportReply } from './transport.js';

/** One call of a batch. */
export type Call = { [M in MethodName]: { readonly method: M; readonly params: MethodParams<M> } }[MethodName];

/** What a batch gives: one settled reply for each call, in their order. */
export type BatchReplies<C extends readonly Call[]> = {
  [K in keyof C]: PromiseSettledResult<ServiceReply<C[K]['method']>>;
};

let requests = 0;
const client = Math.random().toString(36).slice(2, 10);
const nextId = (): string => `${client}-${++requests}`;

/** How long the kernel's own word on a deadline may be on its way. */
const graceMs = 1000;

/** The kernel over a transport. Feed it with `receive` (events) and `setState` (connection). */
export class RpcClient implements KernelLink {
  private linkState: LinkState;
  private readonly stateListeners = new Set<(state: LinkState) => void>();
  private readonly feed = new EventFeed(async seen => (await this.request('events.snapshot', seen)).result);

  constructor(
    private readonly transport: Transport,
    state: LinkState = 'ready',
  ) {
    this.linkState = state;
  }

  get state(): LinkState {
    return this.linkState;
  }

  setState(state: LinkState): void {
    if (state === this.linkState) return;
    this.linkState = state;
    for (const listener of this.stateListeners) listener(state);
  }

  onState(listener: (state: LinkState) => void): () => void {
    this.stateListeners.add(listener);
    return () => this.stateListeners.delete(listener);
  }

  /** Events without holes: what was lost on the way is made up by a snapshot. */
  onEvent(listener: (event: DaisyEvent) => void): () => void {
    return this.feed.onEvent(listener);
  }

  /** An event that arrived from the kernel. */
  receive(event: DaisyEvent | EventMark): void {
    this.feed.receive(event);
  }

  /** Makes up for events that may have been lost, and renews the subscription of a comm. */
  resync(comm?: string): Promise<void> {
    return this.feed.resync(comm);
  }

  async capabilities(): Promise<Capabilities> {
    return (await this.request('hello', {})).result;
  }

  async request<M extends MethodName>(
    method: M,
    params: MethodParams<M>,
    options: RequestOptions = {},
  ): Promise<ServiceReply<M>> {
    const { content, buffers } = await this.exchange(nextId(), method, params, options);
    return this.complete<M>(content, buffers, options);
  }

  /** Several requests in one message. Rejects only when the whole message fails; each call has an outcome of its own. */
  async batch<const C extends readonly Call[]>(calls: C, options: RequestOptions = {}): Promise<BatchReplies<C>> {
    const numbered: BatchCall[] = calls.map(({ method, params }) => ({ id: nextId(), method, params }));
    const { content, buffers } = await this.exchange(nextId(), 'rpc.batch', { calls: numbered }, options);
    const { result } = decodeReply<'rpc.batch'>(content, buffers);
    const outcomes = result.replies.map(reply => this.complete(reply, buffers, options));
    return (await Promise.allSettled(outcomes)) as unknown as BatchReplies<C>;
  }

  private async complete<M extends MethodName>(
    content: RpcReply,
    buffers: TransportReply['buffers'],
    options: RequestOptions,
  ): Promise<ServiceReply<M>> {
    if (content.status === 'error' || !content.next) return decodeReply<M>(content, buffers);
    const { next } = content;
    const whole = await collectPages(next, buffers, async page => {
      const reply = await this.exchange(nextId(), 'rpc.page', { cursor: next.cursor, page }, options);
      if (reply.content.status === 'error') throw errorOf(reply.content);
      return reply.buffers;
    });
    // The kernel lets it go by itself after a minute; nobody waits for this answer.
    this.request('rpc.release', { cursor: next.cursor }).catch(() => undefined);
    return decodeReply<M>(content, [bytesOf(whole)]);
  }

  private async exchange<M extends MethodName>(
    id: string,
    method: M,
    params: MethodParams<M>,
    { signal, deadlineMs }: RequestOptions,
  ): Promise<TransportReply> {
    if (signal?.aborted) throw DaisyError.cancelled('The request');
    const content = { v: protocolVersion, id, method, params, ...(deadlineMs ? { deadlineMs } : {}) } as RpcRequest<M>;
    refuseLarge(content);
    const answer = this.transport.send(content as RpcRequest, []);
    if (!signal && !deadlineMs) return answer;
    return new Promise<TransportReply>((resolve, reject) => {
      const cancel = (): void => {
        reject(DaisyError.cancelled('The request'));
        // The kernel may be gone; nobody waits for this answer.
        const calls = method === 'rpc.batch' ? (params as MethodParams<'rpc.batch'>).calls : [{ id }];
        for (const call of calls) this.request('rpc.cancel', { id: call.id }).catch(() => undefined);
      };
      const timer = deadlineMs && setTimeout(() => reject(late(method, deadlineMs)), deadlineMs + graceMs);
      signal?.addEventListener('abort', cancel, { once: true });
      answer.then(resolve, reject).finally(() => {
        clearTimeout(timer || undefined);
        signal?.removeEventListener('abort', cancel);
      });
    });
  }
}

function refuseLarge(content: RpcRequest<MethodName>): void {
  const bytes = new TextEncoder().encode(JSON.stringify(content)).length;
  if (bytes <= maxRequestBytes) return;
  throw new DaisyError('Protocol', {
    message: `A request of ${(bytes / 1048576).toFixed(1)} MiB is larger than the connection carries (8 MiB).`,
    action: 'Give the data as a file on the server.',
    method: content.method,
    code: 'E_TOO_LARGE',
  });
}

function late(method: string, deadlineMs: number): DaisyError {
  return new DaisyError('Resource', {
    message: `${method} was not answered within ${deadlineMs} ms.`,
    action: 'Try again when the kernel answers.',
    code: 'E_DEADLINE',
  });
}
