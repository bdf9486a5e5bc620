import {
  DaisyError,
  maxRequestBytes,
  protocolVersion,
  typedArray,
  type DaisyEvent,
  type KernelLink,
  type LinkState,
  type MethodName,
  type MethodParams,
  type RequestOptions,
  type RpcReply,
  type RpcRequest,
  type ServiceReply,
  type WireArray,
  type WireData,
} from '@daisy-lab/core';

/** What carries requests to the kernel, e.g. its control channel. Rejects when the connection breaks. */
export interface Transport {
  send(content: RpcRequest, buffers: readonly ArrayBufferView[]): Promise<TransportReply>;
}

export interface TransportReply {
  readonly content: RpcReply;
  readonly buffers: readonly (ArrayBufferLike | ArrayBufferView)[];
}

let requests = 0;
const client = Math.random().toString(36).slice(2, 10);

/** The kernel over a transport. Feed it with `receive` (events) and `setState` (connection). */
export class RpcClient implements KernelLink {
  private linkState: LinkState;
  private readonly eventListeners = new Set<(event: DaisyEvent) => void>();
  private readonly stateListeners = new Set<(state: LinkState) => void>();
  private readonly resyncListeners = new Set<() => void>();
  private last: { epoch: string; seq: number } | undefined;

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

  onEvent(listener: (event: DaisyEvent) => void): () => void {
    this.eventListeners.add(listener);
    return () => this.eventListeners.delete(listener);
  }

  /** Called when events were lost or the kernel is a new one: take a snapshot by request. */
  onResync(listener: () => void): () => void {
    this.resyncListeners.add(listener);
    return () => this.resyncListeners.delete(listener);
  }

  /** An event that arrived from the kernel. */
  receive(event: DaisyEvent): void {
    const { last } = this;
    const lost = last !== undefined && (last.epoch !== event.epoch || event.seq !== last.seq + 1);
    this.last = { epoch: event.epoch, seq: event.seq };
    if (lost) for (const listener of this.resyncListeners) listener();
    for (const listener of this.eventListeners) listener(event);
  }

  async request<M extends MethodName>(
    method: M,
    params: MethodParams<M>,
    options: RequestOptions = {},
  ): Promise<ServiceReply<M>> {
    const { signal, deadlineMs } = options;
    if (signal?.aborted) throw DaisyError.cancelled('The request');
    const id = `${client}-${++requests}`;
    const content = { v: protocolVersion, id, method, params, ...(deadlineMs ? { deadlineMs } : {}) } as RpcRequest<M>;
    refuseLarge(content);
    const answer = this.transport.send(content as RpcRequest, []);
    const reply = signal ? await Promise.race([answer, this.aborted(id, answer, signal)]) : await answer;
    return decode<M>(reply);
  }

  private aborted(id: string, answer: Promise<TransportReply>, signal: AbortSignal): Promise<never> {
    return new Promise((_, reject) => {
      const cancel = () => {
        reject(DaisyError.cancelled('The request'));
        // The kernel may be gone; nobody waits for this answer.
        this.request('rpc.cancel', { id }).catch(() => undefined);
      };
      signal.addEventListener('abort', cancel, { once: true });
      const forget = () => signal.removeEventListener('abort', cancel);
      answer.then(forget, forget);
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
  });
}

function decode<M extends MethodName>({ content, buffers }: TransportReply): ServiceReply<M> {
  if (content.status === 'error') throw DaisyError.fromRecord(content.error);
  const arrays: WireData = Object.fromEntries(content.arrays.map(array => [array.name, decodeArray(array, buffers)]));
  return { result: content.result as ServiceReply<M>['result'], arrays };
}

function decodeArray(array: WireArray, buffers: TransportReply['buffers']): WireData[string] {
  const buffer = buffers[array.buffer];
  const length = array.shape.reduce((product, n) => product * n, 1);
  if (!buffer) {
    throw new DaisyError('Protocol', { message: `The array "${array.name}" of an answer has not arrived.` });
  }
  const view = ArrayBuffer.isView(buffer) ? buffer : new Uint8Array(buffer);
  const itemBytes = typedArray(array.dtype, 0).BYTES_PER_ELEMENT;
  if (view.byteLength < length * itemBytes) {
    throw new DaisyError('Protocol', { message: `The array "${array.name}" of an answer is incomplete.` });
  }
  // Views on the message may start at an odd byte; typed arrays need an aligned start.
  const aligned = view.byteOffset % itemBytes === 0;
  const data = aligned
    ? typedArray(array.dtype, view.buffer, view.byteOffset, length)
    : typedArray(array.dtype, view.buffer.slice(view.byteOffset, view.byteOffset + length * itemBytes), 0, length);
  return { dtype: array.dtype, shape: array.shape, data };
}
